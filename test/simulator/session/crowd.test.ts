/** 200 boards that all hear each other: nobody crashes, everybody is heard, and nobody outgrows its heap. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { TimedFault } from "kith/simulator/session/faults";
import { openSession } from "kith/simulator/session/open-session";
import type { Summary } from "kith/simulator/session/types";
import { crowd, gatewayName } from "./crowd";

interface CrowdRun {
	readonly summary: Summary;
	readonly crashes: readonly string[];
	readonly faults: readonly string[];
}

async function run(seconds: number, planned: readonly TimedFault[] = []): Promise<CrowdRun> {
	const session = await openSession({
		definitions: crowd(),
		seed: 1,
		speed: "max",
		until: seconds * 1e6,
		mqtt: "embedded",
		mqttPort: 0,
		faults: planned,
		engine: { processes: 2 },
	});
	const crashes: string[] = [];
	const faults: string[] = [];
	session.on((record) => {
		if (record.kind === "crash") crashes.push(`${record.board}: ${record.message} ${record.at}`);
		if (record.kind === "fault") faults.push(`${record.board}: ${record.fault}`);
	});
	return { summary: await session.run(), crashes, faults };
}

function checkDelivery({ summary, crashes, faults }: CrowdRun): void {
	assert.deepEqual(crashes, []);
	assert.deepEqual(faults, [], "no queue overflowed, no request went unanswered");
	const delivered = summary.readingsDelivered / summary.readingsDue;
	assert.ok(delivered >= 0.99, `${(100 * delivered).toFixed(2)} % of ${summary.readingsDue}`);
	assert.ok(summary.mqtt.readingsDelivered >= 0.99 * summary.mqtt.readingsDue);
	for (const [name, { heapPeak, heapAvailable, received }] of Object.entries(summary.boards)) {
		// The gateway has 63 peers: see test/simulator/budgets/gateway-heap.test.ts.
		const share = name === gatewayName ? 0.8 : 0.75;
		assert.ok(heapPeak <= share * heapAvailable, `${name}: ${heapPeak} of ${heapAvailable} bytes`);
		assert.ok(received > 0, `${name} heard nothing`);
	}
	// Of 199 boards nearly all have nine listeners; a heartbeat after all are there meets every one of them.
	assert.ok(summary.readingsDue > 199 * 9, `${summary.readingsDue} readings were due`);
	assert.ok((summary.boards[gatewayName]?.received ?? 0) > 100);
}

test("200 boards in one radio domain, with rules: every board lives, and at least 99 % of the readings arrive", async () => {
	const result = await run(120);
	checkDelivery(result);
	const { boards } = result.summary;
	assert.equal(Object.keys(boards).length, 200);
	for (const [name, { reboots }] of Object.entries(boards)) assert.equal(reboots, 0, name);
});

test("after a power cut, from which all 200 return in the same microsecond, as many readings arrive", async () => {
	const everybody = (at: number, fault: "power off" | "power on") =>
		[...crowd().keys()].map((board) => ({ at, fault: { fault, board } }));
	checkDelivery(await run(90, [...everybody(4e6, "power off"), ...everybody(6e6, "power on")]));
});
