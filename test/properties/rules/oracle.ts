import {
	type ActionDefinition,
	actionCases,
	conditionAnd,
	conditionOr,
	type LeafDefinition,
	leafKinds,
	type RuleDefinition,
} from "kith/definition/definition";

type Truth = boolean | undefined;

interface Value {
	readonly value: number;
	readonly at: number;
}

interface LeafMemory {
	truth: Truth;
	/** Until when `within` holds after its slot went back to 0. */
	holdUntil: number;
}

interface Actuator {
	told: number | undefined;
	on: boolean;
	lockedUntil: number;
	command: number | undefined;
}

/**
 * The meaning of rules as docs/rules.md tells it, written for clarity alone: everything is computed anew at every
 * millisecond, time is an unbounded number, and nothing is incremental. The engine must always agree with it.
 */
export class RuleOracle {
	readonly #rules: readonly RuleDefinition[];
	readonly #values = new Map<number, Value>();
	readonly #leaves: LeafMemory[][];
	readonly #wants: Map<string, number | undefined>[];
	readonly #actuators = new Map<string, Actuator>();
	readonly #log: string[] = [];
	#now = 0;

	constructor(rules: readonly RuleDefinition[], ownSlots: number) {
		this.#rules = rules;
		this.#leaves = rules.map((rule) => rule.leaves.map(() => ({ truth: undefined, holdUntil: 0 })));
		this.#wants = rules.map(() => new Map());
		for (let slot = 0; slot < ownSlots; slot++) this.#addActuator(String(slot));
		for (const rule of rules) for (const action of rule.actions) this.#addActuator(nameOf(action));
	}

	/** Boot: to be called once before anything but `put`. */
	start(): void {
		this.#settle();
	}

	/** Before `start` a value is only kept. */
	put(slot: number, value: number): void {
		this.#values.set(slot, { value, at: this.#now });
	}

	see(slot: number, value: number): void {
		this.put(slot, value);
		this.#settle();
	}

	command(slot: number, value: number): void {
		(this.#actuators.get(String(slot)) as Actuator).command = value;
		this.#settle();
	}

	wait(ms: number): void {
		for (let left = ms; left > 0; left--) {
			this.#now++;
			this.#settle();
		}
	}

	take(): string[] {
		return this.#log.splice(0);
	}

	#addActuator(name: string): void {
		const minimumOff = this.#longest(name, (rule) => rule.minimumOffMs);
		this.#actuators.set(name, { told: undefined, on: false, lockedUntil: minimumOff, command: undefined });
	}

	#longest(name: string, pick: (rule: RuleDefinition) => number): number {
		return Math.max(0, ...this.#rules.filter((rule) => rule.actions.some((a) => nameOf(a) === name)).map(pick));
	}

