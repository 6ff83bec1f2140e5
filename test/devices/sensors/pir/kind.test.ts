import assert from "node:assert/strict";
import { test } from "node:test";
import { digitalMode } from "kith/devices/io/io";
import { DeviceBench } from "../../../support/device-bench";

test("its state is reported soon after boot and every minute", () => {
	const bench = new DeviceBench("pir", { pin: 4, invert: false }, { index: 1 });
	bench.advance(130_000);
	assert.deepEqual(bench.reports, [
		{ at: 150, index: 0, value: 0 },
		{ at: 60_150, index: 0, value: 0 },
		{ at: 120_150, index: 0, value: 0 },
	]);
});

test("motion is reported at once, and its end when the module's output falls", () => {
	for (const invert of [false, true]) {
		const bench = new DeviceBench("pir", { pin: 4, invert });
		bench.advance(1000);
		bench.surroundings.air.motion = true;
		bench.advance(4000);
		assert.deepEqual(bench.reports[1], { at: 1000, index: 0, value: 1 });
		bench.surroundings.air.motion = false;
		bench.advance(10_000);
		const end = bench.reports[2];
		assert.ok(end !== undefined && end.value === 0 && end.at >= 7250 && end.at <= 7750, `ended at ${end?.at}`);
		assert.equal(bench.reports.length, 3);
	}
});

test("a cut wire reads as no motion", () => {
	for (const invert of [false, true]) {
		const bench = new DeviceBench("pir", { pin: 4, invert });
		bench.surroundings.air.motion = true;
		bench.chip.faults.absent = true;
		bench.advance(200);
		assert.equal(bench.value(), 0);
		const mode = invert ? digitalMode.inputPullUp : digitalMode.inputPullDown;
		assert.deepEqual((bench.io.openPins.get(4) as { mode?: number }).mode, mode);
	}
});

test("closed, it gives its pin back and stops; it cannot be set", () => {
	const bench = new DeviceBench("pir", { pin: 4, invert: false });
	assert.throws(() => bench.device.write(0, 1), TypeError);
	bench.device.close();
	bench.device.close();
	bench.surroundings.air.motion = true;
	bench.advance(1000);
	assert.deepEqual(bench.reports, []);
	assert.equal(bench.io.openPins.size, 0);
});
