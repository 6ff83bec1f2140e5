import assert from "node:assert/strict";
import { test } from "node:test";
import { Agenda } from "kith/simulator/kernel/agenda";
import { boardOfFault, type Fault, faultOfInput, inputOfFault } from "kith/simulator/session/faults";
import { Inputs, inputQueueLimit } from "kith/simulator/session/inputs";
import type { InputBody, TraceRecord } from "kith/simulator/session/records";
import { Trace } from "kith/simulator/session/trace";

function stand(): { agenda: Agenda; inputs: Inputs; records: TraceRecord[]; applied: InputBody[] } {
	const agenda = new Agenda();
	const trace = new Trace();
	const records: TraceRecord[] = [];
	const applied: InputBody[] = [];
	trace.listen((record) => records.push(record));
	return { agenda, records, applied, inputs: new Inputs(agenda, trace, (_, input) => applied.push(input)) };
}

const message: InputBody = {
	kind: "input",
	input: "message",
	topic: "t",
	payload: "",
	encoding: "utf8",
	retained: false,
};

test("an input is traced at its time and only then takes effect", () => {
	const { agenda, applied, inputs, records } = stand();
	inputs.message(50, "gateway", message);
	assert.deepEqual([records, applied], [[], []]);
	while (agenda.step(100));
	assert.deepEqual(records, [{ t: 50, board: "gateway", ...message }]);
	assert.deepEqual(applied, [message]);
});

test("more messages at once than the queue holds are dropped, counted and traced in one line", () => {
	const { agenda, applied, inputs, records } = stand();
	for (let index = 0; index < inputQueueLimit + 7; index++) inputs.message(1, "gateway", message);
	while (agenda.step(100));
	assert.equal(applied.filter(({ input }) => input === "message").length, inputQueueLimit);
	assert.deepEqual(records.at(-1), {
		t: 2,
		board: "gateway",
		kind: "input",
		input: "dropped",
		reason: "too many",
		count: 7,
	});
	assert.equal(inputs.dropped, 7);
	inputs.message(50, "gateway", message);
	while (agenda.step(100));
	assert.equal(records.length, inputQueueLimit + 2);
});

test("every fault comes back whole from its line in the trace", () => {
	const faults: Fault[] = [
		{ fault: "crash", board: "a" },
		{ fault: "power off", board: "a" },
		{ fault: "power on", board: "a" },
		{ fault: "chip", board: "a", device: "climate", field: "offset", value: 400 },
		{ fault: "chip", board: "a", device: "climate", field: "absent", value: true },
		{ fault: "corrupt next frame", board: "a", value: 12 },
		{ fault: "hear", board: "a", bytes: "10cafe", from: 7 },
		{ fault: "radio loss", value: 0.5 },
		{ fault: "radio duplication", value: 0.1 },
		{ fault: "radio reordering", value: 0.2 },
		{ fault: "jam channel", channel: 6, value: 1 },
		{ fault: "access point channel", value: 11 },
		{ fault: "separate", board: "a", value: 2 },
		{ fault: "link loss", board: "a", of: "b", value: 0.3 },
		{ fault: "link strength", board: "a", of: "b", value: -85 },
		{ fault: "move", board: "a", x: 1.5, y: -2, z: 3 },
	];
	for (const fault of faults) assert.deepEqual(faultOfInput(boardOfFault(fault), inputOfFault(fault)), fault);
	assert.equal(faultOfInput("a", message), undefined);
	const unknown: InputBody = { kind: "input", input: "fault", fault: "flood", device: null, field: null, value: null };
	assert.equal(faultOfInput("a", unknown), undefined);
});
