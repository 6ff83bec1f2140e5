import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Bh1750 } from "kith/devices/sensors/bh1750/bh1750";
import { NtcTable } from "kith/devices/sensors/ntc/table";
import { Scd4x } from "kith/devices/sensors/scd4x/scd4x";
import { wordChecksum } from "kith/devices/sensors/sensirion";
import { Sht4x } from "kith/devices/sensors/sht4x/sht4x";
import { sensirionCrc, sensirionWords } from "kith/simulator/chips/sensirion";
import { DeviceBench } from "../../support/device-bench";
import { beside } from "../../support/driver-options";
import { ScriptedChip } from "../../support/scripted-chip";

const word = fc.integer({ min: 0, max: 0xffff });
const faults = ["does not answer", "checksum", "out of range"];

test("chip and driver agree on every checksum", () => {
	for (let value = 0; value <= 0xffff; value++) {
		if (sensirionCrc(value) !== wordChecksum(Uint8Array.of(value >> 8, value & 0xff), 0)) assert.fail(`word ${value}`);
	}
});

test("whatever bytes an SHT4x sends, the answer is a fault or a sample within its range", () => {
	const bytes = fc.oneof(
		fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 6, maxLength: 6 }),
		fc.tuple(word, word).map((words) => [...sensirionWords(words, false)]),
	);
	fc.assert(
		fc.property(bytes, (answer) => {
			const sample = new Sht4x(beside(new ScriptedChip(0x44, [answer]))).sample();
			if (typeof sample === "string") return faults.includes(sample);
			const { temperature, humidity } = sample;
			return temperature >= -4000 && temperature <= 12500 && humidity >= 0 && humidity <= 10000;
		}),
	);
});

test("whatever words an SCD4x sends, the answer is a fault or a sample within its range", () => {
	fc.assert(
		fc.property(word, word, word, (...words) => {
			const answer = [...sensirionWords(words, false)];
			const sample = new Scd4x(beside(new ScriptedChip(0x62, [answer]))).sample();
			if (typeof sample === "string") return sample === "out of range";
			const { carbonDioxide, temperature, humidity } = sample;
			const isAir = carbonDioxide >= 0 && carbonDioxide <= 40_000 && humidity >= 0 && humidity <= 10_000;
			return isAir && temperature >= -1000 && temperature <= 6000;
		}),
	);
});

test("whatever counts a BH1750 sends, in any order, its light stays within range and asks for one more look at most", () => {
	fc.assert(
		fc.property(fc.array(word, { minLength: 2, maxLength: 20 }), (counts) => {
			const answers = counts.map((count) => [count >> 8, count & 0xff]);
			const sensor = new Bh1750(beside(new ScriptedChip(0x23, answers)));
			let again = false;
			for (let index = 0; index < counts.length; index++) {
				const sample = sensor.sample();
				if (sample === undefined) {
					assert.equal(again, false);
					again = true;
					continue;
				}
				again = false;
				assert.ok(typeof sample === "object" && sample.illuminance >= 0 && sample.illuminance <= 655_350);
			}
		}),
	);
});

test("an NTC table falls with its reading and knows no gaps, for any divider", () => {
	const divider = fc.record({
		beta: fc.integer({ min: 1000, max: 6000 }),
		nominalOhm: fc.integer({ min: 100, max: 1_000_000 }),
		seriesOhm: fc.integer({ min: 100, max: 1_000_000 }),
	});
	fc.assert(
		fc.property(divider, fc.array(fc.integer({ min: 0, max: 65_520 }), { maxLength: 50 }), (resistors, readings) => {
			const table = new NtcTable(resistors, 65_520);
			let before = Number.POSITIVE_INFINITY;
			let ended = false;
			for (const reading of readings.sort((a, b) => a - b)) {
				const found = table.temperature(reading);
				if (found === undefined) {
					ended = before !== Number.POSITIVE_INFINITY;
					continue;
				}
				assert.equal(ended, false, "one connected range");
				assert.ok(Number.isInteger(found) && found >= -4000 && found <= 12500 && found <= before);
				before = found;
			}
		}),
	);
});

test("however a door swings, what is reported last is how it stands", () => {
	const swings = fc.array(fc.record({ open: fc.boolean(), forMs: fc.integer({ min: 0, max: 60 }) }), { maxLength: 30 });
	fc.assert(
		fc.property(swings, fc.integer({ min: 1, max: 1000 }), (moves, seed) => {
			const bench = new DeviceBench("reed", { pin: 4, invert: false }, { seed });
			bench.advance(200);
			for (const { open, forMs } of moves) {
				bench.surroundings.air.open = open;
				bench.advance(forMs);
			}
			bench.advance(60);
			assert.equal(bench.value(), bench.surroundings.air.open ? 1 : 0);
		}),
		{ numRuns: 60 },
	);
});

test("whatever faults come and go, a device neither throws nor stops, and reports again in the end", () => {
	const kinds = fc.constantFrom(
		{ kind: "sht4x", options: { every: 7000, precision: "high", address: 0x44 } },
		{ kind: "bh1750", options: { every: 7000, address: 0x23 } },
		{ kind: "scd4x", options: { every: 7000 } },
	);
	const troubles = fc.array(
		fc.record({
			absent: fc.boolean(),
			checksumWrong: fc.boolean(),
			stuck: fc.boolean(),
			offset: fc.constantFrom(0, -1000, 1000, 1e6),
			forMs: fc.integer({ min: 1, max: 20_000 }),
		}),
		{ maxLength: 12 },
	);
	fc.assert(
		fc.property(kinds, troubles, ({ kind, options }, all) => {
			const bench = new DeviceBench(kind, options);
			for (const { forMs, ...trouble } of all) {
				Object.assign(bench.chip.faults, trouble);
				bench.advance(forMs);
			}
			Object.assign(bench.chip.faults, { absent: false, checksumWrong: false, stuck: false, offset: 0 });
			bench.advance(40_000);
			const reports = bench.reports.length;
			const known = bench.faults.length;
			bench.advance(20_000);
			assert.ok(bench.reports.length > reports);
			assert.equal(bench.faults.length, known, "no fault once all is well");
		}),
		{ numRuns: 60 },
	);
});
