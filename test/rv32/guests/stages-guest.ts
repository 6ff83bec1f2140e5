import { CoapMessage } from "kith/coap/message";
import { Scheduler } from "kith/core/scheduler";
import { actionCases, conditionAnd, leafKinds, type RuleDefinition } from "kith/definition/definition";
import { PackedInputs, packInputs } from "kith/definition/packed-inputs";
import { ValueTable } from "kith/model/value-table";
import { Inputs } from "kith/node/inputs";
import { RuleEngine } from "kith/rules/rule-engine";
import { PackReader } from "kith/senml/pack-reader";
import { PackWriter } from "kith/senml/pack-writer";
import { stageEvents, stagePosts } from "./stages-events";

/** The parts of a node that a message passes, each by itself. */
const peers = 64;
const ownSlots = 18;
const resourceId = 26;

/** Rules as in a house: each compares slot 0 with a threshold of its own and asks whether somebody moved. */
function plan(count: number): RuleDefinition[] {
	return Array.from({ length: count }, (_, index): RuleDefinition => {
		const action = { address: 0, slot: 2 + index, resourceId: 0, from: -1, x1: 0, y1: 0, x2: 1, y2: 0 };
		return {
			name: "rule",
			priority: 0,
			leaves: [
				{ kind: leafKinds.above, slot: 0, operand: 10_000 * (index + 1), margin: 50, maximumAgeMs: 90_000 },
				{ kind: leafKinds.within, slot: 1, operand: 0, margin: 600_000, maximumAgeMs: 0 },
			],
			condition: [0, 1, conditionAnd],
			actions: [
				{ ...action, when: actionCases.met, value: 1 },
				{ ...action, when: actionCases.otherwise, value: 0 },
			],
			minimumOnMs: 0,
			minimumOffMs: 0,
		};
	});
}

class Stages {
	readonly values = new ValueTable(ownSlots + peers);
	readonly #message = new CoapMessage();
	readonly #reader = new PackReader();
	readonly #writer = new PackWriter();
	readonly #inputs: Inputs;
	#rules: RuleEngine | undefined;

	constructor() {
		const addresses = Array.from({ length: peers }, (_, index) => index + 1);
		const inputs = addresses.map((address) => ({ address, resourceId, scale: 2, boolean: false }));
		this.#inputs = new Inputs(new PackedInputs(packInputs(inputs)));
	}

	begin(): void {
		const { values } = this;
		const scheduler = new Scheduler({ now: () => host.now(), wakeAt: () => {} });
		const effects = { actuate: () => {}, request: () => {} };
		values.set(0, 0, host.now());
		values.set(1, 1, host.now());
		this.#rules = new RuleEngine({ rules: plan(10), ownSlots, values, scheduler, effects });
		this.#rules.start();
	}

	decode(bytes: Uint8Array, length: number): number {
		const message = this.#message;
		const reader = this.#reader;
		if (message.open(bytes, 0, length) !== 0) return -1;
		if (!reader.open(bytes, message.payloadOffset, message.payloadLength)) return -2;
		if (!reader.next() || !reader.valueAs(2, false)) return -3;
		return reader.value;
	}

	store(value: number): number {
		const input = this.#inputs.find(peers, resourceId);
		this.values.set(ownSlots + input, value, host.now());
		return input;
	}

	rules(value: number): number {
		this.values.set(0, value, host.now());
		this.#rules?.valueChanged(0);
		return value;
	}

	encode(value: number): number {
		this.#writer.begin(1);
		this.#writer.add(resourceId, value, 2, false);
		return this.#writer.length;
	}
}

const received = new Uint8Array(256);
const report = new Int32Array(1);
const reportBytes = new Uint8Array(report.buffer);
const stages = new Stages();

function run(kind: number, length: number): number {
	const number = (received[0] as number) | ((received[1] as number) << 8);
	if (kind === stageEvents.idle) return 0;
	if (kind === stageEvents.decode) return stages.decode(received, length);
	if (kind === stageEvents.store) return stages.store(number);
	if (kind === stageEvents.rules) return stages.rules(number);
	if (kind === stageEvents.encode) return stages.encode(number);
	stages.begin();
	return 0;
}

host.listen(received, (kind, length) => {
	report[0] = run(kind, length);
	host.post(stagePosts.result, reportBytes, 4);
});
