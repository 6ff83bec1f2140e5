import assert from "node:assert/strict";
import { test } from "node:test";
import { type NodeStand, standOf } from "./node-stand";

const minute = 60_000;

const kitchen = () => standOf("examples/house", "kitchen");
const livingRoom = () => standOf("examples/house", "livingRoom");
const hall = () => standOf("examples/house", "hall");
const coldStore = () => standOf("examples/house", "coldStore");

/** After the minimum times that begin with the boot, with nothing done so far. */
function settled(stand: NodeStand): NodeStand {
	stand.wait(10 * minute).take();
	return stand;
}

test("the kitchen is cooled while it is hot and someone is there", async () => {
	const stand = settled((await kitchen()).see({ "climate/temperature": 25, "motion/motion": 0 }));
	assert.deepEqual(stand.see({ "climate/temperature": 27 }).take(), []);
	assert.deepEqual(stand.see({ "motion/motion": 1 }).take(), ["cooler/on=1"]);
	assert.deepEqual(
		stand
			.wait(4 * minute)
			.see({ "climate/temperature": 25.5 })
			.take(),
		[],
	);
	assert.deepEqual(stand.see({ "climate/temperature": 24.9 }).take(), ["cooler/on=0"]);
});

test("the cooler is off when the kitchen is empty", async () => {
	const stand = settled((await kitchen()).see({ "climate/temperature": 27, "motion/motion": 0 }));
	assert.deepEqual(stand.see({ "motion/motion": 1 }).take(), ["cooler/on=1"]);
	assert.deepEqual(
		stand
			.see({ "motion/motion": 0 })
			.wait(9 * minute)
			.take(),
		[],
	);
	assert.deepEqual(stand.wait(2 * minute).take(), ["cooler/on=0"]);
});

test("the living room's lamp is on while it is dark and someone is there, and is not put off by its own light", async () => {
	const quiet = { "light/illuminance": 300, "motion/motion": 0, "hall/motion/motion": 0 };
	const stand = settled((await livingRoom()).see(quiet));
	assert.deepEqual(stand.see({ "motion/motion": 1 }).take(), []);
	assert.deepEqual(stand.see({ "light/illuminance": 60 }).take(), ["lamp/level=70"]);
	assert.deepEqual(stand.see({ "light/illuminance": 340 }).wait(minute).take(), []);
	assert.deepEqual(
		stand
			.see({ "motion/motion": 0 })
			.wait(11 * minute)
			.take(),
		["lamp/level=0"],
	);
});

test("daylight puts the lamp out", async () => {
	const stand = settled(
		(await livingRoom()).see({ "light/illuminance": 60, "motion/motion": 1, "hall/motion/motion": 0 }),
	);
	assert.deepEqual(stand.see({ "light/illuminance": 900 }).take(), ["lamp/level=0"]);
});

test("the hall may ask for light in an empty living room, for as long as someone walks about", async () => {
	const stand = settled(
		(await livingRoom()).see({ "light/illuminance": 1, "motion/motion": 0, "hall/motion/motion": 0 }),
	);
	assert.deepEqual(stand.see({ "hall/motion/motion": 1 }).ask("lamp/level", 10).take(), ["lamp/level=10"]);
	assert.deepEqual(stand.see({ "hall/motion/motion": 0, "light/illuminance": 40 }).wait(minute).take(), []);
	assert.deepEqual(stand.wait(2 * minute).take(), ["lamp/level=0"]);
	// The request may also come before the news of the motion.
	assert.deepEqual(stand.ask("lamp/level", 10).see({ "hall/motion/motion": 1 }).take(), ["lamp/level=10"]);
	assert.deepEqual(stand.see({ "motion/motion": 1 }).take(), ["lamp/level=70"]);
});

