import type { Reason } from "kith/core/diagnostics";
import type { Scheduler } from "kith/core/scheduler";
import { type ActionDefinition, leafKinds, type RuleDefinition } from "kith/definition/definition";
import { sweepPeriodMs, type ValueTable } from "kith/model/value-table";
import { ActionTable } from "./action-table";
import { Arbiter } from "./arbiter";
import { ClaimTable } from "./claim-table";
import { Conditions } from "./condition";
import { Deadlines } from "./deadlines";
import type { RuleEffects } from "./effects";
import { Grouping } from "./grouping";
import { keepHighCell, keepLowCell, LeafTable, leafShift, ruleCell } from "./leaf-table";
import { circlePauseMs, settleRoundLimit } from "./limits";
import { checkPlan, listTargets, targetOf } from "./plan";
import { ReasonTable } from "./reason-table";
import { type ObservedInputs, placeCell, TargetTable, toldCell } from "./target-table";

export interface RuleEngineOptions {
	readonly rules: readonly RuleDefinition[];
	/** Slots 0…ownSlots-1 are this node's own resources. */
	readonly ownSlots: number;
	/** Where the slots after the own ones come from. With them requests to peers are repeated when they failed. */
	readonly inputs?: ObservedInputs;
	readonly values: ValueTable;
	/** One timer of it is used. */
	readonly scheduler: Scheduler;
	readonly effects: RuleEffects;
}

/**
 * Runs the rules of one node, as docs/rules.md promises. A new value costs as much as the leaves that look at it; a
 * rule is evaluated only when one of its leaves changed, or it follows the slot. Allocates nothing after construction.
 */
export class RuleEngine {
	readonly #values: ValueTable;
	readonly #scheduler: Scheduler;
	readonly #deadlines: Deadlines;
	readonly #leaves: LeafTable;
	readonly #conditions: Conditions;
	readonly #actions: ActionTable;
	readonly #claims: ClaimTable;
	readonly #targets: TargetTable;
	readonly #reasons: ReasonTable;
	readonly #arbiter: Arbiter;
	/** Leaves that look at each slot, and rules that follow it. */
	readonly #leavesOfSlot: Grouping;
	readonly #followersOfSlot: Grouping;
	readonly #effects: RuleEffects;
	readonly #ruleCount: number;
	readonly #sweepEntry: number;
	readonly #circleEntry: number;
	/** A bit per rule that has to be evaluated. */
	#dirty = 0;
	#running = false;
	#settling = false;

