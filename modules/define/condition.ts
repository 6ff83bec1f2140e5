import { type LeafKind, leafKinds } from "kith/definition/definition";
import type { Duration } from "./duration";
import type { PropertyReference } from "./reference";

/** One test of one property, with numbers still as they were written, in the property's unit. */
export interface Test {
	readonly kind: LeafKind;
	/** None for `always`. */
	readonly property: PropertyReference | undefined;
	/** What it is compared with. */
	readonly limit: number | PropertyReference;
	/** Hysteresis in the property's unit, or ms for `within` and `olderThan`. */
	readonly margin: number;
	/** Older values make the test unknown. Undefined: 3 sampling periods or 3 heartbeats. */
	readonly maximumAge: Duration | undefined;
}

export type ConditionTree =
	| { readonly test: Test }
	| { readonly join: "and" | "or"; readonly left: ConditionTree; readonly right: ConditionTree }
	| { readonly not: ConditionTree };

/** True, false or unknown; unknown where a value is missing or too old to be believed. */
export class Condition {
	readonly #tree: ConditionTree;

	constructor(tree: ConditionTree) {
		this.#tree = tree;
	}

	get tree(): ConditionTree {
		return this.#tree;
	}

	and(other: Condition): Condition {
		return new Condition({ join: "and", left: this.#tree, right: other.tree });
	}

	or(other: Condition): Condition {
		return new Condition({ join: "or", left: this.#tree, right: other.tree });
	}

	not(): Condition {
		return new Condition({ not: this.#tree });
	}
}

/** True when every one is. */
export function all(first: Condition, ...others: Condition[]): Condition {
	return others.reduce((joined, other) => joined.and(other), first);
}

/** True when at least one is. */
export function any(first: Condition, ...others: Condition[]): Condition {
	return others.reduce((joined, other) => joined.or(other), first);
}

export function not(condition: Condition): Condition {
	return condition.not();
}

/** True from boot on: for rules that only follow another property. */
export function always(): Condition {
	return new Condition({
		test: { kind: leafKinds.always, property: undefined, limit: 0, margin: 0, maximumAge: undefined },
	});
}
