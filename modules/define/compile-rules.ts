import { type ActionDefinition, type LeafDefinition, leafKinds, type RuleDefinition } from "kith/definition/definition";
import type { Identities } from "./identities";
import type { ActionPlan, LeafPlan, RulePlan } from "./plan";
import type { NodeSpec, PropertyReference } from "./reference";
import { addressOf, type SlotTable } from "./slots";

/** What the rules of one node are compiled with. */
export interface RuleContext {
	readonly node: NodeSpec;
	readonly slots: SlotTable;
	readonly identities: Identities;
	readonly heartbeatMs: number;
}

/** How many samples or heartbeats may be missed before a value counts as stale. */
const missesAllowed = 3;

export function compileRule(plan: RulePlan, context: RuleContext): RuleDefinition {
	const followed = plan.actions.find((action) => action.from !== undefined)?.from;
	return {
		name: plan.name,
		priority: plan.priority,
		leaves: plan.leaves.map((leaf) => compileLeaf(leaf, followed, context)),
		condition: plan.condition,
		actions: plan.actions.map((action) => compileAction(action, context)),
		minimumOnMs: plan.minimumOnMs,
		minimumOffMs: plan.minimumOffMs,
	};
}

function compileLeaf(leaf: LeafPlan, followed: PropertyReference | undefined, context: RuleContext): LeafDefinition {
	const { kind, property, operand, margin, maximumAgeMs } = leaf;
	if (property === undefined) return compileAlways(followed, context);
	return {
		kind,
		slot: context.slots.slotOf(property),
		operand: typeof operand === "number" ? operand : context.slots.slotOf(operand),
		margin,
		maximumAgeMs: maximumAgeMs ?? defaultMaximumAge(property, operand, context),
	};
}

/** `always` is bound to what the rule follows, if it does: a line from a stale value would be a guess. */
function compileAlways(followed: PropertyReference | undefined, context: RuleContext): LeafDefinition {
	const always = { kind: leafKinds.always, slot: -1, operand: 0, margin: 0, maximumAgeMs: 0 };
	if (followed === undefined) return always;
	return { ...always, slot: context.slots.slotOf(followed), maximumAgeMs: maximumAge(followed, context) };
}

function compileAction(action: ActionPlan, context: RuleContext): ActionDefinition {
	const { when, target, value, from, x1, y1, x2, y2 } = action;
	const source = from === undefined ? -1 : context.slots.slotOf(from);
	const points = { value, from: source, x1, y1, x2, y2 };
	if (target.node === context.node) {
		return { when, address: 0, slot: context.slots.slotOf(target), resourceId: 0, ...points };
	}
	return { when, ...addressOf(target, context.identities), slot: 0, ...points };
}

/**
 * How often an own actuator or setting says what it is: `refreshPeriodMs` of devices/sampling.ts, which this folder may
 * not import. Compared with a sensor it has an age like everything else.
 */
const ownRepeatMs = 60_000;

/** Of a leaf that compares two properties the one heard of less often decides: its age is checked for both. */
function defaultMaximumAge(
	property: PropertyReference,
	operand: number | PropertyReference,
	context: RuleContext,
): number {
	const age = maximumAge(property, context);
	if (typeof operand === "number") return age;
	const other = maximumAge(operand, context);
	const repeated = age === 0 || other === 0 ? missesAllowed * ownRepeatMs : 0;
	return Math.max(age, other, repeated);
}

/**
 * Own sensors: three sampling periods. Own actuators: 0, never stale, because the node knows what it set. Peers: a value
 * is repeated with the first sample after the heartbeat, so at most heartbeat plus period apart.
 */
function maximumAge({ node, device, resource }: PropertyReference, context: RuleContext): number {
	const periodMs = node.devices.get(device)?.periodMs ?? 0;
	if (node !== context.node) return missesAllowed * (context.heartbeatMs + periodMs);
	return resource.writable ? 0 : missesAllowed * periodMs;
}
