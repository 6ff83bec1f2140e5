import { leafKinds, type RuleDefinition } from "kith/definition/definition";
import type { ValueTable } from "kith/model/value-table";
import type { Deadlines } from "./deadlines";
import { type Truth, truthFalse, truthTrue, truthUnknown } from "./truth";

const lowest = -0x8000_0000;
const highest = 0x7fff_ffff;

/** Cells of one leaf: leaf << leafShift is where they begin. */
export const leafShift = 3;
/**
 * A new value from the first to the second does not change the leaf. An empty range (1…0): always test. They come first:
 * the engine counts on it.
 */
export const keepLowCell = 0;
export const keepHighCell = 1;
/** Index of its rule. */
export const ruleCell = 2;
const kindCell = 3;
const slotCell = 4;
const operandCell = 5;
const marginCell = 6;
const maximumAgeCell = 7;

/**
 * The tests that all rules make, numbered through the plan, with the truth that each has at present.
 *
 * With its truth each leaf keeps the range of values that cannot change it: the usual new value costs two comparisons
 * and never reaches `test`. The leaf's deadline is when time alone may change it. A refreshed value does not move the
 * deadline; when it passes, the leaf is tested again, finds the present age and sets the next.
 *
 * The numbers lie in one array, because every typed array costs a board more than a hundred bytes.
 */
export class LeafTable {
	readonly count: number;
	/** Each leaf's `Truth`; after them, for `within`, 1 where the value is 0 again but the hold has not run out. */
	readonly truths: Uint8Array;
	readonly cells: Int32Array;
	readonly #values: ValueTable;
	readonly #deadlines: Deadlines;

	/** Entries 0…count-1 of `deadlines` are the leaves'. */
	constructor(rules: readonly RuleDefinition[], values: ValueTable, deadlines: Deadlines) {
		const count = rules.reduce((sum, rule) => sum + rule.leaves.length, 0);
		const numbers = count << leafShift;
		const room = new ArrayBuffer(4 * numbers + 2 * count);
		const cells = new Int32Array(room, 0, numbers);
		let at = 0;
		rules.forEach((rule, index) => {
			for (const { kind, slot, operand, margin, maximumAgeMs } of rule.leaves) {
				cells[at + keepLowCell] = 1;
				cells[at + ruleCell] = index;
				cells[at + kindCell] = kind;
				cells[at + slotCell] = slot;
				cells[at + operandCell] = operand;
				cells[at + marginCell] = margin;
				cells[at + maximumAgeCell] = maximumAgeMs;
				at += 1 << leafShift;
			}
		});
		this.count = count;
		this.cells = cells;
		this.truths = new Uint8Array(room, 4 * numbers, 2 * count).fill(truthUnknown, 0, count);
		this.#values = values;
		this.#deadlines = deadlines;
	}

	/** Index of the leaf's rule. */
	rule(leaf: number): number {
		return this.cells[(leaf << leafShift) + ruleCell] as number;
	}

	/** Looks at the leaf's value and its age anew. True when its truth changed. */
	test(leaf: number, now: number): boolean {
		const truth = this.find(leaf, now);
		if (truth === this.truths[leaf]) return false;
		this.truths[leaf] = truth;
		return true;
	}

	private find(leaf: number, now: number): Truth {
		switch (this.cells[(leaf << leafShift) + kindCell]) {
			case leafKinds.above:
			case leafKinds.below:
				return this.findThreshold(leaf, now);
			case leafKinds.aboveSlot:
			case leafKinds.belowSlot:
				return this.findAgainstSlot(leaf, now);
			case leafKinds.isTrue:
				return this.findTrue(leaf, now);
			case leafKinds.within:
				return this.findWithin(leaf, now);
			case leafKinds.olderThan:
				return this.findOlderThan(leaf, now);
			default:
				return this.findAlways(leaf, now);
		}
	}

	private findThreshold(leaf: number, now: number): Truth {
		const slot = this.cells[(leaf << leafShift) + slotCell] as number;
		if (!this.isFresh(leaf, slot, now)) return this.unknown(leaf);
		this.testAgainWhenStale(leaf, slot);
		const operand = this.cells[(leaf << leafShift) + operandCell] as number;
		const margin = this.cells[(leaf << leafShift) + marginCell] as number;
		const value = this.#values.values[slot] as number;
		const was = this.truths[leaf] === truthTrue;
		if (this.cells[(leaf << leafShift) + kindCell] === leafKinds.above) {
			const back = clamp(operand - margin);
			if (value > operand || (was && value >= back)) return this.keep(leaf, truthTrue, back, highest);
			return this.keep(leaf, truthFalse, lowest, operand);
		}
		const back = clamp(operand + margin);
		if (value < operand || (was && value <= back)) return this.keep(leaf, truthTrue, lowest, back);
		return this.keep(leaf, truthFalse, operand, highest);
	}

