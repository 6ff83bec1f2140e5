import assert from "node:assert/strict";
import { test } from "node:test";
import { guest, ofKind, programs, runBench } from "./bench";

const talk = guest("talk");
const input = { address: 1, resourceId: 0, scale: 2, boolean: false };
const house = programs({
	talker: { role: 1 },
	near: { role: 2, devices: [], inputs: [input] },
	deaf: { role: 2, devices: [], inputs: [input], channel: 1 },
});

test("a frame crosses from one board's machine to another's, and the trace says so", async () => {
	const { records, summary } = await runBench({ definitions: house, guest: talk });
	const [first] = ofKind(records, "frame");
	assert.ok(first);
	assert.deepEqual(
		{ ...first, t: 0, received: [], lost: [] },
		{
			t: 0,
			board: "talker",
			kind: "frame",
			destination: 0xffff,
			bytes: "0100",
			airtime: 192 + 8 * 45,
			attempt: 1,
			received: [],
			lost: [],
		},
	);
	const boot = ofKind(records, "boot", "talker")[0];
	assert.equal(ofKind(records, "sent", "talker")[0]?.t, (boot?.t ?? 0) + 1_000_000);
	const heard = ofKind(records, "received", "near");
	assert.deepEqual(heard[0] && { ...heard[0], t: 0 }, {
		t: 0,
		board: "near",
		kind: "received",
		origin: "talker",
		path: "probe/temperature",
		value: 20,
		sequence: 0,
	});
	assert.equal(heard[0]?.t, first.t);
	assert.deepEqual(ofKind(records, "received", "deaf"), []);
	assert.equal(summary.frames, ofKind(records, "frame").length);
	assert.equal(summary.boards.talker?.sent, ofKind(records, "sent").length);
	assert.equal(summary.boards.near?.received, heard.length);
});

test("readings are due at every running subscriber, heard or not", async () => {
	const { summary, records } = await runBench({ definitions: house, guest: talk });
	const judged = ofKind(records, "sent").filter(({ t }) => t <= 8e6);
	assert.equal(summary.readingsDue, 2 * judged.length);
	const last = judged.at(-1)?.sequence ?? -1;
	const heard = ofKind(records, "received", "near").filter(({ sequence }) => sequence <= last);
	assert.equal(summary.readingsDelivered, heard.length);
	assert.ok(heard.length > 0);
});

test("the same seed gives the same trace, another seed another, and pace changes nothing", async () => {
	const run = async (seed: number, speed: number | "max" = "max") =>
		(await runBench({ definitions: house, guest: talk, seed, speed, until: 3e6 })).summary.traceHash;
	const hash = await run(5);
	assert.equal(await run(5), hash);
	assert.equal(await run(5, 100), hash);
	assert.notEqual(await run(6), hash);
});

test("a corrupted frame arrives with one bit turned around", async () => {
	const faults = [{ at: 2_500_000, fault: { fault: "corrupt next frame", board: "talker", value: 1 } }] as const;
	const { records } = await runBench({ definitions: house, guest: talk, faults });
	const frames = ofKind(records, "frame");
	const hit = frames.findIndex(({ t }) => t > 2_500_000);
	assert.equal(frames[hit]?.bytes, `010${hit ^ 1}`);
	assert.equal(frames[hit + 1]?.bytes, `010${hit + 1}`);
	assert.equal(ofKind(records, "input").length, 1);
});

test("full radio loss is counted as lost and leaves readings undelivered", async () => {
	const faults = [{ at: 1, fault: { fault: "radio loss", value: 1 } }] as const;
	const { records, summary } = await runBench({ definitions: house, guest: talk, faults });
	for (const { received, lost } of ofKind(records, "frame")) assert.deepEqual([received, lost], [[], ["near"]]);
	assert.ok(summary.readingsDue > 0);
	assert.equal(summary.readingsDelivered, 0);
});

test("an attacker's frame is heard like any other, and only by its victim", async () => {
	const faults = [{ at: 5e6, fault: { fault: "hear", board: "near", bytes: "0107", from: 1 } } as const];
	const { records } = await runBench({ definitions: house, guest: talk, faults });
	const heard = records.filter((record) => record.kind === "received" && record.t === 5e6);
	assert.deepEqual(
		heard.map(({ board }) => board),
		["near"],
	);
	assert.equal(records.filter((record) => record.kind === "frame" && record.t === 5e6).length, 0);
});
