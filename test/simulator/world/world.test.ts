import assert from "node:assert/strict";
import { test } from "node:test";
import {
	asWorldDescription,
	cools,
	describeWorld,
	lights,
	openAir,
	person,
	room,
	stay,
	ventilates,
	type WorldDescription,
	WorldError,
} from "kith/simulator/world";
import { devicesIn, running, simple } from "./worlds";

const noisy: WorldDescription = simple({
	people: [person("Ada", { day: [stay("07:00", "study"), stay("20:00", "study", { asleep: true })] })],
	effects: [
		cools("study/cooler", { watts: 1500 }),
		lights("study/lamp", { lux: 400, watts: 40 }),
		ventilates("study/fan", { airChanges: 4 }),
	],
});

function history(description: WorldDescription, seed: number, look: (hour: number) => boolean = () => true): string {
	const { world, run } = running(description, { seed });
	const place = world.surroundings("study", "x");
	const lines: string[] = [];
	world.onChange = () => lines.push(`${place.motion()}`);
	for (let hour = 0; hour < 48; hour++) {
		run(3599.5);
		if (hour % 5 === 0) world.actuate("study", "cooler", hour % 2);
		if (look(hour))
			lines.push(`${place.temperature()} ${place.humidity()} ${place.carbonDioxide()} ${place.illuminance()}`);
		run(0.5);
	}
	return `${lines.join("\n")}\n${JSON.stringify(world.snapshot())}`;
}

test("the same seed gives the same world, another seed another", () => {
	assert.equal(history(noisy, 7), history(noisy, 7));
	assert.notEqual(history(noisy, 7), history(noisy, 8));
});

test("looking changes nothing", () => {
	const end = (text: string): string => text.slice(text.lastIndexOf("\n"));
	assert.equal(end(history(noisy, 7)), end(history(noisy, 7, () => false)));
});

test("actuators act: cooler, lamp at half level, fan; and cease to", () => {
	const { world, run } = running(noisy);
	const place = world.surroundings("study", "x");
	run(2 * 3600);
	const before = place.temperature();
	const night = place.illuminance();
	world.actuate("study", "lamp", 0.5);
	assert.ok(Math.abs(place.illuminance() - night - 200) < 1e-9);
	world.actuate("study", "lamp", 0);
	assert.equal(place.illuminance(), night);
	world.actuate("study", "cooler", 1);
	run(1800);
	assert.ok(place.temperature() < before - 1);
	world.actuate("study", "cooler", 0);
	const cold = place.temperature();
	run(4 * 3600);
	assert.ok(place.temperature() > cold);
	run(6 * 3600);
	const stale = place.carbonDioxide();
	assert.ok(stale > 600, `${stale} ppm`);
	world.actuate("study", "fan", 1);
	run(3600);
	assert.ok(place.carbonDioxide() < stale - 100);
	assert.deepEqual(world.snapshot().devices, { "study/lamp": 0, "study/cooler": 0, "study/fan": 1 });
	world.actuate("study", "no such thing", 1);
});

test("an action counts from its very moment, not from the next step", () => {
	const after = (offset: number): number => {
		const { world, run } = running(noisy);
		run(3600 + offset);
		world.actuate("study", "cooler", 1);
		run(60 - offset);
		return world.surroundings("study", "x").temperature();
	};
	const [zero, one, two] = [after(0), after(1), after(2)] as [number, number, number];
	assert.ok(zero < one && one < two);
	assert.ok(Math.abs(two - one - (one - zero)) < 1e-4);
});

test("light: daylight by the room's factor, lamps by the place's share", () => {
	const description = simple({
		startsAt: "2026-06-21T12:00:00",
		weather: { clouds: 0 },
		rooms: { study: room({ floor: 20, daylight: 0.02 }), yard: openAir({ daylight: 0.5 }) },
		effects: [lights("study/lamp", { lux: 400 })],
		places: { study: { room: "study", x: 0, y: 0, lamplight: 0.1 } },
	});
	const { world } = running(description);
	const ground = world.snapshot().outdoors.illuminance;
	assert.ok(ground > 60_000);
	world.actuate("study", "lamp", 1);
	assert.ok(Math.abs(world.surroundings("study", "x").illuminance() - (ground * 0.02 + 40)) < 1e-9);
	assert.equal(world.surroundings("yard", "x").illuminance(), ground * 0.5);
});

