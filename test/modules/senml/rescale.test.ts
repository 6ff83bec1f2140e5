import assert from "node:assert/strict";
import { test } from "node:test";
import { fromFloat, rescale, unrepresentable } from "kith/senml/rescale";

test("another exponent is converted exactly", () => {
	assert.equal(rescale(2345, -2, 2), 2345);
	assert.equal(rescale(235, -1, 2), 2350);
	assert.equal(rescale(23, 0, 2), 2300);
	assert.equal(rescale(2, 1, 0), 20);
	assert.equal(rescale(-2350, -2, 1), -235);
	assert.equal(rescale(0, -30, 2), 0);
	assert.equal(rescale(0, 2000000000, 3), 0);
	assert.equal(rescale(-2147483648, 0, 0), -2147483648);
	assert.equal(rescale(-214748364, 1, 0), -2147483640);
});

test("what would lose digits or leave int32 is refused", () => {
	assert.equal(rescale(2345, -2, 1), unrepresentable);
	assert.equal(rescale(1, -10, 2), unrepresentable);
	assert.equal(rescale(1, -2147483648, 0), unrepresentable);
	assert.equal(rescale(1, 2147483647, 3), unrepresentable);
	assert.equal(rescale(2147483647, 0, 1), unrepresentable);
	assert.equal(rescale(-214748365, 1, 0), unrepresentable);
});

test("a float is taken where it is the nearest to a decimal number of the scale", () => {
	assert.equal(fromFloat(120.1, false, 1), 1201);
	assert.equal(fromFloat(120.1, false, 2), 12010);
	assert.equal(fromFloat(-0.07, false, 2), -7);
	assert.equal(fromFloat(23, false, 0), 23);
	assert.equal(fromFloat(Math.fround(21.7), true, 1), 217);
	assert.equal(fromFloat(0.5, true, 1), 5);
});

test("other floats are refused, whatever they are", () => {
	assert.equal(fromFloat(120.15, false, 1), unrepresentable);
	assert.equal(fromFloat(120.10000000000001, false, 1), unrepresentable);
	assert.equal(fromFloat(Math.fround(21.7), false, 1), unrepresentable, "a single's digits as a double");
	for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e300, 2147483648]) {
		assert.equal(fromFloat(value, false, 0), unrepresentable, `${value}`);
	}
});
