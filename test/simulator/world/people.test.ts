import assert from "node:assert/strict";
import { test } from "node:test";
import { openAir, person, room, stay, type WorldDescription } from "kith/simulator/world";
import { running, simple } from "./worlds";

const household: WorldDescription = simple({
	startsAt: "2026-06-22T05:00:00",
	rooms: {
		kitchen: room({ floor: 14 }),
		parlour: room({ floor: 20 }),
		hall: room({ floor: 8 }),
		bedroom: room({ floor: 14 }),
		garden: openAir(),
	},
	passage: "hall",
	people: [
		person("Ada", {
			day: [
				stay("07:00", "kitchen", { watts: 800 }),
				stay("08:00", "away"),
				stay("17:00", "garden"),
				stay("19:00", "parlour"),
				stay("22:30", "bedroom", { asleep: true }),
			],
			nightErrand: "kitchen",
		}),
		person("Ben", {
			day: [stay("09:00", "parlour"), stay("23:00", "bedroom", { asleep: true })],
			errands: ["kitchen"],
		}),
	],
});

test("nobody gets lost: everybody is in one room or away, and rooms count their people", () => {
	const { world, run } = running(household);
	for (let minute = 0; minute < 3 * 1440; minute++) {
		run(60);
		const { people, rooms } = world.snapshot();
		assert.equal(people.length, 2);
		for (const { name, people: count } of rooms) {
			assert.equal(count, people.filter((one) => one.room === name).length);
		}
		const away = people.filter(({ room }) => room === "away").length;
		assert.equal(rooms.reduce((sum, { people: count }) => sum + count, 0) + away, 2);
	}
});

test("days go as described, within their spread", () => {
	for (let seed = 0; seed < 10; seed++) {
		const { world, run } = running(household, { seed });
		const whereIs = (name: string): string | undefined =>
			world.snapshot().people.find((one) => one.name === name)?.room;
		assert.equal(whereIs("Ada"), "bedroom");
		run(2.3 * 3600);
		assert.equal(whereIs("Ada"), "kitchen");
		run(5 * 3600);
		assert.equal(whereIs("Ada"), "away");
		run(5.7 * 3600);
		assert.equal(whereIs("Ada"), "garden");
		run(10.9 * 3600);
		assert.ok(["bedroom", "hall", "kitchen"].includes(whereIs("Ada") as string));
	}
});

test("the way leads through the passage, and its door opens for who leaves and who comes home", () => {
	const { world, run } = running(household);
	const hall = world.surroundings("hall", "door");
	const changes: string[] = [];
	let inHall = 0;
	let before = "";
	world.onChange = () => {
		const now = `${hall.open()}`;
		if (now !== before) changes.push(`${Math.floor(world.calendar.hour(0))} ${world.snapshot().time} ${now}`);
		before = now;
		if (hall.motion()) inHall++;
	};
	run(24 * 3600);
	const opened = changes.filter((change) => change.endsWith("true"));
	// Ada leaves, comes back into the garden (through the house), and goes in: at 8, at 17 (twice), at 19.
	assert.equal(opened.length, 4, opened.join("\n"));
	assert.match(opened[0] as string, / 0[78]:/);
	assert.match(opened[3] as string, / 1[89]:/);
	assert.ok(inHall > 10);
});

test("who sits still is not seen, who sleeps is not seen at all, and motion comes in bursts", () => {
	const { world, run } = running(household);
	const bedroom = world.surroundings("bedroom", "motion");
	const parlour = world.surroundings("parlour", "motion");
	run(6 * 3600);
	let moving = 0;
	for (let second = 0; second < 3600; second++) {
		run(1);
		if (parlour.motion()) moving++;
	}
	assert.ok(moving > 360 && moving < 2000, `${moving} of 3600 s`);
	run(13 * 3600);
	for (let second = 0; second < 3600; second++) {
		run(1);
		const sleepers = world.snapshot().people.filter((one) => one.room === "bedroom");
		if (sleepers.every(({ asleep }) => asleep)) assert.ok(!bedroom.motion());
	}
});

test("errands lead elsewhere for some minutes, several times a day, and back", () => {
	const { world, run } = running(household);
	run(5 * 3600);
	let minutes = 0;
	for (let minute = 0; minute < 12 * 60; minute++) {
		run(60);
		if (world.snapshot().people.some(({ name, room }) => name === "Ben" && room === "kitchen")) minutes++;
	}
	assert.ok(minutes >= 10 && minutes < 120, `${minutes} of 720 minutes`);
});

test("some night, somebody passes the hall", () => {
	const { world, run } = running(household);
	const hall = world.surroundings("hall", "motion");
	run(18.5 * 3600);
	let passages = 0;
	world.onChange = () => {
		if (hall.motion()) passages++;
	};
	run(6 * 3600);
	assert.ok(passages >= 1, `${passages} passages`);
});

test("onChange comes when a level changed, and only then", () => {
	const { world, run } = running(household);
	const places = ["kitchen", "parlour", "hall", "bedroom", "garden"].map((name) => world.surroundings(name, "x"));
	const levels = (): string => places.map((place) => `${place.motion()} ${place.open()}`).join();
	let known = levels();
	let calls = 0;
	world.onChange = () => {
		assert.notEqual(levels(), known);
		known = levels();
		calls++;
	};
	for (let minute = 0; minute < 1440; minute++) {
		run(60);
		assert.equal(levels(), known);
	}
	assert.ok(calls > 200, `${calls} changes in a day`);
});

test("weekends differ from workdays where the day says so", () => {
	const worker = person("Cleo", {
		day: [stay("09:00", "study", { days: "workdays" }), stay("17:00", "away", { days: "workdays" })],
	});
	const { world, run } = running(simple({ startsAt: "2026-06-25T12:00:00", people: [worker] }));
	const atNoon: (string | undefined)[] = [];
	for (let day = 0; day < 7; day++) {
		atNoon.push(world.snapshot().people[0]?.room);
		run(86_400);
	}
	// From a Thursday on.
	assert.deepEqual(atNoon, ["study", "study", "away", "away", "study", "study", "study"]);
});
