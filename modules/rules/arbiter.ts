import type { ValueTable } from "kith/model/value-table";
import type { ClaimTable } from "./claim-table";
import type { Deadlines } from "./deadlines";
import { confirmAfterMs, repeatLimit } from "./limits";
import type { ReasonTable } from "./reason-table";
import {
	commandCell,
	flagCommanded,
	flagConfirm,
	flagLocked,
	flagOn,
	flagQueued,
	flagTold,
	minimumOffCell,
	minimumOnCell,
	observedCell,
	queueCell,
	repeatsCell,
	requesterCell,
	type TargetTable,
	toldCell,
} from "./target-table";

export interface ArbiterOptions {
	readonly targets: TargetTable;
	readonly claims: ClaimTable;
	readonly reasons: ReasonTable;
	readonly values: ValueTable;
	readonly deadlines: Deadlines;
	/** Two entries per target from here on are the arbiter's. */
	readonly firstEntry: number;
}

/**
 * Decides for each target who gets it: a standing request, or the first of its claims; holds it to its minimum times;
 * and has it told again where it shows that it did not listen. Telling is the engine's part: a board's stack is short,
 * and what actuators do goes deep.
 */
export class Arbiter {
	readonly #targets: TargetTable;
	readonly #claims: ClaimTable;
	readonly #reasons: ReasonTable;
	readonly #values: ValueTable;
	readonly #deadlines: Deadlines;
	readonly #firstLock: number;
	readonly #firstConfirm: number;
	#head = 0;
	#queued = 0;

	constructor(options: ArbiterOptions) {
		this.#targets = options.targets;
		this.#claims = options.claims;
		this.#reasons = options.reasons;
		this.#values = options.values;
		this.#deadlines = options.deadlines;
		this.#firstLock = options.firstEntry;
		this.#firstConfirm = options.firstEntry + options.targets.count;
	}

	/** How many targets wait to be decided. */
	get queued(): number {
		return this.#queued;
	}

	/** Boot: nobody knows since when anything is off, so its minimum time begins now. */
	start(now: number): void {
		const { count } = this.#targets;
		for (let target = 0; target < count; target++) this.lock(target, this.#targets.get(target, minimumOffCell), now);
	}

	/** A rule wants this of a target from now on, or nothing. */
	claim(claim: number, active: boolean, value: number): void {
		if (!this.#claims.set(claim, active, value)) return;
		const target = this.#claims.target(claim);
		this.#targets.lower(target, flagCommanded);
		this.enqueue(target);
	}

	/** Somebody asks for this. It stands until a rule changes what it wants of this actuator. */
	command(slot: number, value: number, requester: number): void {
		this.#targets.set(slot, commandCell, value);
		this.#targets.set(slot, requesterCell, requester);
		this.#targets.raise(slot, flagCommanded);
		this.enqueue(slot);
	}

	/** One of the arbiter's two deadlines per target passed. @param entry counted from `firstEntry` */
	onDeadline(entry: number): void {
		const { count } = this.#targets;
		const target = entry < count ? entry : entry - count;
		if (entry < count) this.#targets.lower(target, flagLocked);
		else this.#targets.raise(target, flagConfirm);
		this.enqueue(target);
	}

	/** Decides for the target that waits longest. @returns the target when it has to be told, else -1 */
	decideNext(now: number): number {
		const targets = this.#targets;
		const target = targets.get(this.#head, queueCell);
		this.#head = this.#head + 1 < targets.count ? this.#head + 1 : 0;
		this.#queued--;
		const confirm = targets.has(target, flagConfirm);
		targets.lower(target, flagQueued | flagConfirm);
		return this.decide(target, now) || (confirm && this.tellAgain(target)) ? target : -1;
	}

	/** To be called after a target was told: its own reading should show before long what it was told. */
	told(target: number, now: number): void {
		const own = target < this.#targets.ownSlots;
		// An own actuator reports at once; a peer's report takes its time.
		if (this.#targets.get(target, observedCell) < 0 || (own && !this.differs(target)))
			this.#deadlines.clear(this.#firstConfirm + target);
		else this.#deadlines.set(this.#firstConfirm + target, (now + confirmAfterMs) | 0);
	}

	/** Index of the rule that has its way with the target, or -1. */
	winningRule(target: number): number {
		const winner = this.#claims.winner(target);
		return winner < 0 ? -1 : this.#claims.rule(winner);
	}

	/** @returns whether the target has to be told a new value. */
	private decide(target: number, now: number): boolean {
		const targets = this.#targets;
		const commanded = targets.has(target, flagCommanded);
		const winner = commanded ? -1 : this.#claims.winner(target);
		if (!commanded && winner < 0) {
			// A peer may be switched by others meanwhile: when a rule wants something again it is told again.
			if (target >= targets.ownSlots) this.forget(target);
			return false;
		}
		const value = commanded ? targets.get(target, commandCell) : this.#claims.value(winner);
		if (targets.has(target, flagTold) && targets.get(target, toldCell) === value) return false;
		const on = value !== 0;
		if (on !== targets.has(target, flagOn)) {
			if (targets.has(target, flagLocked)) return false;
			this.lock(target, targets.get(target, on ? minimumOnCell : minimumOffCell), now);
		}
		targets.lower(target, flagOn);
		targets.raise(target, on ? flagTold | flagOn : flagTold);
		targets.set(target, toldCell, value);
		targets.set(target, repeatsCell, 0);
		if (target < targets.ownSlots) {
			const rule = commanded ? -1 : this.#claims.rule(winner);
			const requester = commanded ? targets.get(target, requesterCell) : 0;
			this.#reasons.record(target, rule, requester, this.#claims.against(target, value), now);
		}
		return true;
	}

	/** It had time to do what it was told. @returns whether it has to be told once more */
	private tellAgain(target: number): boolean {
		const repeats = this.#targets.get(target, repeatsCell);
		if (!this.#targets.has(target, flagTold) || repeats >= repeatLimit || !this.differs(target)) return false;
		this.#targets.set(target, repeatsCell, repeats + 1);
		return true;
	}

	/** Whether the target shows another value than it was told. A silent peer shows nothing, a silent device no success. */
	private differs(target: number): boolean {
		const slot = this.#targets.get(target, observedCell);
		if (!this.#values.known(slot)) return target < this.#targets.ownSlots;
		return this.#values.value(slot) !== this.#targets.get(target, toldCell);
	}

	private forget(target: number): void {
		this.#targets.lower(target, flagTold);
		this.#deadlines.clear(this.#firstConfirm + target);
	}

	private lock(target: number, duration: number, now: number): void {
		if (duration === 0) return;
		this.#targets.raise(target, flagLocked);
		this.#deadlines.set(this.#firstLock + target, (now + duration) | 0);
	}

	private enqueue(target: number): void {
		const targets = this.#targets;
		if (targets.has(target, flagQueued)) return;
		targets.raise(target, flagQueued);
		const place = this.#head + this.#queued;
		targets.set(place < targets.count ? place : place - targets.count, queueCell, target);
		this.#queued++;
	}
}
