import assert from "node:assert/strict";
import { test } from "node:test";
import { driftPpm, timeQualities, WallClock } from "kith/core/wall-clock";

const { none, network } = timeQualities;
const noon = 1_795_608_000;

function told(at: number, error = 10): WallClock {
	const wall = new WallClock();
	assert.equal(wall.set(noon, at, error, network), false, "the first time is no jump");
	return wall;
}

test("nothing is known until somebody tells", () => {
	const wall = new WallClock();
	assert.equal(wall.quality, none);
	wall.carry(5000);
	assert.equal(wall.quality, none);
	wall.set(noon, 5000, 10, network);
	assert.equal(wall.quality, network);
	assert.deepEqual([wall.seconds(5000), wall.milliseconds(5000), wall.age(5000), wall.error(5000)], [noon, 0, 0, 10]);
});

test("time goes on with the node's own clock, and its error grows with the drift", () => {
	const wall = told(1000);
	const later = 1000 + 3_600_250;
	assert.equal(wall.seconds(later), noon + 3600);
	assert.equal(wall.milliseconds(later), 250);
	assert.equal(wall.age(later), 3_600_250);
	assert.equal(wall.error(later), 10 + Math.ceil((3_600_250 * driftPpm) / 1e6));
	assert.equal(wall.seconds(1000 - 1), noon - 1, "also just before it was told");
	assert.equal(wall.milliseconds(1000 - 1), 999);
});

test("the wrap of the node's clock is none of the wall's, however often it wraps", () => {
	const start = 0x7fff_ff00;
	const wall = told(start);
	assert.equal(wall.seconds((start + 5000) | 0), noon + 5);
	const step = 1_000_000_500;
	let now = start;
	for (let count = 1; count <= 12; count++) {
		now = (now + step) | 0;
		wall.carry(now);
		const passed = count * step;
		assert.equal(wall.seconds(now), noon + Math.floor(passed / 1000));
		assert.equal(wall.milliseconds(now), passed % 1000);
		assert.equal(wall.age(now), Math.min(passed, 0x7fff_ffff), "an age stays at the most that it can say");
		assert.ok(wall.error(now) >= 10 + (passed * driftPpm) / 1e6);
		assert.ok(wall.error(now) <= 10 + (passed * driftPpm) / 1e6 + count + 1);
	}
});

test("of two answers that agree the better one stays", () => {
	const wall = told(0, 10);
	assert.equal(wall.set(noon + 10, 10_015, 50, network), false);
	assert.equal(wall.milliseconds(10_000), 0, "a rougher one");
	assert.equal(wall.age(10_000), 10_000);
	assert.equal(wall.set(noon + 10, 10_005, 3, network), false);
	assert.equal(wall.milliseconds(10_005), 0, "a better one");
	assert.deepEqual([wall.age(10_005), wall.error(10_005), wall.backwards], [0, 3, 0]);
	// What was known grows old: by then the rougher one is the better.
	wall.set(noon + 2010, 2_010_000, 50, network);
	assert.equal(wall.age(2_010_000), 0);
});

test("what contradicts what was known replaces it, and only a jump backwards is counted", () => {
	const wall = told(0, 10);
	assert.equal(wall.set(noon + 100, 10_000, 500, network), true);
	assert.deepEqual([wall.seconds(10_000), wall.backwards], [noon + 100, 0]);
	assert.equal(wall.set(noon - 86_400, 10_000, 500, network), true);
	assert.deepEqual([wall.seconds(10_000), wall.backwards], [noon - 86_400, 1]);
	assert.equal(wall.set(noon - 86_400, 10_020, 30, network), false, "twenty milliseconds are no jump");
	assert.equal(wall.backwards, 1);
});

test("seconds go beyond what an int32 holds", () => {
	const wall = new WallClock();
	wall.set(0x7fff_ffff, 0, 10, network);
	assert.equal(wall.seconds(2000), 0x8000_0001);
});
