import assert from "node:assert/strict";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import {
	describeWorld,
	parseRecording,
	parseTruth,
	person,
	readRecording,
	readTruth,
	room,
	stay,
	WorldError,
} from "kith/simulator/world";
import { running } from "./worlds";

/** As statistics programs write them: a row number without a header, quotes, uneven seconds. */
const office = `"date","Temperature","Humidity","Light","CO2","HumidityRatio","Occupancy"
"140","2015-02-02 14:19:10",23.7,26.25,585.2,750,0.0047,1
"141","2015-02-02 14:20:10",23.9,26.75,0,850,0.0047,1
"142","2015-02-02 14:21:10",24.5,27,100,650,0.0047,0
`;
const minute = 60_000_000;
const first = 10_000_000;

test("columns are found by name, whatever stands before and between", () => {
	const recording = parseRecording(office, "folder/office.csv");
	assert.equal(recording.name, "office.csv");
	assert.equal(recording.value("temperature", first), 23.7);
	assert.equal(recording.value("humidity", first), 26.25);
	assert.equal(recording.value("illuminance", first), 585.2);
	assert.equal(recording.value("carbonDioxide", first), 750);
	const shuffled = "CO2,date,Temperature\r\n500,2015-02-02 14:19,20\r\n600,2015-02-02T14:20:00,21\r\n\r\n";
	assert.equal(parseRecording(shuffled, "x").value("carbonDioxide", 0), 500);
	assert.equal(parseRecording(shuffled, "x").value("humidity", 0), undefined);
	assert.equal(parseRecording(`\ufeff${shuffled}`, "x").value("temperature", minute), 21);
});

test("its first minute is the session's first minute", () => {
	const recording = parseRecording(office, "x");
	assert.equal(recording.end, first + 2 * minute);
	assert.equal(recording.value("temperature", 0), 23.7, "before the first sample, its value");
});

test("air changes evenly between samples, light in steps, and the last values stay", () => {
	const recording = parseRecording(office, "x");
	const half = first + minute / 2;
	assert.ok(Math.abs((recording.value("temperature", half) as number) - 23.8) < 1e-9);
	assert.equal(recording.value("carbonDioxide", half), 800);
	assert.equal(recording.value("illuminance", half), 585.2);
	assert.equal(recording.value("illuminance", first + minute), 0);
	assert.equal(recording.value("temperature", first + 2 * minute), 24.5);
	assert.equal(recording.value("temperature", 1000 * minute), 24.5);
});

const broken: readonly [string, string, RegExp][] = [
	["an empty file", "", /^x\.csv is empty$/],
	["headers alone", "date,CO2\n", /no rows/],
	[
		"no column that a sensor senses",
		"date,Pressure\n2015-02-02 14:19:00,5\n",
		/none of the columns Temperature, Humidity, Light, CO2; it has date, Pressure/,
	],
	["no date", "time,CO2\n1,5\n", /no column "date"; it has time, CO2/],
	[
		"a bad number",
		"date,CO2\n2015-02-02 14:19:00,5\n2015-02-02 14:20:00,five\n",
		/^x\.csv, line 3: CO2 is "five", which is no number/,
	],
	["a missing number", "date,CO2\n2015-02-02 14:19:00,\n", /line 2: CO2 is ""/],
	["an infinite number", "date,CO2\n2015-02-02 14:19:00,1e999\n", /line 2/],
	["a bad date", "date,CO2\n02.02.2015,5\n", /line 2: date is "02.02.2015"/],
	["time that runs backwards", "date,CO2\n2015-02-02 14:19:00,5\n2015-02-02 14:18:00,5\n", /line 3: .* not later/],
	["a short row", "date,CO2\n2015-02-02 14:19:00,5\n2015-02-02 14:20:00\n", /line 3: 1 cell instead of 2/],
	["rows two cells too long", "date,CO2\n1,1,2015-02-02 14:19:00,5\n", /line 2: 4 cells, but there are 2 headers/],
	["an open quote", 'date,CO2\n"2015-02-02 14:19:00,5\n', /line 2: a quote is not closed/],
];
for (const [what, text, message] of broken) {
	test(`${what} is refused with file and line`, () => {
		assert.throws(
			() => parseRecording(text, "x.csv"),
			(error) => error instanceof WorldError && message.test(error.message) && !error.message.includes("\n"),
		);
	});
}

test("files are read, and a missing one or a folder is said to be so", () => {
	const folder = mkdtempSync(join(tmpdir(), "kith-"));
	try {
		const file = join(folder, "office.csv");
		writeFileSync(file, office);
		assert.equal(readRecording(file).value("temperature", first), 23.7);
		assert.equal(readTruth(file).occupied(first), true);
		assert.throws(() => readRecording(join(folder, "none.csv")), /none\.csv: there is no such file/);
		assert.throws(() => readRecording(folder), /cannot be read \(EISDIR\)/);
		// Takes no room on the disk: nothing was ever written behind the first bytes.
		truncateSync(file, 300 * 1024 * 1024);
		assert.throws(() => readRecording(file), /has 300 MB, at most 96 are read/);
	} finally {
		rmSync(folder, { recursive: true });
	}
});

