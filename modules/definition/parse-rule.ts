import {
	type ActionCase,
	type ActionDefinition,
	actionCases,
	conditionNot,
	durationLimitMs,
	type LeafDefinition,
	type LeafKind,
	leafKinds,
	nodeLimits,
	type RuleDefinition,
} from "./definition";
import { Fields } from "./fields";
import { addressLimit, resourceIdLimit, ruleNameLengthLimit } from "./limits";

/** How many slots there are: the node's own, and with its inputs. */
export interface SlotCounts {
	readonly own: number;
	readonly all: number;
}

/** In postfix each leaf but the first needs one join, and each may be turned around once more than makes sense. */
const conditionLengthLimit = 4 * nodeLimits.leavesPerRule;

/** A rule whose every number is in range: the engine indexes its tables with them unchecked. */
export function parseRule(value: unknown, where: string, slots: SlotCounts): RuleDefinition {
	const fields = new Fields(value, where);
	const name = fields.text("name", ruleNameLengthLimit);
	const priority = fields.int("priority");
	const leaves = fields.list("leaf", nodeLimits.leavesPerRule, (item, at) => parseLeaf(item, at, slots));
	const condition = fields.list("condition", conditionLengthLimit, (item, at) => {
		return new Fields([item], at).int("step", conditionNot, leaves.length - 1);
	});
	if (!isComplete(condition)) fields.fail("the condition does not come out at one value");
	const actions = fields.list("action", nodeLimits.actionsPerRule, (item, at) => parseAction(item, at, slots));
	const minimumOnMs = fields.int("minimum on time", 0, durationLimitMs);
	const minimumOffMs = fields.int("minimum off time", 0, durationLimitMs);
	fields.end();
	return { name, priority, leaves, condition, actions, minimumOnMs, minimumOffMs };
}

function parseLeaf(value: unknown, where: string, slots: SlotCounts): LeafDefinition {
	const fields = new Fields(value, where);
	const kind = leafKind(fields);
	// `always` needs no slot.
	const slot = fields.int("slot", kind === leafKinds.always ? -1 : 0, slots.all - 1);
	const comparesSlots = kind === leafKinds.aboveSlot || kind === leafKinds.belowSlot;
	const operand = comparesSlots ? fields.int("operand", 0, slots.all - 1) : fields.int("operand");
	const margin = fields.int("margin", 0);
	const maximumAgeMs = fields.int("maximum age", 0, slot < 0 ? 0 : durationLimitMs);
	fields.end();
	return { kind, slot, operand, margin, maximumAgeMs };
}

function leafKind(fields: Fields): LeafKind {
	const number = fields.int("kind");
	const kind = Object.values(leafKinds).find((known) => known === number);
	return kind ?? fields.fail(`unknown kind ${number}`);
}

function parseAction(value: unknown, where: string, slots: SlotCounts): ActionDefinition {
	const fields = new Fields(value, where);
	const when = actionCase(fields);
	const address = fields.int("address", 0, addressLimit);
	const slot = fields.int("slot", 0, address === 0 ? slots.own - 1 : 0);
	const resourceId = fields.int("resource id", 0, resourceIdLimit);
	const constant = { when, address, slot, resourceId, value: fields.int("value") };
	if (fields.length === 5) return { ...constant, from: -1, x1: 0, y1: 0, x2: 0, y2: 0 };
	const from = fields.int("from", 0, slots.all - 1);
	const line = { x1: fields.int("x1"), y1: fields.int("y1"), x2: fields.int("x2"), y2: fields.int("y2") };
	fields.end();
	if (line.x1 === line.x2) fields.fail("a line through one x");
	return { ...constant, from, ...line };
}

function actionCase(fields: Fields): ActionCase {
	const number = fields.int("case");
	const known = Object.values(actionCases).find((candidate) => candidate === number);
	return known ?? fields.fail(`unknown case ${number}`);
}

/** Runs the postfix condition on a stack of which only the height matters. */
function isComplete(condition: readonly number[]): boolean {
	let height = 0;
	for (const step of condition) {
		const needed = step >= 0 ? 0 : step === conditionNot ? 1 : 2;
		if (height < needed) return false;
		if (step >= 0) height++;
		else if (step !== conditionNot) height--;
	}
	return height === 1;
}
