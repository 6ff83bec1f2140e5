import assert from "node:assert/strict";
import { test } from "node:test";
import { dutyOf } from "kith/devices/actuators/dimmer/lightness";

test("a level is the duty cycle that looks as bright: CIE 1976 lightness", () => {
	for (let level = 0; level <= 100; level++) {
		const luminance = level <= 8 ? (level * 27) / 24389 : ((level + 16) / 116) ** 3;
		const duty = dutyOf(level, 65535);
		assert.equal(duty, Math.round(luminance * 65535), `level ${level}`);
	}
	assert.equal(dutyOf(50, 1023), 188);
});

test("0 is off and 100 fully on at any resolution, and every level between is brighter than the one below or equal", () => {
	for (const bits of [8, 10, 12, 14, 16, 20]) {
		const full = 2 ** bits - 1;
		assert.equal(dutyOf(0, full), 0);
		assert.equal(dutyOf(100, full), full);
		for (let level = 1; level <= 100; level++) {
			const duty = dutyOf(level, full);
			assert.ok(duty > 0 && duty >= dutyOf(level - 1, full), `level ${level} at ${bits} bits`);
		}
	}
});

test("what is no level throws", () => {
	for (const level of [-1, 101, 0.5, Number.NaN]) assert.throws(() => dutyOf(level, 1023), RangeError);
});
