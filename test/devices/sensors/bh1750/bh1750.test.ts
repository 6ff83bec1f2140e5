import assert from "node:assert/strict";
import { test } from "node:test";
import { Bh1750 } from "kith/devices/sensors/bh1750/bh1750";
import { beside } from "../../../support/driver-options";
import { ScriptedChip } from "../../../support/scripted-chip";

test("the datasheet's example, count 0x8390, is 28067 lx", () => {
	const sensor = new Bh1750(beside(new ScriptedChip(0x23, [[0x83, 0x90]])));
	assert.deepEqual(sensor.sample(), { illuminance: 280_667 });
});

test("the first conversion sets the sensitivity, later ones do not", () => {
	const chip = new ScriptedChip(0x23);
	const sensor = new Bh1750(beside(chip));
	assert.equal(sensor.start(), 180);
	assert.deepEqual(chip.written, [[0x01], [0x42], [0x65], [0x20]]);
	chip.written.length = 0;
	assert.equal(sensor.start(), 180);
	assert.deepEqual(chip.written, [[0x01], [0x20]]);
	sensor.reset();
	chip.written.length = 0;
	sensor.start();
	assert.deepEqual(chip.written, [[0x01], [0x42], [0x65], [0x20]]);
});

test("an overflow asks for a shorter look, at which more light fits, and dimmer light goes back", () => {
	const chip = new ScriptedChip(0x23, [
		[0xff, 0xff],
		[0x80, 0x00],
		[0x60, 0x00],
		[0x60, 0x00],
	]);
	const sensor = new Bh1750(beside(chip));
	sensor.start();
	assert.equal(sensor.sample(), undefined);
	chip.written.length = 0;
	assert.equal(sensor.start(), 81);
	assert.deepEqual(chip.written, [[0x01], [0x40], [0x7f], [0x20]]);
	// 32768 / 1.2 * 69 / 31 = 60,779 lx.
	assert.deepEqual(sensor.sample(), { illuminance: 607_794 });
	assert.equal(sensor.start(), 81);
	// 24576 / 1.2 * 69 / 31 = 45,584 lx: the usual sensitivity shows that better.
	assert.deepEqual(sensor.sample(), { illuminance: 455_845 });
	assert.equal(sensor.start(), 180);
});

test("light beyond the range is reported as the range's end", () => {
	const sensor = new Bh1750(
		beside(
			new ScriptedChip(0x23, [
				[0xff, 0xff],
				[0xff, 0xff],
			]),
		),
	);
	assert.equal(sensor.sample(), undefined);
	assert.deepEqual(sensor.sample(), { illuminance: 655_350 });
});

test("a chip that does not acknowledge is told, by every call", () => {
	const elsewhere = beside(new ScriptedChip(0x5c));
	const sensor = new Bh1750({ sensor: { ...elsewhere.sensor, address: 0x23 } });
	assert.equal(sensor.start(), "does not answer");
	assert.equal(sensor.sample(), "does not answer");
});
