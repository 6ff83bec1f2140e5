import assert from "node:assert/strict";
import { test } from "node:test";
import { standOf } from "./node-stand";

const minute = 60_000;

test("the desk's lamp is on for whoever works late, until the air says that nobody is there", async () => {
	const stand = (await standOf("examples/office", "desk")).see({
		"light/illuminance": 430,
		"climate/carbonDioxide": 830,
	});
	stand.wait(10 * minute).take();
	assert.deepEqual(stand.see({ "light/illuminance": 0 }).take(), ["lamp/on=1"]);
	// Its own light does not put it off.
	assert.deepEqual(
		stand
			.see({ "light/illuminance": 350 })
			.wait(6 * minute)
			.take(),
		[],
	);
	assert.deepEqual(stand.see({ "climate/carbonDioxide": 560 }).take(), []);
	assert.deepEqual(stand.see({ "climate/carbonDioxide": 540 }).take(), ["lamp/on=0"]);
	// Whoever comes in the morning to a bright room needs no lamp.
	stand.see({ "light/illuminance": 0 }).wait(60 * minute);
	assert.deepEqual(stand.see({ "light/illuminance": 420 }).see({ "climate/carbonDioxide": 700 }).take(), []);
});

test("the fan runs on stale air, and when the desk is silent", async () => {
	const stand = (await standOf("examples/office", "ventilation")).see({ "desk/climate/carbonDioxide": 750 });
	stand.wait(10 * minute).take();
	assert.deepEqual(stand.see({ "desk/climate/carbonDioxide": 810 }).take(), ["fan/on=1"]);
	assert.deepEqual(
		stand
			.wait(6 * minute)
			.see({ "desk/climate/carbonDioxide": 720 })
			.take(),
		[],
	);
	assert.deepEqual(stand.see({ "desk/climate/carbonDioxide": 690 }).take(), ["fan/on=0"]);
	assert.deepEqual(
		stand
			.silence("desk/climate/carbonDioxide")
			.wait(6 * minute)
			.take(),
		["fan/on=1"],
	);
});