const description = describeWorld({
	startsAt: "2015-02-02T14:19:00",
	rooms: { office: room({ floor: 20 }), store: room({ floor: 20 }) },
	people: [person("Cleo", { day: [stay("08:00", "office")] })],
});

test("a recorded room is sensed as recorded, the others by the model; the end is told once", () => {
	const recordings = new Map([["office", parseRecording(office, "office.csv")]]);
	const { world, run, notices } = running(description, { recordings });
	const place = world.surroundings("office", "climate");
	run(10);
	assert.deepEqual(
		[place.temperature(), place.humidity(), place.illuminance(), place.carbonDioxide()],
		[23.7, 26.25, 585.2, 750],
	);
	assert.notEqual(world.surroundings("store", "climate").temperature(), 23.7);
	assert.deepEqual(notices, []);
	run(3600);
	assert.equal(place.temperature(), 24.5);
	assert.deepEqual(notices, ["the recording office.csv of office has ended: its last values stay"]);
});

test("columns that a recording lacks come from the model", () => {
	const recordings = new Map([["office", parseRecording("date,CO2\n2015-02-02 14:19:00,900\n", "x")]]);
	const { world } = running(description, { recordings });
	const place = world.surroundings("office", "climate");
	assert.equal(place.carbonDioxide(), 900);
	assert.equal(place.temperature(), 23);
});

test("the model's people move unseen in a recorded room, unless the room says otherwise", () => {
	const seen = (peopleBesideRecording: boolean): boolean => {
		const recordings = new Map([["office", parseRecording(office, "x")]]);
		const rooms = { ...description.rooms, office: room({ floor: 20, peopleBesideRecording }) };
		const { world, run } = running({ ...description, rooms }, { recordings });
		const place = world.surroundings("office", "motion");
		let any = false;
		for (let second = 0; second < 3600; second++) {
			run(1);
			any ||= place.motion();
		}
		return any;
	};
	assert.equal(seen(false), false);
	assert.equal(seen(true), true);
});

test("a recording for a room that there is not is refused", () => {
	const recordings = new Map([["attic", parseRecording(office, "x")]]);
	assert.throws(() => running(description, { recordings }), /room "attic", but the world has office, store/);
});

test("the truth about people is readable apart", () => {
	const truth = parseTruth(office, "x");
	assert.deepEqual(
		[0, first, first + minute, first + 2 * minute, 1000 * minute].map((at) => truth.occupied(at)),
		[true, true, true, false, false],
	);
	assert.throws(() => parseTruth("date,CO2\n2015-02-02 14:19:00,5\n", "x"), /no column "Occupancy"/);
});

/** Everything that a program can get at: own and inherited properties, methods' results apart. */
function reachable(thing: object, depth = 0): string {
	const names: string[] = [];
	for (
		let level: object | null = thing;
		level !== null && level !== Object.prototype;
		level = Object.getPrototypeOf(level)
	) {
		for (const name of Object.getOwnPropertyNames(level)) {
			const value = Object.getOwnPropertyDescriptor(level, name)?.value;
			names.push(name, typeof value === "object" && value !== null && depth < 3 ? reachable(value, depth + 1) : "");
		}
	}
	return names.join(" ");
}

test("nothing of the truth reaches what sensors see", () => {
	const flipped = office.replaceAll(",1\n", ",7\n").replaceAll(",0\n", ",1\n").replaceAll(",7\n", ",0\n");
	const without = office.replace(',"Occupancy"', "").replaceAll(/,[01]\n/g, "\n");
	assert.notEqual(parseTruth(flipped, "x").occupied(0), parseTruth(office, "x").occupied(0));
	const seen = [office, flipped, without].map((text) => {
		const { world, run } = running(description, { recordings: new Map([["office", parseRecording(text, "x")]]) });
		const place = world.surroundings("office", "climate");
		const lines: unknown[] = [];
		for (let tenth = 0; tenth < 30; tenth++) {
			run(6);
			lines.push([place.temperature(), place.humidity(), place.illuminance(), place.carbonDioxide()]);
			lines.push([place.motion(), place.open()]);
		}
		assert.doesNotMatch(reachable(place), /occup|truth/i);
		return JSON.stringify([lines, world.snapshot()]);
	});
	assert.equal(seen[1], seen[0]);
	assert.equal(seen[2], seen[0]);
	assert.doesNotMatch(reachable(parseRecording(office, "x")), /occup|truth/i);
});
