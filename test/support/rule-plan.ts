import {
	type ActionCase,
	type ActionDefinition,
	actionCases,
	type LeafDefinition,
	type LeafKind,
	leafKinds,
	type RuleDefinition,
} from "kith/definition/definition";

/** A leaf of a plan; what is not given is 0: no margin, never stale. */
export function leaf(kind: LeafKind, slot: number, fields: Partial<LeafDefinition> = {}): LeafDefinition {
	return { kind, slot, operand: 0, margin: 0, maximumAgeMs: 0, ...fields };
}

export function always(): LeafDefinition {
	return leaf(leafKinds.always, 0);
}

/** Sets an own slot to a constant. */
export function set(
	slot: number,
	value: number,
	when: ActionCase = actionCases.met,
	fields: Partial<ActionDefinition> = {},
): ActionDefinition {
	return { when, address: 0, slot, resourceId: 0, value, from: -1, x1: 0, y1: 0, x2: 1, y2: 0, ...fields };
}

/** Sets an own slot to the line through (x1, y1), (x2, y2) of the slot `from`. */
export function follow(slot: number, from: number, x1: number, y1: number, x2: number, y2: number): ActionDefinition {
	return { when: actionCases.met, address: 0, slot, resourceId: 0, value: 0, from, x1, y1, x2, y2 };
}

/** A rule of one leaf, unless `fields` say more. */
export function rule(
	leaves: LeafDefinition | readonly LeafDefinition[],
	actions: readonly ActionDefinition[],
	fields: Partial<RuleDefinition> = {},
): RuleDefinition {
	const list: readonly LeafDefinition[] = "kind" in leaves ? [leaves] : leaves;
	return {
		name: "rule",
		priority: 0,
		leaves: list,
		condition: [0],
		actions,
		minimumOnMs: 0,
		minimumOffMs: 0,
		...fields,
	};
}
