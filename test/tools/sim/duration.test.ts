import assert from "node:assert/strict";
import { test } from "node:test";
import { durationLimit, parseDuration } from "../../../tools/sim/duration";

test("durations are read in every unit, with decimals and in several parts", () => {
	const cases: [string, number][] = [
		["90s", 90e6],
		["2h", 7200e6],
		["7d", 604_800e6],
		["250ms", 250e3],
		["15m", 900e6],
		["1.5h", 5400e6],
		["1h30m", 5400e6],
		["0.5s", 500e3],
		["3653d", durationLimit],
	];
	for (const [text, expected] of cases) assert.equal(parseDuration(text), expected, text);
});

test("everything else is no duration", () => {
	for (const text of [
		"",
		"0s",
		"90",
		"s",
		"-3s",
		"+3s",
		"1e3s",
		"3 s",
		"3S",
		"3w",
		"1.s",
		".5s",
		"1h-3m",
		"3654d",
		"NaNs",
	])
		assert.equal(parseDuration(text), undefined, text);
});
