import assert from "node:assert/strict";
import { test } from "node:test";
import { Sht4x } from "kith/devices/sensors/sht4x/sht4x";
import { sensirionWords } from "kith/simulator/chips/sensirion";
import { beside } from "../../../support/driver-options";
import { ScriptedChip } from "../../../support/scripted-chip";

function answering(...words: number[]): Sht4x {
	return new Sht4x(beside(new ScriptedChip(0x44, [[...sensirionWords(words, false)]])));
}

test("a conversion is one command byte, and each precision has its own", () => {
	const chip = new ScriptedChip(0x45);
	const sensor = new Sht4x(beside(chip));
	assert.equal(sensor.start(), 9);
	sensor.configure({ precision: "medium" });
	assert.equal(sensor.start(), 5);
	sensor.configure({ precision: "low" });
	assert.equal(sensor.start(), 2);
	sensor.configure({});
	assert.equal(sensor.start(), 2);
	sensor.configure({ precision: "high" });
	assert.equal(sensor.start(), 9);
	assert.equal(sensor.reset(), 1);
	assert.deepEqual(chip.written, [[0xfd], [0xf6], [0xe0], [0xe0], [0xfd], [0x94]]);
});

test("the bytes of the datasheet's checksum example are 85.52 °C and 87.23 %RH", () => {
	const sensor = new Sht4x(beside(new ScriptedChip(0x44, [[0xbe, 0xef, 0x92, 0xbe, 0xef, 0x92]])));
	assert.deepEqual(sensor.sample(), { temperature: 8552, humidity: 8723 });
});

test("humidity is cropped to 0…100 %RH", () => {
	assert.deepEqual(answering(0x6666, 0).sample(), { temperature: 2500, humidity: 0 });
	assert.deepEqual(answering(0x6666, 0xffff).sample(), { temperature: 2500, humidity: 10000 });
});

test("a temperature beyond -40…125 °C is no temperature", () => {
	assert.equal(answering(0, 0x8000).sample(), "out of range");
	assert.equal(answering(0xffff, 0x8000).sample(), "out of range");
	// -40 °C is code 1872.4, 125 °C is 63662.6.
	assert.deepEqual(answering(1872, 0x8000).sample(), { temperature: -4000, humidity: 5650 });
	assert.equal(answering(1870, 0x8000).sample(), "out of range");
	assert.deepEqual(answering(63663, 0x8000).sample(), { temperature: 12500, humidity: 5650 });
	assert.equal(answering(63665, 0x8000).sample(), "out of range");
});

test("a wrong checksum of either word is told", () => {
	const good = [0xbe, 0xef, 0x92];
	const bad = [0xbe, 0xef, 0x93];
	assert.equal(new Sht4x(beside(new ScriptedChip(0x44, [[...bad, ...good]]))).sample(), "checksum");
	assert.equal(new Sht4x(beside(new ScriptedChip(0x44, [[...good, ...bad]]))).sample(), "checksum");
});

test("a chip that does not acknowledge is told, by every call", () => {
	const elsewhere = beside(new ScriptedChip(0x46));
	const sensor = new Sht4x({ sensor: { ...elsewhere.sensor, address: 0x44 } });
	assert.equal(sensor.reset(), "does not answer");
	assert.equal(sensor.start(), "does not answer");
	assert.equal(sensor.sample(), "does not answer");
});

test("the sample is one object, filled anew", () => {
	const answer = [...sensirionWords([0x6666, 0x8000], false)];
	const sensor = new Sht4x(beside(new ScriptedChip(0x44, [answer, answer])));
	const first = sensor.sample();
	const second = sensor.sample();
	assert.ok(first === second);
});
