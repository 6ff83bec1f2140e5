import assert from "node:assert/strict";
import { test } from "node:test";
import type { BoardSnapshot, SessionSnapshot } from "kith/simulator/session/types";
import { renderView } from "../../../tools/sim/view";

function board(name: string, fields: Partial<BoardSnapshot> = {}): BoardSnapshot {
	return {
		name,
		address: 1,
		gateway: false,
		state: "running",
		uptimeSeconds: 91,
		reboots: 0,
		heapUsed: 30_822,
		heapPeak: 40_000,
		heapAvailable: 94_208,
		readingsSent: 12,
		readingsReceived: 3,
		framesSent: 14,
		framesReceived: 40,
		faults: 0,
		...fields,
	};
}

const mqtt = { connected: 1, published: 21, received: 2, dropped: 0, readingsDue: 21, readingsDelivered: 21 };

const snapshot: SessionSnapshot = {
	installation: "house",
	virtualSeconds: 92,
	broker: "127.0.0.1:1883",
	coap: ["127.0.0.1:5683"],
	http: [],
	boards: [
		board("kitchen"),
		board("hall", { state: "crashed", reboots: 2, faults: 1 }),
		board("gateway", { gateway: true, brokerConnected: false }),
	],
	readings: [
		{ node: "kitchen", path: "climate/temperature", value: 27.31, unit: "Cel", boolean: false, ageSeconds: 3 },
		{ node: "kitchen", path: "motion/motion", value: 1, unit: "", boolean: true, ageSeconds: 61 },
		{ node: "hall", path: "in/temperature", value: 20, unit: "Cel", boolean: false, ageSeconds: 0 },
		{ node: "hall", path: "out/temperature", value: 5, unit: "Cel", boolean: false, ageSeconds: 0 },
	],
	actuators: [
		{
			node: "kitchen",
			path: "cooler/on",
			value: 1,
			unit: "",
			boolean: true,
			ageSeconds: 3,
			reason: {
				cause: "rule",
				rule: "cool the kitchen",
				inputs: [
					{ node: "kitchen", path: "climate/temperature", value: 27.31, unit: "Cel", boolean: false, ageSeconds: 0 },
					{ node: "kitchen", path: "motion/motion", value: 1, unit: "", boolean: true, ageSeconds: 125 },
				],
				overruled: 0,
			},
		},
		{ node: "hall", path: "bulb/on", value: 0, unit: "", boolean: true },
	],
	radio: { frames: 44, received: 120, lost: 1, airSeconds: 0.04 },
	readingsDue: 50,
	readingsDelivered: 50,
	mqtt,
	actuations: 4,
};

test("the view of a small session", () => {
	const text = renderView(snapshot, { columns: 100, rows: 40, speed: 1, notices: ["the recording a.csv has ended"] });
	const expected = `house · 00:01:32 (1 × real time) · MQTT 127.0.0.1:1883 · CoAP 127.0.0.1:5683 · Ctrl-C ends
radio: 44 frames sent, 120 received, 1 lost · readings delivered 100.00 % · MQTT 21 out, 2 in

board     │ state     │ up    │ heap used         │ readings │ frames  │ reboots │ faults
──────────┼───────────┼───────┼───────────────────┼──────────┼─────────┼─────────┼───────
kitchen   │ running   │ 1 min │ 30.1/92.0 KB 32 % │ 12↑ 3↓   │ 14↑ 40↓ │ 0       │ 0
hall      │ crashed   │ –     │ –                 │ 12↑ 3↓   │ 14↑ 40↓ │ 2       │ 1
gateway * │ no broker │ 1 min │ 30.1/92.0 KB 32 % │ 12↑ 3↓   │ 14↑ 40↓ │ 0       │ 0

board   │ readings
────────┼───────────────────────────────────────────────────────────────────────────────────────────
kitchen │ temperature 27.3 °C (3 s) · motion yes (1 min)
hall    │ in/temperature 20.0 °C (0 s) · out/temperature 5.0 °C (0 s)

actuator       │ since  │ why
───────────────┼────────┼───────────────────────────────────────────────────────────────────────────
kitchen cooler │ 3 s    │ on: cool the kitchen (temperature 27.3 °C, motion 2 min ago)
hall bulb      │ –      │ off

the recording a.csv has ended`;
	assert.equal(text, expected);
});

test("two hundred boards fit into every terminal", () => {
	const boards = Array.from({ length: 200 }, (_, index) => board(`board${index}`));
	const readings = boards.flatMap(({ name }) =>
		snapshot.readings.slice(0, 2).map((reading) => ({ ...reading, node: name })),
	);
	const actuators = boards.flatMap(({ name }) => snapshot.actuators.map((actuator) => ({ ...actuator, node: name })));
	const large = { ...snapshot, boards, readings, actuators };
	for (const [columns, rows] of [
		[100, 40],
		[80, 24],
		[40, 12],
		[20, 3],
		[300, 100],
	] as const) {
		const lines = renderView(large, { columns, rows, speed: "max", notices: [] }).split("\n");
		assert.ok(lines.length < rows || rows <= 2, `${lines.length} lines in ${rows}`);
		for (const line of lines) assert.ok(line.length <= columns, line);
	}
	const text = renderView(large, { columns: 100, rows: 40, speed: "max", notices: [] });
	assert.match(text, /as fast as it can/);
	assert.match(text, /… and 19\d more boards/);
	assert.match(text, /… and 39\d more actuators/);
});
