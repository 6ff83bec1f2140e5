import assert from "node:assert/strict";
import { test } from "node:test";
import type { NodeDefinition } from "kith/definition/definition";
import type { TraceRecord } from "kith/simulator/session/records";
import { EventLines } from "../../../tools/sim/event-lines";

const definition: NodeDefinition = {
	installation: "house",
	node: "kitchen",
	address: 1,
	networkTag: 1,
	channel: 6,
	gateway: false,
	heartbeatMs: 60_000,
	devices: [
		{ name: "climate", kind: "sht4x", options: new Map(), resourceIds: [0, 1] },
		{ name: "cooler", kind: "relay", options: new Map(), resourceIds: [2] },
	],
	inputs: [],
	rules: [],
	peers: [],
	members: [],
	zones: [],
	groupZone: 0,
};
const lines = new EventLines(new Map([["kitchen", { definition, bytes: new Uint8Array() }]]));

function line(fields: object, board: string | null = "kitchen", t = 92_500_000): string | undefined {
	return lines.line({ t, board, ...fields } as TraceRecord);
}

test("what people want to know has a line", () => {
	assert.equal(line({ kind: "boot", boot: 1 }), "00:01:32  kitchen: boots");
	assert.equal(line({ kind: "boot", boot: 2 }), "00:01:32  kitchen: boots, for the 2nd time");
	assert.equal(line({ kind: "boot", boot: 13 }), "00:01:32  kitchen: boots, for the 13th time");
	assert.equal(
		line({ kind: "crash", crash: "memory full", message: "memory full", at: "main.ts:3", rebootIn: 1 }),
		"00:01:32  kitchen: crashes of memory full: memory full (main.ts:3)",
	);
	assert.equal(
		line({ kind: "fault", fault: "sensor does not answer", subject: "climate" }),
		"00:01:32  kitchen: sensor does not answer: climate",
	);
	assert.equal(line({ kind: "fault", fault: "queue full", subject: -1 }), "00:01:32  kitchen: queue full");
	assert.equal(
		line({ kind: "input", input: "closed", reason: "refused" }),
		"00:01:32  kitchen: has no broker: refused",
	);
	assert.equal(
		line({ kind: "input", input: "message", topic: "a/set", payload: "on", encoding: "utf8", retained: false }),
		"00:01:32  kitchen: hears on on a/set",
	);
	assert.equal(
		line({ kind: "input", input: "fault", fault: "radio loss", device: null, field: null, value: 0.5 }, null),
		"00:01:32  fault injected: radio loss 0.5",
	);
});

test("an actuation says why, in the units of its inputs", () => {
	const actuation = {
		kind: "actuation",
		path: "cooler/on",
		value: 1,
		unit: "",
		cause: "rule",
		rule: "cool the kitchen",
		requester: null,
		overruled: 0,
		inputs: [
			{ name: "kitchen/climate/temperature", value: 27.31, ageMs: 1000 },
			{ name: "attic/climate/temperature", value: null, ageMs: null },
		],
	};
	assert.equal(
		line(actuation),
		"00:01:32  kitchen: cooler on: cool the kitchen (temperature 27.3 °C, attic temperature unknown)",
	);
	assert.equal(
		line({ ...actuation, cause: "request", rule: null, requester: "gateway" }),
		"00:01:32  kitchen: cooler on: asked by gateway",
	);
});

test("what happens all the time has none", () => {
	assert.equal(line({ kind: "reading", path: "climate/temperature", value: 1, unit: "Cel" }), undefined);
	assert.equal(line({ kind: "frame" }), undefined);
	assert.equal(line({ kind: "input", input: "published", id: 3 }), undefined);
});
