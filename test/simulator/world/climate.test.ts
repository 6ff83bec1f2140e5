import assert from "node:assert/strict";
import { test } from "node:test";
import { coldBody, room, type SpaceDescription, WorldError } from "kith/simulator/world";
import { airHeat } from "kith/simulator/world/air";
import { Climate, stepSeconds } from "kith/simulator/world/climate";
import type { Space } from "kith/simulator/world/space";
import { spacesAndWalls } from "kith/simulator/world/spaces";

/** Rooms under a sky that never changes: 20 °C, 10 g/m³ of water, dark unless told. */
function still(rooms: Record<string, SpaceDescription>, illuminance = 0) {
	const { spaces, walls } = spacesAndWalls(rooms);
	const air = { temperature: () => 20, vapour: () => 10, illuminance: () => illuminance };
	const climate = new Climate([...spaces.values()], walls, air);
	climate.start(0);
	const run = (hours: number): void => {
		for (let step = 0; step < (hours * 3600) / stepSeconds; step++) climate.step(step * stepSeconds, stepSeconds);
	};
	return { run, space: (name: string) => spaces.get(name) as Space };
}

const study = { floor: 20, height: 2.5, insulation: 30, airChanges: 0.8, windows: 0, startsWith: 20 };
/** W/K of walls and air together. */
const lossOfStudy = 30 + airHeat * 50 * 0.8;

function near(actual: number, expected: number, tolerance: number): void {
	assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} instead of ${expected} ± ${tolerance}`);
}

test("a room settles where its losses equal its gains", () => {
	const { run, space } = still({ study: room({ ...study, gains: 300 }) });
	space("study").people = 2;
	run(24 * 10);
	near(space("study").temperature, 20 + (300 + 200) / lossOfStudy, 1e-6);
});

test("after one time constant 63 % of the way are gone", () => {
	const { run, space } = still({ study: room({ ...study, mass: 2000, startsWith: 30 }) });
	run(2_000_000 / lossOfStudy / 3600);
	near(space("study").temperature, 20 + 10 / Math.E, 0.01);
});

test("the cooler cools while it is on; off, the room drifts back to its equilibrium", () => {
	const { run, space } = still({ study: room({ ...study, gains: 300 }) });
	run(240);
	const hot = space("study").temperature;
	space("study").deviceWatts = -1500;
	run(1);
	const cool = space("study").temperature;
	assert.ok(cool < hot - 2, `${hot} → ${cool}`);
	run(240);
	near(space("study").temperature, 20 + (300 - 1500) / lossOfStudy, 1e-6);
	space("study").deviceWatts = 0;
	run(240);
	near(space("study").temperature, hot, 1e-6);
});

test("the sun warms through the windows", () => {
	const { run, space } = still({ study: room({ ...study, windows: 4 }) }, 110 * 500);
	run(240);
	near(space("study").temperature, 20 + (500 * 4 * 0.12) / lossOfStudy, 1e-6);
});

test("neighbouring rooms even out, and no heat gets lost between them", () => {
	const sealed = { floor: 10, insulation: 0, airChanges: 0, windows: 0 };
	const { run, space } = still({
		warm: room({ ...sealed, startsWith: 30, mass: 1000, to: { cold: 25 } }),
		cold: room({ ...sealed, startsWith: 10, mass: 3000 }),
	});
	run(1);
	const heat = 1 * space("warm").temperature + 3 * space("cold").temperature;
	near(heat, 30 + 3 * 10, 1e-9);
	run(240);
	near(space("warm").temperature, 15, 1e-6);
	near(space("cold").temperature, 15, 1e-6);
});

test("a cold store loses what its walls let in, more through its door, and its compressor takes it out", () => {
	const cellar = room({ ...study, mass: 100_000 });
	const { run, space } = still({
		cellar,
		store: coldBody({ standsIn: "cellar", insulation: 3, door: 40, startsWith: 5 }),
	});
	const store = space("store");
	run(1);
	const closed = store.temperature - 5;
	near(closed, ((20 - 5) * 3 * 3600) / 120_000, 0.1);
	store.temperature = 5;
	store.doorOpen = true;
	run(0.1);
	assert.ok(store.temperature - 5 > closed, "six minutes with an open door warm more than an hour without");
	store.doorOpen = false;
	store.temperature = 5;
	store.deviceWatts = -400;
	run(0.25);
	assert.ok(store.temperature < 3);
});

test("carbon dioxide settles at 20 L per person and hour against fresh air; a fan brings it down", () => {
	const { run, space } = still({ study: room(study) });
	space("study").people = 2;
	run(48);
	near(space("study").carbonDioxide, 420 + ((2 * 20) / (50_000 * 0.8)) * 1e6, 0.01);
	space("study").deviceAirChanges = 3.2;
	run(12);
	near(space("study").carbonDioxide, 420 + ((2 * 20) / (50_000 * 4)) * 1e6, 0.01);
	space("study").people = 0;
	run(12);
	near(space("study").carbonDioxide, 420, 0.01);
});

test("people breathe water, and air never holds more than saturation", () => {
	const { run, space } = still({ study: room({ ...study, gains: -800 }) });
	space("study").people = 1;
	run(240);
	near(space("study").temperature, 20 - 700 / lossOfStudy, 0.01);
	assert.ok(space("study").vapour < 7, "17.3 g/m³ at 20 °C, 7 at 5 °C");
});

test("a space so light that steps would overshoot is refused", () => {
	assert.throws(
		() => still({ matchbox: room({ floor: 20, mass: 0.1 }) }),
		(error) => error instanceof WorldError && /mass of matchbox is too small/.test(error.message),
	);
});
