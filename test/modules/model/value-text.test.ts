import assert from "node:assert/strict";
import { test } from "node:test";
import { valueTextLimit, writeValueText } from "kith/model/value-text";

function text(value: number, scale: number, boolean = false): string {
	const target = new Uint8Array(valueTextLimit);
	const length = writeValueText(target, value, scale, boolean);
	let result = "";
	for (let index = 0; index < length; index++) result += String.fromCharCode(target[index] as number);
	return result;
}

test("values are written as decimal numbers without superfluous zeros", () => {
	assert.equal(text(2345, 2), "23.45");
	assert.equal(text(2300, 2), "23");
	assert.equal(text(-450, 2), "-4.5");
	assert.equal(text(5, 2), "0.05");
	assert.equal(text(-5, 3), "-0.005");
	assert.equal(text(0, 2), "0");
	assert.equal(text(100, 0), "100");
	assert.equal(text(-2147483648, 0), "-2147483648");
	assert.equal(text(2147483647, 3), "2147483.647");
});

test("booleans are words", () => {
	assert.equal(text(1, 0, true), "true");
	assert.equal(text(0, 0, true), "false");
});
