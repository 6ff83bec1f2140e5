import assert from "node:assert/strict";
import { test } from "node:test";
import { DeviceBench } from "../../../support/device-bench";

const options = { pin: 3, every: 30_000, beta: 3950, nominalOhm: 10_000, seriesOhm: 10_000 };

test("the first sample comes soon after boot, the next ones every period", () => {
	const bench = new DeviceBench("ntc", options, { index: 2 });
	bench.advance(70_000);
	assert.deepEqual(bench.times(), [200, 30_200, 60_200]);
	assert.deepEqual(bench.faults, []);
});

test("what it reports is within 0.3 °C of the truth between -20 and 80 °C, and within 0.8 °C beyond", () => {
	for (let seed = 1; seed <= 6; seed++) {
		const bench = new DeviceBench("ntc", { ...options, every: 1000 }, { seed });
		for (let celsius = -38; celsius <= 120; celsius += 2.3) {
			bench.surroundings.air.temperature = celsius;
			bench.advance(1000);
			const error = Math.abs(bench.value() / 100 - celsius);
			assert.ok(error <= (celsius >= -20 && celsius <= 80 ? 0.3 : 0.8), `${error} °C off at ${celsius} °C`);
		}
		assert.deepEqual(bench.faults, []);
	}
});

test("a broken wire and a short circuit are told and not reported", () => {
	const bench = new DeviceBench("ntc", options);
	bench.chip.faults.absent = true;
	bench.advance(1000);
	bench.chip.faults.absent = false;
	bench.chip.faults.offset = 5000;
	bench.advance(30_000);
	assert.deepEqual(bench.faults, ["out of range", "out of range"]);
	assert.deepEqual(bench.reports, []);
	bench.chip.faults.offset = 0;
	bench.advance(30_000);
	assert.equal(bench.times().length, 1);
});

test("closed, it gives its pin back and stops; it cannot be set", () => {
	const bench = new DeviceBench("ntc", options);
	assert.throws(() => bench.device.write(0, 1), TypeError);
	bench.device.close();
	bench.device.close();
	bench.advance(60_000);
	assert.deepEqual(bench.reports, []);
	assert.equal(bench.io.openPins.size, 0);
});
