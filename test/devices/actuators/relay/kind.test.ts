import assert from "node:assert/strict";
import { test } from "node:test";
import { DeviceBench } from "../../../support/device-bench";

test("it is off from its opening on, and says so soon after boot and every minute", () => {
	const bench = new DeviceBench("relay", { pin: 5, invert: false });
	assert.deepEqual(bench.io.writes, ["5 = 0"]);
	bench.advance(61_000);
	assert.deepEqual(bench.reports, [
		{ at: 100, index: 0, value: 0 },
		{ at: 60_100, index: 0, value: 0 },
	]);
});

test("it switches and reports what it then is", () => {
	const bench = new DeviceBench("relay", { pin: 5, invert: false });
	bench.advance(1000);
	assert.equal(bench.device.write(0, 1), undefined);
	assert.equal(bench.value(), 1);
	bench.advance(60_000);
	assert.equal(bench.value(), 1);
	bench.device.write(0, 0);
	assert.equal(bench.value(), 0);
	assert.deepEqual(bench.io.writes, ["5 = 0", "5 = 1", "5 = 0"]);
});

test("inverted, the pin is high while it is off, from the opening to the end", () => {
	const bench = new DeviceBench("relay", { pin: 5, invert: true });
	bench.device.write(0, 1);
	bench.device.close();
	assert.deepEqual(bench.io.writes, ["5 = 1", "5 = 0", "5 = 1"]);
});

test("closed, it is off, its pin is free and it reports nothing; closing twice writes once", () => {
	const bench = new DeviceBench("relay", { pin: 5, invert: false });
	bench.device.write(0, 1);
	bench.device.close();
	bench.device.close();
	assert.deepEqual(bench.io.writes, ["5 = 0", "5 = 1", "5 = 0"]);
	assert.equal(bench.io.openPins.size, 0);
	const reports = bench.reports.length;
	bench.advance(120_000);
	assert.equal(bench.reports.length, reports);
});

test("it has one resource", () => {
	const bench = new DeviceBench("relay", { pin: 5, invert: false });
	assert.throws(() => bench.device.write(1, 1), TypeError);
});
