import assert from "node:assert/strict";
import { test } from "node:test";
import { DeviceBench } from "../../../support/device-bench";

const options = { every: 30_000 };

test("the first measurement is reported as soon as the chip has one, the next ones every period", () => {
	const bench = new DeviceBench("scd4x", options);
	bench.advance(100_000);
	// 1.1 s after boot it is stopped (501 ms) and started (5001 ms); then two questions of 2 ms each.
	assert.deepEqual(bench.times(), [6606, 31_104, 61_104, 91_104]);
	assert.deepEqual(bench.faults, []);
	assert.equal(bench.reports.length, 12);
});

test("a board that reboots while the chip measures gets values again", () => {
	const before = new DeviceBench("scd4x", options);
	before.advance(20_000);
	// The chip goes on measuring: nobody has closed the device. A second board on its bus is the rebooted one.
	const again = new DeviceBench("scd4x", options);
	const chip = before.chip.i2c;
	assert.ok(chip !== undefined && again.chip.i2c !== undefined);
	again.clock.stall(20_000);
	again.chip.i2c.write = (bytes, now) => chip.write(bytes, now);
	again.chip.i2c.read = (count, now) => chip.read(count, now);
	again.advance(40_000);
	assert.deepEqual(again.faults, []);
	assert.ok(again.times().length >= 1);
});

test("asked more often than it measures, it reports each measurement once", () => {
	const bench = new DeviceBench("scd4x", { every: 1000 });
	bench.advance(60_000);
	const times = bench.times();
	assert.ok(times.length >= 10 && times.length <= 11, `${times.length} reports`);
	assert.deepEqual(bench.faults, []);
});

test("what it reports of settled air is within the datasheet's accuracy of the truth", () => {
	for (let seed = 1; seed <= 3; seed++) {
		const bench = new DeviceBench("scd4x", options, { seed });
		for (let step = 0; step <= 16; step += 2) {
			const { air } = bench.surroundings;
			air.carbonDioxide = 400 + step * 100;
			air.temperature = -9 + step * 4;
			air.humidity = 1 + step * 6.1;
			bench.advance(600_000);
			const carbonDioxideError = Math.abs(bench.value(0) - air.carbonDioxide);
			assert.ok(carbonDioxideError <= 50 + air.carbonDioxide * 0.025, `${carbonDioxideError} ppm off`);
			assert.ok(Math.abs(bench.value(1) / 100 - air.temperature) <= 0.8);
			assert.ok(Math.abs(bench.value(2) / 100 - air.humidity) <= 6);
		}
		assert.deepEqual(bench.faults, []);
	}
});

test("a chip that is gone is told once a period; when it is back it is stopped and started again", () => {
	const bench = new DeviceBench("scd4x", options);
	bench.advance(10_000);
	bench.chip.faults.absent = true;
	bench.advance(60_000);
	assert.deepEqual(bench.faults, ["does not answer", "does not answer"]);
	bench.chip.faults.absent = false;
	bench.io.transactions.length = 0;
	bench.advance(40_000);
	assert.deepEqual(bench.io.transactions.slice(0, 2), ["62 < 3f86", "62 < 21b1"]);
	assert.equal(bench.times().length, 2);
});

test("a chip that lost its power measures nothing any more: it is given up, and started again", () => {
	const bench = new DeviceBench("scd4x", options);
	bench.advance(10_000);
	// Idle, as after a power-up.
	bench.chip.i2c?.write(Uint8Array.of(0x3f, 0x86), bench.io.nowUs);
	bench.advance(30_000);
	assert.deepEqual(bench.faults, ["does not answer"]);
	assert.equal(bench.times().length, 1);
	bench.advance(40_000);
	assert.deepEqual(bench.faults, ["does not answer"]);
	assert.equal(bench.times().length, 2);
});

test("wrong checksums and absurd values are told and not reported", () => {
	const bench = new DeviceBench("scd4x", options);
	bench.chip.faults.checksumWrong = true;
	bench.advance(10_000);
	assert.deepEqual(bench.faults, ["checksum"]);
	bench.chip.faults.checksumWrong = false;
	bench.chip.faults.offset = 50_000;
	bench.advance(30_000);
	assert.deepEqual(bench.faults, ["checksum", "out of range"]);
	assert.deepEqual(bench.reports, []);
});

test("closed, it stops the chip and touches neither bus nor clock any more; it cannot be set", () => {
	const bench = new DeviceBench("scd4x", options);
	bench.advance(10_000);
	assert.throws(() => bench.device.write(0, 1), TypeError);
	bench.device.close();
	bench.device.close();
	assert.equal(bench.io.transactions[bench.io.transactions.length - 1], "62 < 3f86");
	const transactions = bench.io.transactions.length;
	bench.advance(60_000);
	assert.equal(bench.io.transactions.length, transactions);
});
