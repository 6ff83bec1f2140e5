import assert from "node:assert/strict";
import { test } from "node:test";
import { device, guest, openBench, programs, StillWorld } from "./bench";

const devices = [device("motion", "pir", { pin: 4, invert: false }), device("bulb", "relay", { pin: 5 })];

test("a snapshot shows boards, readings with their age, actuators, radio and broker", async () => {
	const session = await openBench({
		definitions: programs({ board: { devices }, broken: { devices } }),
		guest: guest("pins"),
		createWorld: (agenda) => new StillWorld(agenda, [[3, true]]),
		faults: [{ at: 8e6, fault: { fault: "power off", board: "broken" } }],
	});
	assert.deepEqual(
		session.snapshot().boards.map(({ name, state }) => [name, state]),
		[
			["board", "off"],
			["broken", "off"],
		],
	);
	const end = new Promise<ReturnType<typeof session.snapshot>>((resolve) => {
		session.on((record) => record.kind === "end" && resolve(session.snapshot()));
	});
	await session.run();
	const { boards, readings, actuators, ...rest } = await end;
	assert.deepEqual([rest.installation, rest.virtualSeconds, rest.broker], ["bench", 10, "off"]);
	const ofBoard = ({ node }: { readonly node: string }): boolean => node === "board";
	assert.deepEqual(readings.filter(ofBoard), [
		{ node: "board", path: "motion/motion", value: 1, unit: "", boolean: true, ageSeconds: 7 },
	]);
	assert.deepEqual(actuators.filter(ofBoard), [{ node: "board", path: "bulb/on", value: 0, unit: "", boolean: true }]);
	const [board, broken] = boards;
	assert.ok(board && broken);
	assert.deepEqual([board.state, board.reboots, board.gateway, board.address], ["running", 0, false, 1]);
	assert.ok(board.uptimeSeconds > 8 && board.uptimeSeconds <= 10);
	assert.ok(board.heapUsed > 0 && board.heapUsed <= board.heapPeak && board.heapPeak <= board.heapAvailable);
	assert.deepEqual([broken.state, broken.uptimeSeconds, broken.heapUsed], ["off", 0, 0]);
	assert.ok(broken.heapPeak > 0);
});

test("listeners hear the trace until they ask not to", async () => {
	const session = await openBench({ definitions: programs({ board: {} }), guest: guest("leak") });
	const kinds: string[] = [];
	const ignore = session.on(({ kind }) => kinds.push(kind));
	session.on(({ kind }) => kind === "boot" && ignore());
	await session.run();
	assert.deepEqual(kinds, ["session", "boot"]);
});

test("stop ends a session at its present time, before it starts as well as in the middle", async () => {
	const options = { definitions: programs({ board: {} }), guest: guest("leak"), until: Number.POSITIVE_INFINITY };
	const early = await openBench(options);
	early.stop();
	assert.equal((await early.run()).virtualSeconds, 0);
	const late = await openBench(options);
	late.on(({ kind, t }) => kind === "crash" && t > 5e6 && late.stop());
	const { virtualSeconds } = await late.run();
	assert.ok(virtualSeconds > 5 && virtualSeconds < 70, `${virtualSeconds}`);
});
