import assert from "node:assert/strict";
import { test } from "node:test";
import { roles } from "kith/core/secrets";
import type { TraceRecord } from "kith/simulator/session/records";
import { type BenchOptions, ofKind, platformGuest, programs, runBench } from "./bench";

const options = (more: Partial<BenchOptions> = {}): BenchOptions => ({
	definitions: programs({ one: { role: 1 }, two: { role: 2 } }),
	operators: new Map([["operator", 3]]),
	guest: platformGuest("secrets"),
	...more,
});

interface Report {
	readonly fault: boolean;
	readonly members: readonly { readonly role: number; readonly agreed: string }[];
}

/** What a board said last of its partition. */
function reportOf(records: readonly TraceRecord[], board: string): Report {
	const bytes = Buffer.from(ofKind(records, "frame", board).at(-1)?.bytes ?? assert.fail("silent"), "hex");
	const members = Array.from({ length: (bytes.length - 2) / 5 }, (_, index) => {
		const at = 2 + 5 * index;
		return { role: bytes[at] as number, agreed: bytes.subarray(at + 1, at + 5).toString("hex") };
	});
	return { fault: bytes[0] === 1, members };
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

test("more members than a roster holds are refused before anything starts", async () => {
	const operators = new Map(
		Array.from({ length: 459 }, (_, index): [string, number] => [`operator${index}`, 100 + index]),
	);
	await assert.rejects(runBench(options({ operators })), /461 members are more than the 460 of a roster/);
});
