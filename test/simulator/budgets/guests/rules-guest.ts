import { Scheduler } from "kith/core/scheduler";
import { actionCases, conditionAnd, leafKinds, type RuleDefinition } from "kith/definition/definition";
import { ValueTable } from "kith/model/value-table";
import { RuleEngine } from "kith/rules/rule-engine";
import { ruleEvents } from "./rules-events";

/**
 * Rules as in a house: each compares the measured slot 0 with a threshold of its own and asks whether somebody moved,
 * and sets one of sixteen actuators. They look at slot 0 with hysteresis, bound to an age.
 */
function plan(count: number): RuleDefinition[] {
	const rules: RuleDefinition[] = [];
	for (let index = 0; index < count; index++) {
		const slot = 2 + (index % 16);
		const action = { address: 0, slot, resourceId: 0, from: -1, x1: 0, y1: 0, x2: 1, y2: 0 };
		rules.push({
			name: "rule",
			priority: 0,
			leaves: [
				{ kind: leafKinds.above, slot: 0, operand: 1000 * (index + 1), margin: 50, maximumAgeMs: 90_000 },
				{ kind: leafKinds.within, slot: 1, operand: 0, margin: 600_000, maximumAgeMs: 0 },
			],
			condition: [0, 1, conditionAnd],
			actions: [
				{ ...action, when: actionCases.met, value: 1 },
				{ ...action, when: actionCases.otherwise, value: 0 },
			],
			minimumOnMs: 0,
			minimumOffMs: 0,
		});
	}
	return rules;
}

const bytes = new Uint8Array(8);
let values: ValueTable | undefined;
let engine: RuleEngine | undefined;

function build(count: number): void {
	const clock = { now: () => host.now(), wakeAt: () => {} };
	const table = new ValueTable(24);
	values = table;
	const rules = new RuleEngine({
		rules: plan(count),
		ownSlots: 18,
		values: table,
		scheduler: new Scheduler(clock),
		effects: {
			actuate(slot, value) {
				table.set(slot, value, host.now());
				rules.valueChanged(slot);
			},
			request() {},
		},
	});
	engine = rules;
	table.set(0, 0, host.now());
	table.set(1, 1, host.now());
	engine.start();
}

host.listen(bytes, (kind) => {
	const number = (bytes[0] as number) | ((bytes[1] as number) << 8);
	if (kind === ruleEvents.build) build(number);
	else if (kind === ruleEvents.see) {
		values?.set(0, number, host.now());
		engine?.valueChanged(0);
	}
});
