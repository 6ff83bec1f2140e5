import assert from "node:assert/strict";
import { test } from "node:test";
import { DefinitionError } from "kith/define/definition-error";
import { describeDuration, hours, milliseconds, minutes, seconds } from "kith/define/duration";
import { durationLimitMs } from "kith/definition/definition";

test("durations are counted in milliseconds", () => {
	assert.equal(milliseconds(1), 1);
	assert.equal(seconds(30), 30_000);
	assert.equal(minutes(10), 600_000);
	assert.equal(hours(2), 7_200_000);
});

test("fractions that are whole milliseconds are exact in spite of floating point", () => {
	assert.equal(seconds(2.3), 2300);
	assert.equal(seconds(0.001), 1);
	assert.equal(minutes(0.1), 6000);
	assert.equal(hours(1.1), 3_960_000);
});

test("what is no usable length of time is refused", () => {
	for (const wrong of [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, durationLimitMs + 1]) {
		assert.throws(() => milliseconds(wrong), DefinitionError);
	}
	assert.throws(() => seconds(0.0005), DefinitionError);
	assert.throws(() => hours(300), /hours\(300\) is no usable duration.* at most 12 days/);
	assert.equal(milliseconds(durationLimitMs), durationLimitMs);
});

test("durations are shown in the unit that fits them", () => {
	assert.equal(describeDuration(250), "250 ms");
	assert.equal(describeDuration(30_000), "30 s");
	assert.equal(describeDuration(90_000), "1.5 min");
	assert.equal(describeDuration(5_400_000), "1.5 h");
});
