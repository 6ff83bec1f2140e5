/** What scenarios do to the air, as boards notice it: channels, access points, jammers, divided networks. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Fault, TimedFault } from "kith/simulator/session/faults";
import { SessionError } from "kith/simulator/session/types";
import { type BenchRun, guest, ofKind, openBench, programs, runBench, withFolder } from "./bench";

const roam = guest("roam");
const inputs = [{ address: 1, resourceId: 0, scale: 0, boolean: false }];
const boards = programs({
	talker: { role: 1 },
	rover: { role: 2, devices: [], inputs },
	gateway: { role: 3, devices: [], inputs, gateway: true },
});

const run = (...faults: readonly TimedFault[]): Promise<BenchRun> =>
	runBench({ definitions: boards, guest: roam, until: 12e6, faults });

/** Values of what a board took note of: the talker's channel in every frame; 100 and more: it was told a channel. */
function notes({ records }: BenchRun, board: string, from = 0, until = 12e6): number[] {
	const heard = ofKind(records, "received", board).filter(({ t }) => t >= from && t < until);
	return heard.map(({ value }) => value);
}

test("a board changes channel by itself; a gateway stays with its access point and is told so", async () => {
	const result = await run();
	const bootOf = (board: string): number => ofKind(result.records, "boot", board)[0]?.t ?? 0;
	assert.deepEqual(
		ofKind(result.records, "channel").map(({ board, t, channel }) => [board, t - bootOf("rover"), channel]),
		[["rover", 3_500_000, 11]],
	);
	assert.ok(notes(result, "rover", 0, bootOf("rover") + 3.5e6).length > 0);
	assert.deepEqual(notes(result, "rover", bootOf("rover") + 3.5e6), []);
	const gateway = notes(result, "gateway");
	assert.deepEqual(
		gateway.filter((value) => value >= 100),
		[106],
	);
	assert.ok(gateway.length > 6, "and it goes on hearing the talker");
});

test("when the access point moves, the gateway goes along, also after it booted again", async () => {
	const result = await run(
		{ at: 6e6, fault: { fault: "access point channel", value: 11 } },
		{ at: 9e6, fault: { fault: "crash", board: "gateway" } },
	);
	assert.ok(notes(result, "gateway").includes(111));
	const later = notes(result, "gateway", 6.01e6).filter((value) => value < 100);
	assert.deepEqual(later, [], "the talker stayed behind");
	const { records } = result;
	const moved = ofKind(records, "channel", "gateway");
	assert.deepEqual(
		moved.map(({ t, channel }) => [t, channel]),
		[[6e6, 11]],
	);
	assert.equal(ofKind(records, "boot", "gateway").length, 2);
});

test("jammed, divided, moved and weakened: nothing arrives while it lasts, and the trace replays it", async () => {
	const cases: readonly (readonly [Fault, Fault])[] = [
		[
			{ fault: "jam channel", channel: 6, value: 1 },
			{ fault: "jam channel", channel: 6, value: 0 },
		],
		[
			{ fault: "separate", board: "gateway", value: 1 },
			{ fault: "separate", board: "gateway", value: 0 },
		],
		[
			{ fault: "move", board: "gateway", x: 9000, y: 0, z: 0 },
			{ fault: "move", board: "gateway", x: 1, y: 0, z: 0 },
		],
		[
			{ fault: "link loss", board: "gateway", of: "talker", value: 1 },
			{ fault: "link loss", board: "talker", of: "gateway", value: 0 },
		],
		[
			{ fault: "link strength", board: "gateway", of: "talker", value: -120 },
			{ fault: "link strength", board: "gateway", of: "talker", value: -50 },
		],
	];
	for (const [begin, end] of cases) {
		const planned = [
			{ at: 6e6, fault: begin },
			{ at: 9e6, fault: end },
		];
		const result = await run(...planned);
		assert.deepEqual(notes(result, "gateway", 6e6, 9e6), [], begin.fault);
		assert.ok(notes(result, "gateway", 9e6).length >= 2, begin.fault);
		await withFolder(async (folder) => {
			const traceFile = `${folder}/trace.jsonl`;
			const options = { definitions: boards, guest: roam };
			const recorded = await runBench({ ...options, until: 12e6, faults: planned, traceFile });
			const replayed = await runBench({ ...options, replayFile: traceFile });
			assert.equal(replayed.summary.traceHash, recorded.summary.traceHash);
		});
	}
});

test("impossible faults are refused in a sentence", async () => {
	const session = await openBench({ definitions: boards, guest: roam, until: 1e6 });
	const refused: readonly (readonly [Fault, RegExp])[] = [
		[{ fault: "access point channel", value: 14 }, /14 is not a Wi-Fi channel/],
		[{ fault: "jam channel", channel: 0, value: 1 }, /0 is not a Wi-Fi channel/],
		[{ fault: "radio loss", value: 1.5 }, /1.5 is no share/],
		[{ fault: "link loss", board: "rover", of: "nobody", value: 1 }, /no board "nobody"/],
		[{ fault: "move", board: "rover", x: Number.NaN, y: 0, z: 0 }, /three numbers/],
		[{ fault: "separate", board: "rover", value: 0.5 }, /not a whole number/],
	];
	for (const [fault, message] of refused) assert.throws(() => session.inject(fault), message);
	assert.throws(() => session.inject({ fault: "radio loss", value: -1 }), SessionError);
	await session.run();
});

test("the map says who hears whom, where and on which channel; the summary says it in short", async () => {
	const session = await openBench({
		definitions: boards,
		guest: roam,
		until: 5e6,
		faults: [{ at: 4e6, fault: { fault: "power off", board: "rover" } }],
	});
	let early: ReturnType<typeof session.radioMap> | undefined;
	session.on((record) => {
		if (record.kind === "received" && record.board === "rover") early = session.radioMap();
	});
	const summary = await session.run();
	assert.ok(early !== undefined);
	assert.deepEqual(
		early.boards.map(({ name, channel, gateway, x }) => [name, channel, gateway, x]),
		[
			["talker", 6, false, 6],
			["rover", 6, false, 5],
			["gateway", 6, true, 7],
		],
	);
	const pairs = early.paths.map(({ from, to }) => `${from}>${to}`).join();
	assert.equal(pairs, "talker>rover,talker>gateway,rover>talker,rover>gateway,gateway>talker,gateway>rover");
	for (const { arrival, strength } of early.paths) assert.ok(arrival === 0.98 && strength < -30 && strength > -70);
	assert.deepEqual(Object.keys(summary.hears.gateway ?? {}), ["talker"], "the rover is off by now");
	assert.deepEqual(summary.hears.rover, {});
	const { talker, rover } = summary.boards;
	assert.ok(talker !== undefined && talker.airSeconds > 0.001 && talker.radioJoules > 0.5);
	assert.ok(rover !== undefined && rover.airSeconds === 0 && rover.radioJoules < (talker?.radioJoules ?? 0));
});