test("the hall's bulb follows motion and door, by night as seen outdoors", async () => {
	const quiet = {
		"motion/motion": 0,
		"door/open": 0,
		"outdoors/light/illuminance": 400,
		"livingRoom/motion/motion": 1,
	};
	const stand = settled((await hall()).see(quiet));
	assert.deepEqual(stand.see({ "motion/motion": 1 }).take(), []);
	assert.deepEqual(stand.see({ "outdoors/light/illuminance": 30 }).take(), ["bulb/on=1"]);
	assert.deepEqual(
		stand
			.see({ "motion/motion": 0 })
			.wait(3 * minute)
			.take(),
		["bulb/on=0"],
	);
	assert.deepEqual(stand.see({ "door/open": 1 }).take(), ["bulb/on=1"]);
	assert.deepEqual(stand.see({ "door/open": 0 }).take(), ["bulb/on=0"]);
});

test("when nothing is heard from outdoors, the hall has light for whoever is there", async () => {
	const quiet = {
		"motion/motion": 0,
		"door/open": 0,
		"outdoors/light/illuminance": 400,
		"livingRoom/motion/motion": 1,
	};
	const stand = settled((await hall()).see(quiet));
	stand.silence("outdoors/light/illuminance").wait(10 * minute);
	assert.deepEqual(stand.take(), []);
	assert.deepEqual(stand.see({ "motion/motion": 1 }).take(), ["bulb/on=1"]);
});

test("at night the hall asks the empty living room to show the way, every time", async () => {
	const quiet = { "motion/motion": 0, "door/open": 0, "outdoors/light/illuminance": 1, "livingRoom/motion/motion": 0 };
	const stand = settled((await hall()).see(quiet));
	// Address 2 is the living room, its resource 2 the lamp.
	assert.deepEqual(stand.see({ "motion/motion": 1 }).take(), ["bulb/on=1", "2/2=10"]);
	assert.deepEqual(
		stand
			.see({ "motion/motion": 0 })
			.wait(5 * minute)
			.take(),
		["bulb/on=0"],
	);
	assert.deepEqual(stand.see({ "motion/motion": 1 }).take(), ["bulb/on=1", "2/2=10"]);
});

test("nobody is shown the way while someone sits in the living room", async () => {
	const quiet = { "motion/motion": 0, "door/open": 0, "outdoors/light/illuminance": 1, "livingRoom/motion/motion": 1 };
	const stand = settled((await hall()).see(quiet));
	assert.deepEqual(stand.see({ "motion/motion": 1 }).take(), ["bulb/on=1"]);
});

test("the set point follows the temperature outdoors, and returns to 4 °C when nothing is heard", async () => {
	const stand = settled((await coldStore()).see({ "probe/temperature": 3, "outdoors/climate/temperature": 10 }));
	assert.deepEqual(stand.see({ "outdoors/climate/temperature": 20 }).take(), ["setPoint/temperature=400"]);
	assert.deepEqual(stand.see({ "outdoors/climate/temperature": 30 }).take(), ["setPoint/temperature=300"]);
	assert.deepEqual(stand.see({ "outdoors/climate/temperature": 40 }).take(), []);
	assert.deepEqual(stand.see({ "outdoors/climate/temperature": 12.5 }).take(), ["setPoint/temperature=475"]);
	const setTo = stand
		.silence("outdoors/climate/temperature")
		.wait(16 * minute)
		.take();
	assert.ok(setTo.includes("setPoint/temperature=400"), setTo.join());
});

test("the compressor keeps the set point with hysteresis and its minimum times", async () => {
	const stand = (await coldStore()).see({ "probe/temperature": 4, "outdoors/climate/temperature": 20 });
	settled(stand.see({ "setPoint/temperature": 4 }));
	assert.deepEqual(stand.see({ "probe/temperature": 4.1 }).take(), ["compressor/on=1"]);
	assert.deepEqual(
		stand
			.see({ "probe/temperature": 2.9 })
			.wait(2 * minute)
			.take(),
		[],
	);
	assert.deepEqual(stand.wait(2 * minute).take(), ["compressor/on=0"]);
	assert.deepEqual(
		stand
			.see({ "probe/temperature": 5 })
			.wait(3.5 * minute)
			.take(),
		[],
	);
	assert.deepEqual(stand.wait(1.5 * minute).take(), ["compressor/on=1"]);
	assert.deepEqual(
		stand
			.wait(4 * minute)
			.silence("probe/temperature")
			.wait(4 * minute)
			.take(),
		["compressor/on=0"],
	);
});
