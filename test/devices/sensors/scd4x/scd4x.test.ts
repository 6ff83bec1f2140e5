import assert from "node:assert/strict";
import { test } from "node:test";
import { Scd4x, scd4xAddress } from "kith/devices/sensors/scd4x/scd4x";
import { sensirionWords } from "kith/simulator/chips/sensirion";
import { BenchIo } from "../../../support/bench-io";
import { beside } from "../../../support/driver-options";
import { FakeClock } from "../../../support/fake-clock";
import { ScriptedChip } from "../../../support/scripted-chip";

function answering(...words: number[]): Scd4x {
	return new Scd4x(beside(new ScriptedChip(scd4xAddress, [[...sensirionWords(words, false)]])));
}

test("the datasheet's example is 500 ppm, 25 °C and 37 %RH", () => {
	const example = [0x01, 0xf4, 0x33, 0x66, 0x67, 0xa2, 0x5e, 0xb9, 0x3c];
	const sensor = new Scd4x(beside(new ScriptedChip(0x62, [example])));
	assert.deepEqual(sensor.sample(), { carbonDioxide: 500, temperature: 2500, humidity: 3700 });
});

test("each command is its two bytes and tells how long it takes", () => {
	const chip = new ScriptedChip(0x62);
	const sensor = new Scd4x(beside(chip));
	assert.deepEqual([sensor.stop(), sensor.start(), sensor.askReady(), sensor.askSample()], [500, 5000, 1, 1]);
	assert.deepEqual(chip.written, [
		[0x3f, 0x86],
		[0x21, 0xb1],
		[0xe4, 0xb8],
		[0xec, 0x05],
	]);
});

test("data is ready unless the low eleven bits are zero", () => {
	assert.equal(answering(0x8000).isReady(), false);
	assert.equal(answering(0xf800).isReady(), false);
	assert.equal(answering(0x0001).isReady(), true);
	assert.equal(answering(0x8006).isReady(), true);
	assert.equal(new Scd4x(beside(new ScriptedChip(0x62, [[0x80, 0x06, 0x00]]))).isReady(), "checksum");
});

test("values beyond the chip's ranges are refused", () => {
	assert.equal(answering(40_001, 0x6667, 0x5eb9).sample(), "out of range");
	assert.equal(answering(500, 0, 0x5eb9).sample(), "out of range");
	assert.equal(answering(500, 0xffff, 0x5eb9).sample(), "out of range");
	assert.deepEqual(answering(40_000, 0x6667, 0xffff).sample(), {
		carbonDioxide: 40_000,
		temperature: 2500,
		humidity: 10_000,
	});
});

test("a wrong checksum of any word is told", () => {
	for (const at of [2, 5, 8]) {
		const bytes = [...sensirionWords([500, 0x6667, 0x5eb9], false)];
		bytes[at] = (bytes[at] as number) ^ 0x10;
		assert.equal(new Scd4x(beside(new ScriptedChip(0x62, [bytes]))).sample(), "checksum");
	}
});

test("a chip that does not acknowledge is told, by every call, and closing does not mind", () => {
	const elsewhere = beside(new ScriptedChip(0x44));
	const sensor = new Scd4x({ sensor: { ...elsewhere.sensor, address: 0x62 } });
	for (const answer of [sensor.stop(), sensor.start(), sensor.askReady(), sensor.askSample()])
		assert.equal(answer, "does not answer");
	assert.equal(sensor.isReady(), "does not answer");
	assert.equal(sensor.sample(), "does not answer");
	sensor.close();
});

test("closing stops the measurements, once", () => {
	const chip = new ScriptedChip(0x62);
	const io = new BenchIo(new FakeClock());
	const sensor = new Scd4x(beside(chip, io));
	sensor.close();
	sensor.close();
	assert.deepEqual(chip.written, [[0x3f, 0x86]]);
	assert.equal(io.openBuses, 0);
});
