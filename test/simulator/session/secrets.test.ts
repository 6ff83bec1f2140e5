import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { roles } from "kith/core/secrets";
import type { Fault, TimedFault } from "kith/simulator/session/faults";
import type { TraceRecord } from "kith/simulator/session/records";
import { type BenchOptions, ofKind, platformGuest, programs, runBench, withFolder } from "./bench";

const options = (more: Partial<BenchOptions> = {}): BenchOptions => ({
	definitions: programs({ one: { role: 1 }, two: { role: 2 } }),
	operators: new Map([["operator", 3]]),
	guest: platformGuest("secrets"),
	...more,
});

interface Report {
	readonly fault: boolean;
	/** That its store knows of, this one included. */
	readonly boots: number;
	readonly members: readonly { readonly role: number; readonly agreed: string }[];
}

/** What a board said last of its partition. */
function reportOf(records: readonly TraceRecord[], board: string): Report {
	const bytes = Buffer.from(ofKind(records, "frame", board).at(-1)?.bytes ?? assert.fail("silent"), "hex");
	const members = Array.from({ length: (bytes.length - 2) / 5 }, (_, index) => {
		const at = 2 + 5 * index;
		return { role: bytes[at] as number, agreed: bytes.subarray(at + 1, at + 5).toString("hex") };
	});
	return { fault: bytes[0] === 1, boots: bytes[1] as number, members };
}

test("boards are given their secrets: they know all members, and any two agree on a key of their own", async () => {
	const { records } = await runBench(options());
	const [one, two] = [reportOf(records, "one"), reportOf(records, "two")];
	for (const { members } of [one, two]) {
		assert.deepEqual(
			members.map(({ role }) => role),
			[roles.node, roles.node, roles.operator, roles.none],
		);
	}
	assert.equal(one.members[1]?.agreed, two.members[0]?.agreed);
	const all = new Set([...one.members, ...two.members].map(({ agreed }) => agreed));
	// One with itself, two with itself, with each other, each with the operator; and nobody.
	assert.equal(all.size, 6);
});

test("one seed gives one trace, another seed other keys", async () => {
	const [first, again, other] = [
		await runBench(options()),
		await runBench(options()),
		await runBench(options({ seed: 2 })),
	];
	assert.equal(first.summary.traceHash, again.summary.traceHash);
	assert.notEqual(reportOf(first.records, "one").members[1]?.agreed, reportOf(other.records, "one").members[1]?.agreed);
});

/** A session in which a board is off while something is done to flash: what it and the others say after that. */
async function afterwards(...faults: readonly Fault[]): Promise<Readonly<Record<"one" | "two", Report>>> {
	const restart = (["power off", "power on"] as const).map((fault, index) =>
		(["one", "two"] as const).map((board) => ({ at: 3e6 + 3e6 * index, fault: { fault, board } })),
	);
	const between = faults.map((fault, index) => ({ at: 4e6 + index, fault }));
	const { records } = await runBench(options({ faults: [...restart.flat(), ...between] }));
	return { one: reportOf(records, "one"), two: reportOf(records, "two") };
}

test("what a board agrees on with others survives a reboot", async () => {
	const { one, two } = await afterwards();
	assert.deepEqual([one.fault, one.boots, two.boots], [false, 2, 2]);
	assert.equal(one.members[1]?.agreed, two.members[0]?.agreed);
});

test("an erased partition has nothing", async () => {
	const { one, two } = await afterwards({ fault: "erase secrets", board: "one" });
	assert.deepEqual([one.fault, two.fault], [true, false]);
});

test("a board with another's image is that other, until it is given its own", async () => {
	const { one, two } = await afterwards({ fault: "swap secrets", board: "one", of: "two" });
	assert.deepEqual(one.members, two.members);
	const healed = await afterwards(
		{ fault: "swap secrets", board: "one", of: "two" },
		{ fault: "swap secrets", board: "one", of: "one" },
	);
	assert.deepEqual(healed, await afterwards());
});

test("rotated keys change what every pair with that board agrees on, and nothing else", async () => {
	const before = await afterwards();
	const after = await afterwards({ fault: "rotate keys", board: "one" });
	assert.equal(after.one.members[1]?.agreed, after.two.members[0]?.agreed);
	assert.notEqual(after.one.members[1]?.agreed, before.one.members[1]?.agreed);
	assert.deepEqual(after.two.members.slice(1), before.two.members.slice(1));
});

test("a board with an image from before a rotation goes on with the old keys", async () => {
	const { one, two } = await afterwards(
		{ fault: "swap secrets", board: "one", of: "two" },
		{ fault: "rotate keys", board: "two" },
	);
	const before = await afterwards({ fault: "swap secrets", board: "one", of: "two" });
	assert.deepEqual(one.members, before.one.members);
	assert.notEqual(two.members[0]?.agreed, one.members[0]?.agreed);
});

test("a store is erased, and restored as it was saved", async () => {
	const board = "one";
	assert.equal((await afterwards({ fault: "erase store", board })).one.boots, 1);
	const restored = await afterwards(
		{ fault: "save store", board },
		{ fault: "erase store", board },
		{ fault: "restore store", board },
	);
	assert.equal(restored.one.boots, 2);
	assert.equal((await afterwards({ fault: "restore store", board })).one.boots, 1);
});

test("a board that is none cannot lend its image", async () => {
	await assert.rejects(afterwards({ fault: "swap secrets", board: "one", of: "attic" }), /there is no board "attic"/);
});

test("faults of flash are replayed from the trace", async () => {
	await withFolder(async (folder) => {
		const traceFile = join(folder, "flash.jsonl");
		const faults: TimedFault[] = [
			{ at: 3e6, fault: { fault: "swap secrets", board: "two", of: "one" } },
			{ at: 3.1e6, fault: { fault: "erase store", board: "two" } },
			{ at: 4e6, fault: { fault: "crash", board: "two" } },
		];
		const { summary } = await runBench(options({ faults, traceFile }));
		const plain = await runBench(options({ faults: faults.slice(2) }));
		const again = await runBench(options({ replayFile: traceFile }));
		assert.equal(again.summary.traceHash, summary.traceHash);
		assert.notEqual(plain.summary.traceHash, summary.traceHash);
	});
});

test("more members than a roster holds are refused before anything starts", async () => {
	const operators = new Map(
		Array.from({ length: 459 }, (_, index): [string, number] => [`operator${index}`, 100 + index]),
	);
	await assert.rejects(runBench(options({ operators })), /461 members are more than the 460 of a roster/);
});
