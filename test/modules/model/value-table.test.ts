import assert from "node:assert/strict";
import { test } from "node:test";
import { oldestAgeMs, sweepPeriodMs, ValueTable } from "kith/model/value-table";

test("a slot is unknown until its first value", () => {
	const table = new ValueTable(3);
	assert.equal(table.known(1), false);
	assert.equal(table.age(1, 1000), -1);
	table.set(1, -250, 1000);
	assert.equal(table.known(1), true);
	assert.equal(table.value(1), -250);
	assert.equal(table.age(1, 1000), 0);
	assert.equal(table.age(1, 1750), 750);
	assert.equal(table.known(0), false);
	assert.equal(table.known(2), false);
});

test("an age counts right across the wrap of the clock", () => {
	const table = new ValueTable(1);
	table.set(0, 7, 0x7fff_ff00);
	assert.equal(table.age(0, -0x8000_0000 + 0x100), 0x200);
});

test("an age stops at its oldest and never becomes young again", () => {
	const table = new ValueTable(2);
	table.set(0, 7, 0);
	let now = 0;
	for (let day = 0; day < 60; day++) {
		now = (now + sweepPeriodMs) | 0;
		table.set(1, day, now);
		table.sweep(now);
		const expected = (day + 1) * sweepPeriodMs;
		assert.equal(table.age(0, now), Math.min(expected, oldestAgeMs));
		assert.equal(table.age(1, now), 0);
	}
	assert.equal(table.known(0), true);
	assert.equal(table.value(0), 7);
	table.set(0, 8, now);
	assert.equal(table.age(0, now), 0);
});

test("looking at an age beyond 2^31 ms counts as oldest", () => {
	const table = new ValueTable(1);
	table.set(0, 7, 0);
	assert.equal(table.age(0, -0x8000_0000), oldestAgeMs);
	assert.equal(table.age(0, 5), oldestAgeMs);
});

test("a slot outside the table is a bug", () => {
	const table = new ValueTable(2);
	assert.throws(() => table.set(2, 1, 0), RangeError);
	assert.throws(() => table.set(-1, 1, 0), RangeError);
});
