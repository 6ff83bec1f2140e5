import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { bundleGuest } from "kith/simulator/engine/guest-bundle";
import { type OpenSessionOptions, openSession } from "kith/simulator/session/open-session";
import type { TraceRecord } from "kith/simulator/session/records";
import type { WorldDescription } from "kith/simulator/world/description";
import { loadInstallation } from "../../../tools/installation/load";
import { type BenchRun, ofKind } from "./bench";

const { definitions, world } = await loadInstallation(
	fileURLToPath(new URL("../../../examples/house", import.meta.url)),
);

/** Of an ESP32-C3's heap, what a board may have in use. */
const heapShare = 0.75;
/** Bluetooth takes more: the bridge has both links, and the greenhouse a chip whose heap is larger in truth. */
const bluetoothHeapShare = 0.82;

async function runHouse(options: Partial<OpenSessionOptions>): Promise<BenchRun> {
	const session = await openSession({
		definitions,
		world: world as WorldDescription,
		seed: 7,
		speed: "max",
		until: 1200e6,
		mqtt: "embedded",
		mqttPort: 0,
		...options,
	});
	const records: TraceRecord[] = [];
	session.on((record) => records.push(record));
	return { records, summary: await session.run() };
}

test("the house runs: nothing crashes, nearly every reading arrives, rules say why they act", async () => {
	const { records, summary } = await runHouse({});
	assert.deepEqual(ofKind(records, "crash"), []);
	assert.ok(summary.readingsDue > 300, `${summary.readingsDue}`);
	assert.ok(
		summary.readingsDelivered >= 0.99 * summary.readingsDue,
		`${summary.readingsDelivered}/${summary.readingsDue}`,
	);
	assert.ok(summary.mqtt.readingsDue > 100);
	assert.ok(summary.mqtt.readingsDelivered >= 0.99 * summary.mqtt.readingsDue);
	for (const [name, { heapPeak, heapAvailable }] of Object.entries(summary.boards)) {
		const most = name === "gardenShed" || name === "greenhouse" ? bluetoothHeapShare : heapShare;
		assert.ok(heapPeak <= most * heapAvailable, `${name}: ${heapPeak} of ${heapAvailable}`);
	}
	const byRule = ofKind(records, "actuation").filter(({ cause }) => cause === "rule");
	assert.ok(byRule.length > 0);
	for (const { rule, inputs } of byRule) assert.ok(rule !== null && inputs.length > 0);
	assert.equal((await runHouse({})).summary.traceHash, summary.traceHash);
});

test("a reading of a sensor that fell off its bus becomes a fault with the device's name, and recovers", async () => {
	const chip = { fault: "chip", board: "kitchen", device: "climate", field: "absent" } as const;
	const { records } = await runHouse({
		mqtt: "off",
		until: 300e6,
		faults: [
			{ at: 60e6, fault: { ...chip, value: true } },
			{ at: 180e6, fault: { ...chip, value: false } },
		],
	});
	const faults = ofKind(records, "fault", "kitchen");
	assert.ok(faults.length >= 3);
	for (const { t, fault, subject } of faults) {
		assert.deepEqual([fault, subject], ["sensor does not answer", "climate"]);
		assert.ok(t > 60e6 && t <= 180e6 + 60e6);
	}
	const times = ofKind(records, "reading", "kitchen").flatMap(({ path, t }) =>
		path === "climate/temperature" ? [t] : [],
	);
	assert.deepEqual(
		times.filter((t) => t > 60.1e6 && t <= 180e6),
		[],
	);
	assert.ok(times.some((t) => t > 180e6));
});

test("a corrupted reading is refused by its receivers, and is told again", async () => {
	const undisturbed = await runHouse({ mqtt: "off", until: 180e6 });
	const reading = ofKind(undisturbed.records, "frame", "outdoors").find(
		({ t, bytes }) => t > 60e6 && bytes.startsWith("10"),
	);
	assert.ok(reading);
	const { records } = await runHouse({
		mqtt: "off",
		until: 180e6,
		faults: [{ at: reading.t - 20_000, fault: { fault: "corrupt next frame", board: "outdoors", value: 20 } }],
	});
	const broken = ofKind(records, "frame", "outdoors").find(({ t }) => t >= reading.t);
	assert.ok(broken?.bytes.startsWith("10") === true, `a reading, not ${broken?.bytes}`);
	const sequence = Number.parseInt(broken.bytes.slice(20, 26), 16);
	const heard = ofKind(records, "received").filter((record) => record.origin === "outdoors" && record.t >= reading.t);
	assert.deepEqual(
		heard.filter(({ t }) => t === broken.t),
		[],
	);
	const told = heard.filter((record) => record.sequence === sequence);
	assert.deepEqual(told.map(({ board }) => board).sort(), ["gardenShed", "gateway", "hall"], "all who listen to it");
	assert.ok(told.every(({ t }) => t < broken.t + 5e6));
});

test("boards whose program leaks die of memory full with its line, reboot, and are heard again", async () => {
	const entry = "test/simulator/session/guests/leaky-house";
	const modules = bundleGuest({
		entries: [entry],
		aliases: { "kith/platform": "kith/simulator/guest/platform" },
		preload: (specifier) => specifier !== entry,
	});
	const { records, summary } = await runHouse({ guest: { entry, modules } });
	const [crash] = ofKind(records, "crash", "kitchen");
	assert.equal(crash?.crash, "memory full");
	// Whoever asks for memory last dies of it: somewhere it is the leak itself.
	const lines = ofKind(records, "crash").map(({ at }) => at);
	assert.ok(
		lines.every((at) => /\.ts:\d+$/.test(at ?? "")),
		lines.join(),
	);
	assert.ok(
		lines.some((at) => at?.endsWith("guests/leaky-house.ts:14")),
		lines.join(),
	);
	assert.ok((summary.boards.kitchen?.reboots ?? 0) >= 1);
	const boots = ofKind(records, "boot", "kitchen").filter(({ t }) => t > (crash?.t ?? 0));
	assert.ok(boots.length >= 1);
	const heardAgain = ofKind(records, "received", "gateway").filter(
		({ t, origin }) => origin === "kitchen" && t > (boots[0]?.t ?? 0),
	);
	assert.ok(heardAgain.length > 5, `${heardAgain.length}`);
});