	private findAgainstSlot(leaf: number, now: number): Truth {
		const slot = this.cells[(leaf << leafShift) + slotCell] as number;
		const other = this.cells[(leaf << leafShift) + operandCell] as number;
		if (!this.isFresh(leaf, slot, now) || !this.isFresh(leaf, other, now)) return this.unknown(leaf);
		this.testAgainWhenStale(leaf, this.#values.age(slot, now) >= this.#values.age(other, now) ? slot : other);
		const lead = (this.#values.values[slot] as number) - (this.#values.values[other] as number);
		const ahead = this.cells[(leaf << leafShift) + kindCell] === leafKinds.aboveSlot ? lead : -lead;
		const was = this.truths[leaf] === truthTrue;
		const holds = ahead > 0 || (was && ahead >= -(this.cells[(leaf << leafShift) + marginCell] as number));
		// The range stays empty: it would have to move with the other slot.
		return this.keep(leaf, holds ? truthTrue : truthFalse, 1, 0);
	}

	private findTrue(leaf: number, now: number): Truth {
		const slot = this.cells[(leaf << leafShift) + slotCell] as number;
		if (!this.isFresh(leaf, slot, now)) return this.unknown(leaf);
		this.testAgainWhenStale(leaf, slot);
		const value = this.#values.values[slot] as number;
		return this.keep(leaf, value === 1 ? truthTrue : truthFalse, value, value);
	}

	private findWithin(leaf: number, now: number): Truth {
		const slot = this.cells[(leaf << leafShift) + slotCell] as number;
		if (!this.#values.known(slot)) return this.keep(leaf, truthFalse, 1, 0);
		if (this.#values.values[slot] === 1) return this.findWithinOn(leaf, slot, now);
		const margin = this.cells[(leaf << leafShift) + marginCell] as number;
		if (this.truths[this.count + leaf] === 0 && this.truths[leaf] === truthTrue && margin > 0) {
			this.truths[this.count + leaf] = 1;
			this.#deadlines.set(leaf, (now + margin) | 0);
			return this.keep(leaf, truthTrue, 0, 0);
		}
		if (this.truths[this.count + leaf] === 1 && this.#deadlines.isPending(leaf)) return truthTrue;
		this.truths[this.count + leaf] = 0;
		if (!this.isFresh(leaf, slot, now)) return this.unknown(leaf);
		this.testAgainWhenStale(leaf, slot);
		return this.keep(leaf, truthFalse, 0, 0);
	}

	/** The last that was heard is 1: it counts while it is fresh, and in any case for the margin after it came. */
	private findWithinOn(leaf: number, slot: number, now: number): Truth {
		const margin = this.cells[(leaf << leafShift) + marginCell] as number;
		const maximumAge = this.cells[(leaf << leafShift) + maximumAgeCell] as number;
		this.truths[this.count + leaf] = 0;
		if (!this.isFresh(leaf, slot, now) && this.#values.age(slot, now) >= margin) return this.unknown(leaf);
		const believed = maximumAge >= margin ? maximumAge + 1 : margin;
		if (maximumAge > 0) this.#deadlines.set(leaf, ((this.#values.times[slot] as number) + believed) | 0);
		return this.keep(leaf, truthTrue, 1, 1);
	}

	private findOlderThan(leaf: number, now: number): Truth {
		const slot = this.cells[(leaf << leafShift) + slotCell] as number;
		const margin = this.cells[(leaf << leafShift) + marginCell] as number;
		const age = this.#values.age(slot, now);
		if (age < 0 || age > margin) return this.keep(leaf, truthTrue, 1, 0);
		this.#deadlines.set(leaf, ((this.#values.times[slot] as number) + margin + 1) | 0);
		return this.keep(leaf, truthFalse, lowest, highest);
	}

	/** True, unless a maximum age binds it to a slot: then unknown while that is missing or stale. */
	private findAlways(leaf: number, now: number): Truth {
		const slot = this.cells[(leaf << leafShift) + slotCell] as number;
		if (this.cells[(leaf << leafShift) + maximumAgeCell] !== 0 && !this.isFresh(leaf, slot, now))
			return this.unknown(leaf);
		this.testAgainWhenStale(leaf, slot);
		return this.keep(leaf, truthTrue, lowest, highest);
	}

	/** Heard, and not older than the leaf's maximum age. */
	private isFresh(leaf: number, slot: number, now: number): boolean {
		const maximumAge = this.cells[(leaf << leafShift) + maximumAgeCell] as number;
		const age = this.#values.age(slot, now);
		return age >= 0 && (maximumAge === 0 || age <= maximumAge);
	}

	private testAgainWhenStale(leaf: number, slot: number): void {
		const maximumAge = this.cells[(leaf << leafShift) + maximumAgeCell] as number;
		if (maximumAge === 0 || this.#deadlines.isPending(leaf)) return;
		this.#deadlines.set(leaf, ((this.#values.times[slot] as number) + maximumAge + 1) | 0);
	}

	/** Every new value is looked at. Hysteresis starts anew. */
	private unknown(leaf: number): Truth {
		return this.keep(leaf, truthUnknown, 1, 0);
	}

	/** Remembers the values that would leave this truth as it is. */
	private keep(leaf: number, truth: Truth, low: number, high: number): Truth {
		const at = leaf << leafShift;
		this.cells[at + keepLowCell] = low;
		this.cells[at + keepHighCell] = high;
		return truth;
	}
}

function clamp(value: number): number {
	return Math.max(lowest, Math.min(value, highest));
}