	/** Throws RangeError on a plan that contradicts itself: the desktop should have refused it. */
	constructor(options: RuleEngineOptions) {
		const { rules, ownSlots, values, scheduler, effects } = options;
		checkPlan(rules);
		const targets = listTargets(rules, ownSlots);
		const leafCount = rules.reduce((sum, rule) => sum + rule.leaves.length, 0);
		this.#values = values;
		this.#scheduler = scheduler;
		this.#ruleCount = rules.length;
		this.#effects = effects;
		this.#sweepEntry = leafCount + 2 * targets.length;
		this.#circleEntry = this.#sweepEntry + 1;
		this.#deadlines = new Deadlines(scheduler, this.#circleEntry + 1, {
			onDeadline: (entry, now) => this.onDeadline(entry, now),
			onTimer: (now) => this.settle(now),
		});
		this.#leaves = new LeafTable(rules, values, this.#deadlines);
		this.#conditions = new Conditions(rules);
		this.#actions = new ActionTable(rules, values);
		this.#claims = new ClaimTable(rules, targets);
		const own = targets.slice(0, ownSlots);
		const rulesOf = own.map((target) => rulesThatSet(rules, (action) => targetOf(action, targets) === target.slot));
		this.#reasons = new ReasonTable(rules, rulesOf, values);
		this.#targets = new TargetTable(targets, rules, options.inputs, ownSlots);
		this.#arbiter = new Arbiter({
			targets: this.#targets,
			claims: this.#claims,
			reasons: this.#reasons,
			values,
			deadlines: this.#deadlines,
			firstEntry: leafCount,
		});
		this.#leavesOfSlot = groupLeaves(rules, values.slots);
		this.#followersOfSlot = groupFollowers(rules, values.slots);
	}

	/** Boot: evaluates everything once. To be called once, when the devices are open. */
	start(): void {
		if (this.#running) throw new Error("rules run already");
		const now = this.#scheduler.now();
		this.#running = true;
		this.#deadlines.set(this.#sweepEntry, (now + sweepPeriodMs) | 0);
		this.#arbiter.start(now);
		for (let leaf = 0; leaf < this.#leaves.count; leaf++) this.#leaves.test(leaf, now);
		for (let rule = 0; rule < this.#ruleCount; rule++) this.#dirty |= 1 << rule;
		this.settle(now);
	}

	/** The value table has a new value for `slot`, or the same one afresh. Ignored before `start` and after `close`. */
	valueChanged(slot: number): void {
		if (!this.#running) return;
		const cells = this.#leaves.cells;
		const places = this.#leavesOfSlot.cells;
		const value = this.#values.values[slot] as number;
		const end = places[slot + 1] as number;
		for (let place = places[slot] as number; place < end; place++) {
			// A leaf's record begins with the range of values that leave it as it is.
			const at = places[place] as number;
			if (value >= (cells[at] as number) && value <= (cells[at + 1] as number)) continue;
			this.take(slot, value);
			return;
		}
		const followers = this.#followersOfSlot.cells;
		if (followers[slot] !== followers[slot + 1]) this.take(slot, value);
	}

	/**
	 * Somebody asks for an own actuator's value: a peer, or a person through a gateway. It stands until a rule changes
	 * what it wants of that actuator, and waits while a minimum time runs. The value's range was checked by the caller.
	 * @param requester address of the node that asked, 0: none of the network's
	 */
	command(slot: number, value: number, requester: number): void {
		if (!this.#running) throw new Error("rules do not run");
		if (!(slot >= 0 && slot < this.#targets.ownSlots)) throw new RangeError(`no own slot ${slot}`);
		const now = this.#scheduler.now();
		if (this.#deadlines.isDue(now)) this.#deadlines.collect(now);
		this.#arbiter.command(slot, value, requester);
		this.settle(now);
	}

	/** Why the actuator was switched the last time; undefined: not since boot. Valid until the next call. */
	explain(slot: number): Reason | undefined {
		return this.#reasons.explain(slot);
	}

	/** Ends all timers. Actuators keep their values. May be called twice. */
	close(): void {
		this.#running = false;
		this.#deadlines.close();
	}

	/** A value that may change something. */
	private take(slot: number, value: number): void {
		const now = this.#scheduler.now();
		// What time has changed comes first, even when the timer is late.
		if (this.#deadlines.isDue(now)) this.#deadlines.collect(now);
		const leaves = this.#leaves;
		const { cells } = leaves;
		const places = this.#leavesOfSlot.cells;
		const end = places[slot + 1] as number;
		for (let place = places[slot] as number; place < end; place++) {
			const at = places[place] as number;
			if (value >= (cells[at + keepLowCell] as number) && value <= (cells[at + keepHighCell] as number)) continue;
			if (leaves.test(at >> leafShift, now)) this.#dirty |= 1 << (cells[at + ruleCell] as number);
		}
		const followers = this.#followersOfSlot.cells;
		const endFollower = followers[slot + 1] as number;
		for (let place = followers[slot] as number; place < endFollower; place++)
			this.#dirty |= 1 << (followers[place] as number);
		this.settle(now);
	}

	private onDeadline(entry: number, now: number): void {
		if (entry < this.#leaves.count) {
			if (this.#leaves.test(entry, now)) this.#dirty |= 1 << this.#leaves.rule(entry);
		} else if (entry < this.#sweepEntry) {
			this.#arbiter.onDeadline(entry - this.#leaves.count);
		} else if (entry === this.#sweepEntry) {
			this.#values.sweep(now);
			this.#deadlines.set(entry, (now + sweepPeriodMs) | 0);
		}
		// The end of a circle's pause: the timer settles what is left.
	}

	/** Evaluates what is dirty and tells the actuators, which may make other rules dirty, until nothing is left. */
	private settle(now: number): void {
		if (this.#settling || !this.#running) return;
		this.#settling = true;
		const arbiter = this.#arbiter;
		try {
			for (let round = 0; this.#dirty !== 0 || arbiter.queued > 0; round++) {
				if (round === settleRoundLimit) {
					this.#deadlines.set(this.#circleEntry, (now + circlePauseMs) | 0);
					break;
				}
				this.evaluateDirty();
				for (let left = arbiter.queued; left > 0; left--) {
					const target = arbiter.decideNext(now);
					if (target < 0) continue;
					const value = this.#targets.get(target, toldCell);
					if (target < this.#targets.ownSlots)
						this.#effects.actuate(target, value, this.#reasons.explain(target) as Reason);
					else {
						const place = this.#targets.get(target, placeCell);
						this.#effects.request(place >> 8, place & 0xff, value, arbiter.winningRule(target));
					}
					arbiter.told(target, now);
				}
			}
		} finally {
			this.#settling = false;
		}
	}

	private evaluateDirty(): void {
		let dirty = this.#dirty;
		this.#dirty = 0;
		while (dirty !== 0) {
			const rule = 31 - Math.clz32(dirty & -dirty);
			dirty &= dirty - 1;
			this.evaluate(rule);
		}
	}

	private evaluate(rule: number): void {
		const actions = this.#actions;
		const claims = this.#claims;
		if (!actions.choose(rule, this.#conditions.evaluate(rule, this.#leaves.truths))) return;
		const firstAction = actions.firstAction(rule);
		const endAction = actions.firstAction(rule + 1);
		const endClaim = claims.firstClaim(rule + 1);
		for (let claim = claims.firstClaim(rule); claim < endClaim; claim++) {
			let active = false;
			let value = 0;
			for (let action = firstAction; action < endAction; action++) {
				if (claims.ofAction(action) !== claim || !actions.applies(rule, action)) continue;
				active = true;
				value = actions.value(action);
			}
			this.#arbiter.claim(claim, active, value);
		}
	}
}

function rulesThatSet(rules: readonly RuleDefinition[], isIt: (action: ActionDefinition) => boolean): number[] {
	return rules.flatMap((rule, index) => (rule.actions.some(isIt) ? [index] : []));
}

/** Which leaves a new value of each slot can change, each as the place of its record. */
function groupLeaves(rules: readonly RuleDefinition[], slots: number): Grouping {
	const owners: number[] = [];
	const members: number[] = [];
	rules
		.flatMap((rule) => rule.leaves)
		.forEach((leaf, index) => {
			if (leaf.kind === leafKinds.always && leaf.maximumAgeMs === 0) return;
			owners.push(leaf.slot);
			members.push(index << leafShift);
			if ((leaf.kind !== leafKinds.aboveSlot && leaf.kind !== leafKinds.belowSlot) || leaf.operand === leaf.slot)
				return;
			owners.push(leaf.operand);
			members.push(index << leafShift);
		});
	return new Grouping(slots, owners, members);
}

/** Which rules set something to what each slot says. */
function groupFollowers(rules: readonly RuleDefinition[], slots: number): Grouping {
	const owners: number[] = [];
	const members: number[] = [];
	rules.forEach((rule, index) => {
		for (const source of new Set(rule.actions.map((action) => action.from)))
			if (source >= 0) {
				owners.push(source);
				members.push(index);
			}
	});
	return new Grouping(slots, owners, members);
}
