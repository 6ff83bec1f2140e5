import { type Cause, causes, type Reason, reasonInputLimit } from "kith/core/diagnostics";
import { leafKinds, type RuleDefinition } from "kith/definition/definition";
import type { ValueTable } from "kith/model/value-table";
import { Grouping } from "./grouping";

/** A reason to be filled again and again. */
class ReusedReason implements Reason {
	cause: Cause = causes.boot;
	rule = -1;
	requester = 0;
	inputCount = 0;
	overruled = 0;
	readonly inputSlots: Int32Array;
	readonly inputValues: Int32Array;
	readonly inputAges: Int32Array;

	constructor() {
		const bytes = 4 * reasonInputLimit;
		const room = new ArrayBuffer(3 * bytes);
		this.inputSlots = new Int32Array(room, 0, reasonInputLimit);
		this.inputValues = new Int32Array(room, bytes, reasonInputLimit);
		this.inputAges = new Int32Array(room, 2 * bytes, reasonInputLimit);
	}
}

/** Cells of an actuator. */
const actuatorSize = 5;
const causeCell = 0;
const ruleCell = 1;
const requesterCell = 2;
const overruledCell = 3;
/** Where value and age of each input are kept. */
const inputsCell = 4;

const noReason = -1;

/** Why each of the node's own actuators was switched the last time: a few bytes each, and no garbage. */
export class ReasonTable {
	readonly #cells: Int32Array;
	readonly #actuators: number;
	/** The slots that each rule looks at. */
	readonly #inputs: Grouping;
	readonly #table: ValueTable;
	readonly #reason = new ReusedReason();

	/** @param rulesOf the rules that may set each actuator */
	constructor(rules: readonly RuleDefinition[], rulesOf: readonly (readonly number[])[], table: ValueTable) {
		const inputs = rules.map(listInputs);
		const rooms = rulesOf.map((members) => 2 * Math.max(0, ...members.map((rule) => inputs[rule]?.length ?? 0)));
		let place = rulesOf.length * actuatorSize;
		const cells = new Int32Array(rooms.reduce((sum, room) => sum + room, place));
		rooms.forEach((room, actuator) => {
			cells[actuator * actuatorSize + causeCell] = noReason;
			cells[actuator * actuatorSize + inputsCell] = place;
			place += room;
		});
		this.#cells = cells;
		this.#actuators = rulesOf.length;
		this.#inputs = new Grouping(
			rules.length,
			inputs.flatMap((slots, rule) => slots.map(() => rule)),
			inputs.flat(),
		);
		this.#table = table;
	}

	/** Keeps why `actuator` is switched now, and what the rule (-1: none, a request) saw. */
	record(actuator: number, rule: number, requester: number, overruled: number, now: number): void {
		const cells = this.#cells;
		const at = actuator * actuatorSize;
		cells[at + causeCell] = rule < 0 ? causes.request : causes.rule;
		cells[at + ruleCell] = rule;
		cells[at + requesterCell] = requester;
		cells[at + overruledCell] = overruled;
		if (rule < 0) return;
		const slots = this.#inputs.cells;
		const end = slots[rule + 1] as number;
		let place = cells[at + inputsCell] as number;
		for (let input = slots[rule] as number; input < end; input++) {
			const slot = slots[input] as number;
			cells[place++] = this.#table.value(slot);
			cells[place++] = this.#table.age(slot, now);
		}
	}

	/** Why `actuator` was switched the last time; undefined where it never was. The same object every time. */
	explain(actuator: number): Reason | undefined {
		if (!(actuator >= 0 && actuator < this.#actuators)) return undefined;
		const cells = this.#cells;
		const at = actuator * actuatorSize;
		if (cells[at + causeCell] === noReason) return undefined;
		const reason = this.#reason;
		const rule = cells[at + ruleCell] as number;
		reason.cause = cells[at + causeCell] as Cause;
		reason.rule = rule;
		reason.requester = cells[at + requesterCell] as number;
		reason.overruled = cells[at + overruledCell] as number;
		reason.inputCount = rule < 0 ? 0 : this.fillInputs(reason, rule, cells[at + inputsCell] as number);
		return reason;
	}

	private fillInputs(reason: ReusedReason, rule: number, place: number): number {
		const slots = this.#inputs.cells;
		const first = slots[rule] as number;
		const count = (slots[rule + 1] as number) - first;
		for (let index = 0; index < count; index++) {
			reason.inputSlots[index] = slots[first + index] as number;
			reason.inputValues[index] = this.#cells[place + 2 * index] as number;
			reason.inputAges[index] = this.#cells[place + 2 * index + 1] as number;
		}
		return count;
	}
}

/** The slots that a rule looks at, each once: its leaves', then what its actions follow. The first eight count. */
function listInputs(rule: RuleDefinition): number[] {
	const slots = new Set<number>();
	for (const leaf of rule.leaves) {
		if (leaf.kind !== leafKinds.always) slots.add(leaf.slot);
		if (leaf.kind === leafKinds.aboveSlot || leaf.kind === leafKinds.belowSlot) slots.add(leaf.operand);
	}
	for (const action of rule.actions) if (action.from >= 0) slots.add(action.from);
	return [...slots].slice(0, reasonInputLimit);
}
