import assert from "node:assert/strict";
import { test } from "node:test";
import { reedSettlingMs } from "kith/devices/sensors/reed/reed";
import { DeviceBench } from "../../../support/device-bench";

test("its state is reported soon after boot and every minute", () => {
	for (const invert of [false, true]) {
		const bench = new DeviceBench("reed", { pin: 4, invert });
		bench.surroundings.air.open = true;
		bench.advance(61_000);
		assert.deepEqual(
			bench.reports.map((report) => report.value),
			[1, 1, 1],
			"the change at the start, then twice by the clock",
		);
	}
});

test("a contact that bounces is reported once, when it has come to rest", () => {
	for (let seed = 1; seed <= 20; seed++) {
		const bench = new DeviceBench("reed", { pin: 4, invert: false }, { seed });
		bench.advance(1000);
		bench.surroundings.air.open = true;
		bench.advance(500);
		bench.surroundings.air.open = false;
		bench.advance(500);
		assert.deepEqual(bench.reports, [
			{ at: 100, index: 0, value: 0 },
			{ at: 1000 + reedSettlingMs, index: 0, value: 1 },
			{ at: 1500 + reedSettlingMs, index: 0, value: 0 },
		]);
	}
});

test("a door that opens and shuts within the settling time is reported as it ends", () => {
	const bench = new DeviceBench("reed", { pin: 4, invert: false });
	bench.advance(1000);
	bench.surroundings.air.open = true;
	bench.advance(5);
	bench.surroundings.air.open = false;
	bench.advance(100);
	assert.equal(bench.value(), 0);
});

test("the minute's report waits while the contact bounces", () => {
	const bench = new DeviceBench("reed", { pin: 4, invert: false });
	bench.advance(60_090);
	bench.surroundings.air.open = true;
	bench.advance(15);
	assert.equal(bench.reports.length, 1);
	bench.advance(10);
	assert.deepEqual(bench.reports[1], { at: 60_110, index: 0, value: 1 });
});

test("a cut wire reads as open", () => {
	const bench = new DeviceBench("reed", { pin: 4, invert: false });
	bench.advance(1000);
	bench.chip.faults.absent = true;
	bench.advance(1000);
	assert.equal(bench.value(), 1);
});

test("closed while settling, it reports nothing any more; it cannot be set", () => {
	const bench = new DeviceBench("reed", { pin: 4, invert: false });
	bench.advance(1000);
	assert.throws(() => bench.device.write(0, 1), TypeError);
	bench.surroundings.air.open = true;
	bench.advance(5);
	bench.device.close();
	bench.device.close();
	bench.advance(61_000);
	assert.equal(bench.reports.length, 1);
	assert.equal(bench.io.openPins.size, 0);
});