test("outdoors has the weather's air", () => {
	const { world, run } = running(simple({ rooms: { yard: openAir() } }));
	const yard = world.surroundings("yard", "x");
	run(8 * 3600);
	const { outdoors } = world.snapshot();
	assert.ok(Math.abs(yard.temperature() - outdoors.temperature) < 0.01);
	assert.equal(yard.carbonDioxide(), 420);
	assert.ok(yard.humidity() > 20 && yard.humidity() <= 100);
});

const wrong: readonly [string, Partial<WorldDescription>, RegExp][] = [
	[
		"an unknown room of a place",
		{ places: { study: { room: "attic", x: 0, y: 0 } } },
		/node study names the room "attic", but the world has study/,
	],
	["an unknown node", { places: { attic: { room: "study", x: 0, y: 0 } } }, /the node "attic", but there are study/],
	["a node without a room", { rooms: { parlour: room({ floor: 9 }) } }, /node study has no place/],
	["an effect of an unknown node", { effects: [lights("attic/lamp", { lux: 1 })] }, /"attic" \(attic\/lamp\)/],
	[
		"an effect of an unknown device",
		{ effects: [lights("study/oven", { lux: 1 })] },
		/study\/oven, but study has cooler, lamp, fan/,
	],
	["an effect of no device", { effects: [lights("study", { lux: 1 })] }, /"study" is no device/],
	["an effect that is no number", { effects: [lights("study/lamp", { lux: Number.NaN })] }, /study\/lamp has NaN/],
	["an effect in an unknown room", { effects: [lights("study/lamp", { lux: 1, room: "attic" })] }, /"attic"/],
	["an unknown passage", { passage: "hall" }, /passage names the room "hall"/],
	[
		"an unknown neighbour",
		{ rooms: { study: room({ floor: 9, to: { attic: 1 } }) } },
		/the room study names the room "attic"/,
	],
	["a floor of nothing", { rooms: { study: room({ floor: 0 }) } }, /floor of study is 0/],
	["a room called away", { rooms: { away: room({ floor: 9 }) } }, /cannot be called "away"/],
	[
		"a day out of order",
		{ people: [person("Ada", { day: [stay("09:00", "study"), stay("08:00", "away")] })] },
		/not in order: 08:00/,
	],
	[
		"a stay at no time",
		{ people: [person("Ada", { day: [stay("9 o'clock", "study")] })] },
		/"9 o'clock" is no time of day/,
	],
	[
		"a stay nowhere",
		{ people: [person("Ada", { day: [stay("09:00", "attic")] })] },
		/day of Ada at 09:00 names the room "attic"/,
	],
	["an empty day", { people: [person("Ada", { day: [] })] }, /Ada has no stays/],
	[
		"two of one name",
		{ people: [person("Ada", { day: [stay("09:00", "study")] }), person("Ada", { day: [stay("09:00", "study")] })] },
		/two people are called "Ada"/,
	],
	["a latitude beyond the pole", { latitude: 91 }, /latitude is 91, but must be -90 to 90/],
	["more than all loss", { radio: { loss: 1.5 } }, /radio's loss is 1.5, but must be 0 to 1/],
	["a floor nowhere", { radio: { floors: [{ height: Number.NaN, loss: 4 }] } }, /a floor of the radio has NaN/],
	[
		"a wall that helps",
		{ radio: { walls: [{ from: { x: 0, y: 0 }, to: { x: 1, y: 0 }, loss: -3 }] } },
		/the loss of a wall of the radio is -3/,
	],
	["a storm of a fan", { effects: [ventilates("study/fan", { airChanges: 500 })] }, /airChanges of study\/fan is 500/],
	[
		"walls that cool",
		{ rooms: { study: room({ floor: 9, insulation: -1 }) } },
		/insulation of study is -1, but must be at least 0/,
	],
	["a start that is no time", { startsAt: "tomorrow" }, /startsAt is "tomorrow"/],
];
for (const [what, parts, message] of wrong) {
	test(`${what} is refused with one sentence`, () => {
		assert.throws(
			() => running(simple(parts), { nodes: devicesIn(["study"]) }),
			(error) => error instanceof WorldError && message.test(error.message) && !error.message.includes("\n"),
		);
	});
}

test("what is no world at all is refused", () => {
	for (const thing of [undefined, null, 5, {}, { rooms: {} }])
		assert.throws(() => asWorldDescription(thing), WorldError);
	const world = describeWorld(simple());
	assert.equal(asWorldDescription(world), world);
});

test("asking about a node without a place is an error", () => {
	const { world } = running(simple());
	assert.throws(() => world.surroundings("attic", "x"), /node attic has no place/);
	assert.throws(() => world.position("attic"), WorldError);
	assert.deepEqual(world.position("study"), { x: 0, y: 0, z: 1.5 });
});
