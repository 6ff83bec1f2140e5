import assert from "node:assert/strict";
import { test } from "node:test";
import { DeviceBench } from "../../../support/device-bench";

const options = { every: 30_000, precision: "high", address: 0x44 };

test("the first sample comes within a second of boot, the next ones every period without drift", () => {
	const bench = new DeviceBench("sht4x", options, { index: 3 });
	bench.advance(150_000);
	// 100 ms, 3 · 50 ms of stagger, 2 ms for the reset, 10 ms for the conversion; then without a reset.
	assert.deepEqual(bench.times(), [262, 30_260, 60_260, 90_260, 120_260]);
	assert.deepEqual(bench.faults, []);
});

test("what goes over the bus is a reset once, then a command and a read for each sample", () => {
	const bench = new DeviceBench("sht4x", { ...options, address: 0x45, precision: "low" });
	bench.advance(30_200);
	const written = bench.io.transactions.filter((line) => line.includes("<"));
	assert.deepEqual(written, ["45 < 94", "45 < e0", "45 < e0"]);
	assert.equal(bench.io.transactions.length, 5);
});

test("what it reports is within the datasheet's accuracy of the truth, over the whole range", () => {
	for (const precision of ["high", "medium", "low"]) {
		for (let seed = 1; seed <= 4; seed++) {
			const bench = new DeviceBench("sht4x", { every: 1000, precision, address: 0x44 }, { seed });
			for (let celsius = -39; celsius <= 124; celsius += 3.7) {
				bench.surroundings.air.temperature = celsius;
				bench.surroundings.air.humidity = ((celsius + 39) / 163) * 100;
				bench.advance(1000);
				const temperatureError = Math.abs(bench.value(0) / 100 - celsius);
				const humidityError = Math.abs(bench.value(1) / 100 - bench.surroundings.air.humidity);
				assert.ok(temperatureError <= 0.2 + 0.005, `${temperatureError} °C off at ${celsius} °C`);
				assert.ok(humidityError <= 1.8 + 0.005, `${humidityError} %RH off`);
			}
			assert.deepEqual(bench.faults, []);
		}
	}
});

test("a chip that is gone is told once a period, and used again after a reset when it is back", () => {
	const bench = new DeviceBench("sht4x", options);
	bench.advance(1000);
	bench.chip.faults.absent = true;
	bench.advance(60_000);
	assert.deepEqual(bench.faults, ["does not answer", "does not answer"]);
	assert.equal(bench.times().length, 1);
	bench.chip.faults.absent = false;
	bench.io.transactions.length = 0;
	bench.advance(30_000);
	assert.equal(bench.times().length, 2);
	assert.equal(bench.io.transactions[0], "44 < 94");
});

test("a wrong checksum and an absurd value are told and not reported", () => {
	const bench = new DeviceBench("sht4x", options);
	bench.chip.faults.checksumWrong = true;
	bench.advance(1000);
	assert.deepEqual(bench.faults, ["checksum"]);
	bench.chip.faults.checksumWrong = false;
	bench.chip.faults.offset = 500;
	bench.advance(30_000);
	assert.deepEqual(bench.faults, ["checksum", "out of range"]);
	assert.deepEqual(bench.reports, []);
	bench.chip.faults.offset = 0;
	bench.advance(30_000);
	assert.equal(bench.times().length, 1);
});

test("a stuck chip goes on reporting: only its values tell", () => {
	const bench = new DeviceBench("sht4x", options);
	bench.advance(1000);
	const stuckAt = bench.value();
	bench.chip.faults.stuck = true;
	bench.surroundings.air.temperature = 80;
	bench.advance(30_000);
	assert.equal(bench.times().length, 2);
	assert.equal(bench.value(), stuckAt);
});

test("a board that was busy leaves out what it missed and keeps its rhythm", () => {
	const bench = new DeviceBench("sht4x", options);
	bench.clock.stall(40_000);
	bench.advance(0);
	bench.advance(60_000);
	assert.deepEqual(bench.times(), [40_012, 60_110, 90_110]);
});

test("closed, it touches neither bus nor clock any more; closing twice is fine", () => {
	const bench = new DeviceBench("sht4x", options);
	bench.advance(105);
	bench.device.close();
	bench.device.close();
	const transactions = bench.io.transactions.length;
	bench.advance(120_000);
	assert.equal(bench.io.transactions.length, transactions);
	assert.equal(bench.io.openBuses, 0);
	assert.deepEqual(bench.reports, []);
});

test("it cannot be set, and a definition without an option is refused", () => {
	const bench = new DeviceBench("sht4x", options);
	assert.throws(() => bench.device.write(0, 1), TypeError);
	assert.throws(() => new DeviceBench("sht4x", { every: 1000, address: 0x44 }), TypeError);
	assert.throws(() => new DeviceBench("sht4x", { every: 1000, address: 0x44, precision: "best" }), TypeError);
});
