import assert from "node:assert/strict";
import { test } from "node:test";
import { DeviceBench } from "../../../support/device-bench";

const options = { every: 30_000, address: 0x23 };

test("the first sample comes when the first conversion is done, the next ones every period", () => {
	const bench = new DeviceBench("bh1750", options, { index: 1 });
	bench.advance(95_000);
	assert.deepEqual(bench.times(), [331, 30_331, 60_331, 90_331]);
	assert.deepEqual(bench.faults, []);
});

test("what it reports is within ±20 % and 3 counts of the truth, from darkness to the sun", () => {
	for (let seed = 1; seed <= 5; seed++) {
		const bench = new DeviceBench("bh1750", { every: 1000, address: 0x5c }, { seed });
		for (const lux of [0, 0.5, 1, 3, 10, 47, 300, 1000, 12_000, 40_000, 54_000, 61_000, 20_000, 5]) {
			bench.surroundings.air.illuminance = lux;
			bench.advance(1000);
			const measured = bench.value() / 10;
			// The last counts are darkness and noise; a count at the least sensitivity is worth 1.9 lx.
			const allowed = lux * 0.2 + (4 / 1.2) * (lux > 40_000 ? 69 / 31 : 1);
			assert.ok(Math.abs(measured - lux) <= allowed, `${measured} lx for ${lux} lx`);
		}
		assert.deepEqual(bench.faults, []);
	}
});

test("sunlight that overflows the count is measured again at once", () => {
	const bench = new DeviceBench("bh1750", options);
	bench.surroundings.air.illuminance = 63_000;
	bench.advance(1000);
	assert.deepEqual(bench.times(), [363]);
	assert.ok(bench.value() > 546_125);
	bench.surroundings.air.illuminance = 110_000;
	bench.advance(30_000);
	assert.equal(bench.value(), 655_350);
	assert.deepEqual(bench.faults, []);
});

test("a chip that is gone is told once a period, and set up again when it is back", () => {
	const bench = new DeviceBench("bh1750", options);
	bench.advance(1000);
	bench.chip.faults.absent = true;
	bench.advance(60_000);
	assert.deepEqual(bench.faults, ["does not answer", "does not answer"]);
	bench.chip.faults.absent = false;
	bench.io.transactions.length = 0;
	bench.advance(30_000);
	assert.equal(bench.times().length, 2);
	assert.deepEqual(bench.io.transactions.slice(0, 4), ["23 < 01", "23 < 42", "23 < 65", "23 < 20"]);
});

test("a chip that vanishes during a conversion is told, and the next period works", () => {
	const bench = new DeviceBench("bh1750", options);
	bench.advance(200);
	bench.chip.faults.absent = true;
	bench.advance(200);
	bench.chip.faults.absent = false;
	assert.deepEqual(bench.faults, ["does not answer"]);
	bench.advance(30_000);
	assert.equal(bench.times().length, 1);
});

test("closed, it touches neither bus nor clock any more; it cannot be set", () => {
	const bench = new DeviceBench("bh1750", options);
	bench.advance(200);
	assert.throws(() => bench.device.write(0, 1), TypeError);
	bench.device.close();
	bench.device.close();
	const transactions = bench.io.transactions.length;
	bench.advance(60_000);
	assert.equal(bench.io.transactions.length, transactions);
	assert.equal(bench.io.openBuses, 0);
});
