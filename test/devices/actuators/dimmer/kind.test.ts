import assert from "node:assert/strict";
import { test } from "node:test";
import { DeviceBench } from "../../../support/device-bench";

const options = { pin: 6, hz: 500 };

test("it is dark from its opening on, at the frequency asked for, and says so soon after boot", () => {
	const bench = new DeviceBench("dimmer", options);
	assert.deepEqual(bench.io.writes, ["6 = 0"]);
	assert.deepEqual(bench.io.openPins.get(6), { pin: 6, hz: 500 });
	bench.advance(61_000);
	assert.deepEqual(
		bench.reports.map((report) => [report.at, report.value]),
		[
			[100, 0],
			[60_100, 0],
		],
	);
});

test("it dims to what the eye sees as the level, and reports the level", () => {
	const bench = new DeviceBench("dimmer", options);
	for (const level of [1, 50, 100, 0]) {
		assert.equal(bench.device.write(0, level), undefined);
		assert.equal(bench.value(), level);
	}
	assert.deepEqual(bench.io.writes, ["6 = 0", "6 = 1", "6 = 188", "6 = 1023", "6 = 0"]);
	const fine = new DeviceBench("dimmer", options, { pwmResolution: 14 });
	fine.device.write(0, 50);
	assert.deepEqual(fine.io.writes, ["6 = 0", "6 = 3018"]);
});

test("closed, it is dark, its pin is free and it reports nothing; closing twice writes once", () => {
	const bench = new DeviceBench("dimmer", options);
	bench.device.write(0, 100);
	bench.device.close();
	bench.device.close();
	assert.deepEqual(bench.io.writes, ["6 = 0", "6 = 1023", "6 = 0"]);
	assert.equal(bench.io.openPins.size, 0);
	const reports = bench.reports.length;
	bench.advance(120_000);
	assert.equal(bench.reports.length, reports);
});

test("a level beyond 0…100 throws and changes nothing; it has one resource", () => {
	const bench = new DeviceBench("dimmer", options);
	bench.device.write(0, 40);
	assert.throws(() => bench.device.write(0, 101), RangeError);
	assert.throws(() => bench.device.write(1, 50), TypeError);
	assert.equal(bench.value(), 40);
	assert.equal(bench.io.writes.length, 2);
});
