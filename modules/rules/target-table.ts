import type { RuleDefinition } from "kith/definition/definition";
import { type Target, targetOf } from "./plan";

/** Cells of a target. */
const targetSize = 10;
export const flagsCell = 0;
/** The value it was told last. */
export const toldCell = 1;
/** The value that a request wants, and who asked. */
export const commandCell = 2;
export const requesterCell = 3;
/** The longest of all rules that name it, in ms. */
export const minimumOnCell = 4;
export const minimumOffCell = 5;
/** Slot where its own reading can be seen, or -1. */
export const observedCell = 6;
/** A peer's: address << 8 | resource id. */
export const placeCell = 7;
/** How often it was told the same again. */
export const repeatsCell = 8;
/** Not of the target: the target at this place of the queue of those that wait to be decided. */
export const queueCell = 9;

/** It was told a value since boot; a peer: since a rule last began to want something of it. */
export const flagTold = 1;
/** It counts as switched on: its last value was not zero. */
export const flagOn = 2;
/** Its minimum time runs: it may not be switched on or off. */
export const flagLocked = 4;
/** A request stands, against whatever the rules want. */
export const flagCommanded = 8;
/** It waits in the queue to be decided. */
export const flagQueued = 16;
/** It is time to see whether it did what it was told. */
export const flagConfirm = 32;

/** Where the slots after a node's own ones come from. */
export interface ObservedInputs {
	/** Index among the inputs, or -1. */
	find(address: number, resourceId: number): number;
}

/** What is known of each actuator, the node's own slots first, packed into one array. */
export class TargetTable {
	readonly count: number;
	readonly ownSlots: number;
	readonly #cells: Int32Array;

	constructor(
		targets: readonly Target[],
		rules: readonly RuleDefinition[],
		inputs: ObservedInputs | undefined,
		ownSlots: number,
	) {
		this.count = targets.length;
		this.ownSlots = ownSlots;
		this.#cells = new Int32Array(targets.length * targetSize);
		targets.forEach((target, index) => {
			const observed = inputs?.find(target.address, target.resourceId) ?? -1;
			this.set(index, observedCell, target.address === 0 ? target.slot : observed < 0 ? -1 : ownSlots + observed);
			this.set(index, placeCell, (target.address << 8) | target.resourceId);
		});
		for (const rule of rules)
			for (const action of rule.actions) {
				const target = targetOf(action, targets);
				this.set(target, minimumOnCell, Math.max(this.get(target, minimumOnCell), rule.minimumOnMs));
				this.set(target, minimumOffCell, Math.max(this.get(target, minimumOffCell), rule.minimumOffMs));
			}
	}

	get(target: number, cell: number): number {
		return this.#cells[target * targetSize + cell] as number;
	}

	set(target: number, cell: number, value: number): void {
		this.#cells[target * targetSize + cell] = value;
	}

	/** Whether one of `flags` is raised. */
	has(target: number, flags: number): boolean {
		return ((this.#cells[target * targetSize + flagsCell] as number) & flags) !== 0;
	}

	raise(target: number, flags: number): void {
		this.set(target, flagsCell, this.get(target, flagsCell) | flags);
	}

	lower(target: number, flags: number): void {
		this.set(target, flagsCell, this.get(target, flagsCell) & ~flags);
	}
}