	#settle(): void {
		for (let changed = true; changed; ) {
			this.#rules.forEach((rule, index) => {
				this.#evaluate(rule, index);
			});
			changed = false;
			for (const [name, actuator] of this.#actuators) changed = this.#decide(name, actuator) || changed;
		}
	}

	#evaluate(rule: RuleDefinition, index: number): void {
		const memories = this.#leaves[index] as LeafMemory[];
		const truths = rule.leaves.map((leaf, at) => {
			const memory = memories[at] as LeafMemory;
			memory.truth = this.#truthOf(leaf, memory);
			return memory.truth;
		});
		const wants = this.#wishes(rule, evaluate(rule.condition, truths));
		const before = this.#wants[index] as Map<string, number | undefined>;
		for (const name of new Set(rule.actions.map(nameOf))) {
			if (wants.get(name) === before.get(name)) continue;
			(this.#actuators.get(name) as Actuator).command = undefined;
		}
		this.#wants[index] = wants;
	}

	#wishes(rule: RuleDefinition, truth: Truth): Map<string, number | undefined> {
		let chosen: number = truth === undefined ? actionCases.stale : truth ? actionCases.met : actionCases.otherwise;
		const missing = rule.actions.some((a) => a.when === chosen && a.from >= 0 && !this.#values.has(a.from));
		if (missing) chosen = actionCases.stale;
		const handlesStale = rule.actions.some((action) => action.when === actionCases.stale);
		if (chosen === actionCases.stale && !handlesStale) chosen = actionCases.otherwise;
		const wants = new Map<string, number | undefined>();
		for (const action of rule.actions) {
			if (action.when !== chosen) continue;
			const source = this.#values.get(action.from)?.value;
			if (action.from < 0) wants.set(nameOf(action), action.value);
			else if (source !== undefined) wants.set(nameOf(action), onLine(action, source));
		}
		return wants;
	}

	#decide(name: string, actuator: Actuator): boolean {
		let wanted = actuator.command;
		if (wanted === undefined) {
			let best = Number.NEGATIVE_INFINITY;
			this.#rules.forEach((rule, index) => {
				const value = this.#wants[index]?.get(name);
				if (value === undefined || rule.priority < best) return;
				best = rule.priority;
				wanted = value;
			});
		}
		if (wanted === undefined) {
			if (name.includes("/")) actuator.told = undefined;
			return false;
		}
		const on = wanted !== 0;
		if (wanted === actuator.told || (on !== actuator.on && this.#now < actuator.lockedUntil)) return false;
		if (on !== actuator.on)
			actuator.lockedUntil = this.#now + this.#longest(name, (rule) => (on ? rule.minimumOnMs : rule.minimumOffMs));
		actuator.on = on;
		actuator.told = wanted;
		this.#log.push(`${name}=${wanted}`);
		if (!name.includes("/")) this.put(Number(name), wanted);
		return true;
	}

	#truthOf(leaf: LeafDefinition, memory: LeafMemory): Truth {
		const { kind, operand, margin, maximumAgeMs } = leaf;
		const value = this.#values.get(leaf.slot);
		const age = value === undefined ? Number.POSITIVE_INFINITY : this.#now - value.at;
		const fresh = value !== undefined && (maximumAgeMs === 0 || age <= maximumAgeMs);
		if (kind === leafKinds.always) return maximumAgeMs === 0 || fresh ? true : undefined;
		if (kind === leafKinds.olderThan) return age > margin;
		if (kind === leafKinds.within) return this.#within(leaf, memory, value, age, fresh);
		if (!fresh) return undefined;
		if (kind === leafKinds.isTrue) return value.value === 1;
		let limit = operand;
		if (kind === leafKinds.aboveSlot || kind === leafKinds.belowSlot) {
			const other = this.#values.get(operand);
			if (other === undefined || (maximumAgeMs !== 0 && this.#now - other.at > maximumAgeMs)) return undefined;
			limit = other.value;
		}
		const up = kind === leafKinds.above || kind === leafKinds.aboveSlot;
		const lead = up ? value.value - limit : limit - value.value;
		return memory.truth === true ? lead >= -margin : lead > 0;
	}

	#within(leaf: LeafDefinition, memory: LeafMemory, value: Value | undefined, age: number, fresh: boolean): Truth {
		if (value === undefined) return false;
		if (value.value === 1) {
			const believed = fresh || age < leaf.margin;
			// Should it go to 0 at this very moment, the hold starts here.
			memory.holdUntil = believed ? this.#now + leaf.margin : 0;
			return believed ? true : undefined;
		}
		if (this.#now < memory.holdUntil) return true;
		return fresh ? false : undefined;
	}
}

function nameOf(action: ActionDefinition): string {
	return action.address === 0 ? String(action.slot) : `${action.address}/${action.resourceId}`;
}

function onLine({ x1, y1, x2, y2 }: ActionDefinition, x: number): number {
	const y = Math.floor(y1 + ((x - x1) * (y2 - y1)) / (x2 - x1) + 0.5);
	return Math.min(Math.max(y, Math.min(y1, y2)), Math.max(y1, y2));
}

function evaluate(condition: readonly number[], truths: readonly Truth[]): Truth {
	const stack: Truth[] = [];
	for (const code of condition) {
		if (code >= 0) stack.push(truths[code]);
		else if (code === conditionAnd || code === conditionOr) {
			// Whichever value decides alone: false for "and", true for "or".
			const deciding = code === conditionOr;
			const [a, b] = [stack.pop(), stack.pop()];
			const decided = a === deciding || b === deciding;
			stack.push(decided ? deciding : a === undefined || b === undefined ? undefined : !deciding);
		} else {
			const top = stack.pop();
			stack.push(top === undefined ? undefined : !top);
		}
	}
	return stack[0];
}
