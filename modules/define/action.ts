import type { PropertyReference } from "./reference";

/** A straight line through two points, clamped to the range between its ends. Numbers in the units of the properties. */
export interface Line {
	/** Two different values of the property that is followed. */
	readonly from: readonly [number, number];
	/** What the target becomes at these two values. */
	readonly to: readonly [number, number];
}

/** What a rule does to one writable property, here or on a peer. */
export class Action {
	readonly #target: PropertyReference;
	readonly #value: number | { readonly source: PropertyReference; readonly line: Line };

	constructor(target: PropertyReference, value: number | { source: PropertyReference; line: Line }) {
		this.#target = target;
		this.#value = value;
	}

	get target(): PropertyReference {
		return this.#target;
	}

	/** A constant in the target's unit, or what it follows. */
	get value(): number | { readonly source: PropertyReference; readonly line: Line } {
		return this.#value;
	}
}
