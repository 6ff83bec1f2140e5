import assert from "node:assert/strict";
import { test } from "node:test";
import { formatDecimal, parseDecimal } from "kith/gateway/decimal";

test("values print exactly, without needless zeros", () => {
	const cases: [number, number, string][] = [
		[2345, 2, "23.45"],
		[2300, 2, "23"],
		[2340, 2, "23.4"],
		[5, 2, "0.05"],
		[-5, 2, "-0.05"],
		[-2345, 2, "-23.45"],
		[0, 3, "0"],
		[812, 0, "812"],
		[-2147483648, 2, "-21474836.48"],
	];
	for (const [value, scale, text] of cases) assert.equal(formatDecimal(value, scale), text);
});

test("decimal text is read exactly", () => {
	const cases: [string, number, number][] = [
		["23.45", 2, 2345],
		["23", 2, 2300],
		["23.4", 2, 2340],
		["-0.05", 2, -5],
		["0", 0, 0],
		["-0", 2, 0],
		["1.000", 0, 1],
		["21474836.47", 2, 2147483647],
	];
	for (const [text, scale, value] of cases) assert.equal(parseDecimal(text, scale), value, text);
});

test("anything else is no number", () => {
	for (const text of [
		"",
		"-",
		".5",
		"5.",
		"1e3",
		"0x10",
		" 1",
		"1 ",
		"1,5",
		"--1",
		"1.2.3",
		"21474836.48",
		"99999999999999",
		"1.005",
		"NaN",
		"true",
	]) {
		assert.equal(parseDecimal(text, 2), undefined, text);
	}
});
