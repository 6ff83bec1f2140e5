import assert from "node:assert/strict";
import { test } from "node:test";
import { ageWords, clockWords, heapWords, percent, plural, shortName, valueWords } from "../../../tools/sim/words";

const value = (path: string, number: number, unit: string) => ({ path, value: number, unit, boolean: unit === "" });

test("values are written as people write them", () => {
	assert.equal(valueWords(value("climate/temperature", 27.34, "Cel")), "27.3 °C");
	assert.equal(valueWords(value("setPoint/temperature", 3.96, "Cel"), true), "3.96 °C");
	assert.equal(valueWords(value("climate/humidity", 45.6, "%RH")), "46 %");
	assert.equal(valueWords(value("light/illuminance", 320.4, "lx")), "320 lx");
	assert.equal(valueWords(value("climate/carbonDioxide", 812, "ppm")), "812 ppm");
	assert.equal(valueWords(value("lamp/level", 40, "%")), "40 %");
	assert.equal(valueWords({ path: "x/y", value: 3, unit: "furlong", boolean: false }), "3 furlong");
	assert.equal(valueWords(value("bulb/on", 1, "")), "on");
	assert.equal(valueWords(value("bulb/on", 0, "")), "off");
	assert.equal(valueWords(value("door/open", 1, "")), "open");
	assert.equal(valueWords(value("door/open", 0, "")), "closed");
	assert.equal(valueWords(value("motion/motion", 1, "")), "yes");
});

test("times, shares and counts", () => {
	assert.deepEqual([0, 59.9, 60, 3599, 3600, 172_799, 172_800].map(ageWords), [
		"0 s",
		"59 s",
		"1 min",
		"59 min",
		"1 h",
		"47 h",
		"2 d",
	]);
	assert.equal(clockWords(92.9), "00:01:32");
	assert.equal(clockWords(2 * 86_400 + 3 * 3600), "2 d 03:00:00");
	assert.equal(heapWords(30_822, 94_208), "30.1 of 92.0 KB (32 %)");
	assert.equal(percent(99_999, 100_000, 2), "99.99 %");
	assert.equal(percent(1, 1, 2), "100.00 %");
	assert.equal(percent(0, 0), "–");
	assert.equal(plural(1, "board"), "1 board");
	assert.equal(plural(0, "board"), "0 boards");
});

test("a switched thing is called after its device, a reading after what it measures", () => {
	assert.equal(shortName("climate/temperature"), "temperature");
	assert.equal(shortName("climate/carbonDioxide"), "CO2");
	assert.equal(shortName("cooler/on"), "cooler");
	assert.equal(shortName("door/open"), "door");
	assert.equal(shortName("lamp/level"), "lamp");
});
