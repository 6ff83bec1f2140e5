import type { ActionDefinition, RuleDefinition } from "kith/definition/definition";
import { nodeLimits } from "kith/definition/definition";

/** Something that rules set: an actuator of this node (all its own slots are) or a peer's. */
export interface Target {
	/** 0: this node. */
	readonly address: number;
	/** Own slot, or -1. */
	readonly slot: number;
	readonly resourceId: number;
}

/** Every own slot in order, then each peer's resource that a rule sets, in the order in which they are first named. */
export function listTargets(rules: readonly RuleDefinition[], ownSlots: number): Target[] {
	const targets: Target[] = [];
	for (let slot = 0; slot < ownSlots; slot++) targets.push({ address: 0, slot, resourceId: -1 });
	for (const rule of rules)
		for (const { address, resourceId } of rule.actions)
			if (address !== 0 && !targets.some((target) => target.address === address && target.resourceId === resourceId))
				targets.push({ address, slot: -1, resourceId });
	return targets;
}

/** Index of the action's target in `targets`. Throws RangeError where its slot is not one of the node's own. */
export function targetOf(action: ActionDefinition, targets: readonly Target[]): number {
	const found = targets.findIndex((target) =>
		action.address === 0
			? target.slot === action.slot
			: target.address === action.address && target.resourceId === action.resourceId,
	);
	if (found < 0) throw new RangeError(`no own slot ${action.slot} to set`);
	return found;
}

/** Throws RangeError on a plan beyond the limits, or one that would divide by zero. The rest is checked where it is used. */
export function checkPlan(rules: readonly RuleDefinition[]): void {
	if (rules.length > nodeLimits.rules) throw new RangeError(`more than ${nodeLimits.rules} rules`);
	for (const rule of rules) {
		if (rule.leaves.length > nodeLimits.leavesPerRule || rule.actions.length > nodeLimits.actionsPerRule)
			throw new RangeError(`${rule.name}: too many leaves or actions`);
		for (const action of rule.actions)
			if (action.from >= 0 && action.x1 === action.x2) throw new RangeError(`${rule.name}: a line through one x`);
	}
}
