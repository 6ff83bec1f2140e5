import {
	type ActionCase,
	actionCases,
	conditionAnd,
	conditionNot,
	conditionOr,
	type LeafKind,
	leafKinds,
	nodeLimits,
} from "kith/definition/definition";
import type { Action } from "./action";
import type { ConditionTree, Test } from "./condition";
import { DefinitionError } from "./definition-error";
import type { PropertyReference } from "./reference";
import type { RuleSpec } from "./rule";
import { toScaled, toScaledDifference } from "./scale";

/** A rule with its numbers checked and scaled; only the slots and addresses are missing, which the compiler assigns. */
export interface RulePlan {
	readonly name: string;
	readonly priority: number;
	readonly leaves: readonly LeafPlan[];
	/** Postfix, as in the definition. */
	readonly condition: readonly number[];
	readonly actions: readonly ActionPlan[];
	readonly minimumOnMs: number;
	readonly minimumOffMs: number;
}

export interface LeafPlan {
	readonly kind: LeafKind;
	/** None for `always`. */
	readonly property: PropertyReference | undefined;
	readonly operand: number | PropertyReference;
	readonly margin: number;
	/** ms; undefined: the property's own default. */
	readonly maximumAgeMs: number | undefined;
}

export interface ActionPlan {
	readonly when: ActionCase;
	readonly target: PropertyReference;
	readonly value: number;
	/** The property that is followed. */
	readonly from: PropertyReference | undefined;
	readonly x1: number;
	readonly y1: number;
	readonly x2: number;
	readonly y2: number;
}

/**
 * @param node name of the node that runs the rule
 * @throws DefinitionError for numbers that make no sense and for too large rules
 */
export function planRule(spec: RuleSpec, node: string): RulePlan {
	const where = `${node}, rule "${spec.name}"`;
	const leaves: LeafPlan[] = [];
	const condition: number[] = [];
	flatten(spec.condition, leaves, condition, where);
	const actions = [
		...planActions(spec.met, actionCases.met, where),
		...planActions(spec.otherwise, actionCases.otherwise, where),
		...planActions(spec.stale, actionCases.stale, where),
	];
	checkLimit(leaves.length, nodeLimits.leavesPerRule, "conditions", where);
	checkLimit(actions.length, nodeLimits.actionsPerRule, "actions", where);
	const { name, priority, minimumOnMs, minimumOffMs } = spec;
	if (minimumOnMs + minimumOffMs > 0 && actions.every((action) => action.target.node.name !== node)) {
		throw new DefinitionError(
			`${where}: minimum times are kept by the node that owns the actuator; move the rule to ${actions[0]?.target.node.name}`,
		);
	}
	return { name, priority, leaves, condition, actions, minimumOnMs, minimumOffMs };
}

function checkLimit(count: number, limit: number, what: string, where: string): void {
	if (count > limit)
		throw new DefinitionError(`${where}: has ${count} ${what}; a rule takes at most ${limit}: split it`);
}

/** Postfix order, so that the node needs a stack and no recursion. */
function flatten(tree: ConditionTree, leaves: LeafPlan[], condition: number[], where: string): void {
	if ("test" in tree) {
		condition.push(leaves.length);
		leaves.push(planLeaf(tree.test, where));
	} else if ("not" in tree) {
		flatten(tree.not, leaves, condition, where);
		condition.push(conditionNot);
	} else {
		flatten(tree.left, leaves, condition, where);
		flatten(tree.right, leaves, condition, where);
		condition.push(tree.join === "and" ? conditionAnd : conditionOr);
	}
}

function planLeaf({ kind, property, limit, margin, maximumAge }: Test, where: string): LeafPlan {
	const leaf = { kind, property, operand: 0, margin: 0, maximumAgeMs: maximumAge };
	if (property === undefined) return leaf;
	switch (kind) {
		case leafKinds.above:
		case leafKinds.below:
		case leafKinds.aboveSlot:
		case leafKinds.belowSlot: {
			const operand = typeof limit === "number" ? toScaled(limit, property, where) : limit;
			return { ...leaf, operand, margin: toScaledDifference(margin, property, where) };
		}
		case leafKinds.within:
			return { ...leaf, margin };
		case leafKinds.olderThan:
			// Its own margin is its only age: it is never unknown.
			return { ...leaf, margin, maximumAgeMs: 0 };
		default:
			return leaf;
	}
}

function planActions(actions: readonly Action[], when: ActionCase, where: string): ActionPlan[] {
	const targets = new Set<string>();
	return actions.map((action) => {
		const { target } = action;
		const key = `${target.node.name}.${target.device}.${target.index}`;
		if (targets.has(key))
			throw new DefinitionError(`${where}: sets ${key.slice(0, key.lastIndexOf("."))} twice at once`);
		targets.add(key);
		return planAction(action, when, where);
	});
}

function planAction({ target, value }: Action, when: ActionCase, where: string): ActionPlan {
	const plan = { when, target, value: 0, from: undefined, x1: 0, y1: 0, x2: 0, y2: 0 };
	if (typeof value === "number") return { ...plan, value: toScaled(value, target, where) };
	const { source, line } = value;
	const x1 = toScaled(line.from[0], source, where);
	const x2 = toScaled(line.from[1], source, where);
	if (x1 === x2) throw new DefinitionError(`${where}: follow() needs two different numbers in "from"`);
	const y1 = toScaled(line.to[0], target, where);
	const y2 = toScaled(line.to[1], target, where);
	return { ...plan, from: source, x1, y1, x2, y2 };
}
