import assert from "node:assert/strict";
import { test } from "node:test";
import { noFaults } from "kith/simulator/chips/chip";
import { Scd4xChip } from "kith/simulator/chips/scd4x";
import { SeededRandom } from "kith/simulator/kernel/seeded-random";
import { StillSurroundings } from "../../support/still-surroundings";

const second = 1_000_000;
const commands = { start: 0x21b1, stop: 0x3f86, ready: 0xe4b8, read: 0xec05, serial: 0x3682 } as const;

class Bench {
	readonly place = new StillSurroundings();
	readonly faults = noFaults();
	readonly chip = new Scd4xChip(this.place, new SeededRandom(1), this.faults);

	send(command: number, now: number): boolean {
		return this.chip.write(Uint8Array.of(command >> 8, command & 0xff), now);
	}

	isReady(now: number): boolean {
		assert.ok(this.send(commands.ready, now));
		const [high = 0, low = 0] = this.chip.read(3, now + 1000) ?? [];
		return (((high << 8) | low) & 0x7ff) !== 0;
	}

	carbonDioxide(now: number): number | undefined {
		assert.ok(this.send(commands.read, now));
		const bytes = this.chip.read(9, now + 1000);
		return bytes === undefined ? undefined : ((bytes[0] as number) << 8) | (bytes[1] as number);
	}
}

test("a measurement is ready every 5 s and can be read once", () => {
	const bench = new Bench();
	assert.ok(bench.send(commands.start, 0));
	assert.equal(bench.isReady(4.99 * second), false);
	assert.equal(bench.isReady(5 * second), true);
	assert.ok(bench.carbonDioxide(5.1 * second) !== undefined);
	assert.equal(bench.isReady(5.2 * second), false);
	assert.equal(bench.carbonDioxide(5.3 * second), undefined, "an empty buffer does not acknowledge");
	assert.equal(bench.isReady(60 * second), true);
});

test("an answer takes a millisecond, in which nothing is acknowledged", () => {
	const bench = new Bench();
	bench.send(commands.start, 0);
	assert.ok(bench.send(commands.ready, 6 * second));
	assert.equal(bench.chip.read(3, 6 * second + 999), undefined);
	assert.equal(bench.send(commands.ready, 6 * second + 999), false);
	assert.ok(bench.chip.read(3, 6 * second + 1000) !== undefined);
});

test("while it measures it starts no second time and tells no serial number; stopping takes half a second", () => {
	const bench = new Bench();
	assert.ok(bench.send(commands.serial, 0));
	assert.equal(bench.chip.read(9, 1000)?.length, 9);
	bench.send(commands.start, second);
	assert.equal(bench.send(commands.start, 2 * second), false);
	assert.equal(bench.send(commands.serial, 2 * second), false);
	assert.ok(bench.send(commands.stop, 7 * second));
	assert.equal(bench.send(commands.start, 7.49 * second), false);
	assert.ok(bench.send(commands.start, 7.5 * second));
	assert.equal(bench.isReady(12 * second), false);
	assert.equal(bench.isReady(12.5 * second), true);
});

test("carbon dioxide follows the air with a time constant of a minute", () => {
	const bench = new Bench();
	bench.place.air.carbonDioxide = 500;
	bench.send(commands.start, 0);
	const before = bench.carbonDioxide(5 * second) ?? 0;
	bench.place.air.carbonDioxide = 1500;
	let value = before;
	for (let now = 10; now <= 65; now += 5) value = bench.carbonDioxide(now * second) ?? 0;
	// After one time constant 63 % of the way: 632 ppm, give or take gain and noise.
	assert.ok(Math.abs(value - before - 632) < 30, `${value - before} ppm`);
	for (let now = 70; now <= 600; now += 5) value = bench.carbonDioxide(now * second) ?? 0;
	assert.ok(Math.abs(value - before - 1000) < 30);
});

test("stuck it repeats, with an offset it lies, absent it is silent", () => {
	const bench = new Bench();
	bench.send(commands.start, 0);
	const first = bench.carbonDioxide(5 * second);
	bench.faults.stuck = true;
	bench.place.air.carbonDioxide = 3000;
	assert.equal(bench.carbonDioxide(300 * second), first);
	bench.faults.stuck = false;
	bench.faults.offset = 50_000;
	assert.ok((bench.carbonDioxide(600 * second) ?? 0) > 50_000);
	bench.faults.absent = true;
	assert.equal(bench.send(commands.ready, 700 * second), false);
	assert.equal(bench.chip.read(3, 701 * second), undefined);
});
