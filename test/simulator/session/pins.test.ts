import assert from "node:assert/strict";
import { test } from "node:test";
import { device, guest, ofKind, programs, runBench, StillWorld } from "./bench";

const board = {
	devices: [device("motion", "pir", { pin: 4, invert: false }), device("bulb", "relay", { pin: 5, invert: true })],
};

test("an edge wakes the program when the world moves, and again when the sensor lets go by itself", async () => {
	let world: StillWorld | undefined;
	const { records } = await runBench({
		definitions: programs({ board }),
		guest: guest("pins"),
		createWorld: (agenda) => {
			world = new StillWorld(agenda, [
				[3, true],
				[4, false],
			]);
			return world;
		},
	});
	const levels = ofKind(records, "reading").filter(({ path }) => path === "motion/motion");
	assert.deepEqual(
		levels.map(({ value }) => value),
		[1, 0],
	);
	assert.equal(levels[0]?.t, 3e6);
	const held = (levels[1]?.t ?? 0) - 4e6;
	assert.ok(held >= 2.2e6 && held <= 2.8e6, `${held}`);
	assert.deepEqual(
		ofKind(records, "pin").map(({ pin, mode, value }) => [pin, mode, value]),
		[
			[5, "digital", 1],
			[5, "digital", 0],
		],
	);
	// The relay is inverted: a high pin is off.
	assert.deepEqual(
		world?.actuations.map(({ device, value }) => [device, value]),
		[
			["bulb", 0],
			["bulb", 1],
		],
	);
});

test("a pin is claimed once", async () => {
	const { records } = await runBench({ definitions: programs({ board }), guest: guest("pins") });
	const second = ofKind(records, "reading").filter(({ path }) => path === "bulb/on");
	assert.deepEqual(
		second.map(({ value }) => value),
		[0],
	);
});

test("a board that loses power lets its loads go", async () => {
	let world: StillWorld | undefined;
	const motion = new Map([[3, true] as const]);
	await runBench({
		definitions: programs({ board }),
		guest: guest("pins"),
		faults: [{ at: 5e6, fault: { fault: "power off", board: "board" } }],
		createWorld: (agenda) => {
			world = new StillWorld(agenda, [...motion]);
			return world;
		},
	});
	assert.deepEqual(world?.actuations.at(-1), { at: 5e6, node: "board", device: "bulb", value: 0 });
});

test("a stuck sensor tells no edges", async () => {
	const { records } = await runBench({
		definitions: programs({ board }),
		guest: guest("pins"),
		createWorld: (agenda) => new StillWorld(agenda, [[3, true]]),
		faults: [{ at: 2.5e6, fault: { fault: "chip", board: "board", device: "motion", field: "stuck", value: true } }],
	});
	assert.deepEqual(
		ofKind(records, "reading").filter(({ path }) => path === "motion/motion"),
		[],
	);
});

test("alarms ring at their time, the last one set counts, and one in the past rings at once", async () => {
	const probe = { devices: [device("probe", "ntc", { pin: 0, beta: 3950, nominalOhm: 10_000, seriesOhm: 10_000 })] };
	const { records } = await runBench({ definitions: programs({ probe }), guest: guest("alarms") });
	const boot = ofKind(records, "boot")[0]?.t ?? 0;
	assert.deepEqual(
		ofKind(records, "reading").map(({ t, value }) => [t - boot, value]),
		[
			[300_000, 3],
			[300_100, 3],
			[300_200, 3],
			[1_000_000, 10],
		],
	);
});
