import assert from "node:assert/strict";
import { test } from "node:test";
import { Bh1750Chip } from "kith/simulator/chips/bh1750";
import { noFaults } from "kith/simulator/chips/chip";
import { SeededRandom } from "kith/simulator/kernel/seeded-random";
import { StillSurroundings } from "../../support/still-surroundings";

class Bench {
	readonly place = new StillSurroundings();
	readonly faults = noFaults();
	readonly chip = new Bh1750Chip(0x23, this.place, new SeededRandom(1), this.faults);

	/** Writes each opcode in its own transaction. */
	send(now: number, ...opcodes: number[]): void {
		for (const opcode of opcodes) assert.ok(this.chip.write(Uint8Array.of(opcode), now), `opcode ${opcode}`);
	}

	count(now: number): number {
		const [high = 0, low = 0] = this.chip.read(2, now) ?? [];
		return (high << 8) | low;
	}
}

test("before the conversion has ended a read fetches the count before", () => {
	const bench = new Bench();
	bench.send(0, 0x01, 0x20);
	assert.equal(bench.count(179_999), 0);
	const first = bench.count(180_000);
	assert.ok(first > 200, `${first} counts for 200 lx`);
	bench.place.air.illuminance = 2000;
	bench.send(1_000_000, 0x01, 0x20);
	assert.equal(bench.count(1_179_999), first);
	assert.ok(bench.count(1_180_000) > 2000);
});

test("a one-time measurement is followed by sleep, a continuous one by the next", () => {
	const bench = new Bench();
	bench.send(0, 0x20);
	const asleep = bench.count(200_000);
	bench.place.air.illuminance = 20_000;
	assert.equal(bench.count(10_000_000), asleep);
	bench.send(10_000_000, 0x10);
	assert.ok(bench.count(10_180_000) > 20_000);
	bench.place.air.illuminance = 100;
	assert.ok(bench.count(20_000_000) < 200);
	bench.send(20_000_000, 0x00);
	bench.place.air.illuminance = 20_000;
	assert.ok(bench.count(30_000_000) < 200);
});

test("the second high-resolution mode counts twice as finely, the low one is quicker", () => {
	const bench = new Bench();
	bench.place.air.illuminance = 1000;
	bench.send(0, 0x20);
	const usual = bench.count(180_000);
	bench.send(1_000_000, 0x21);
	assert.ok(Math.abs(bench.count(1_180_000) / usual - 2) < 0.03);
	bench.send(2_000_000, 0x23);
	assert.equal(Math.round(bench.count(2_023_999) / usual), 2);
	assert.equal(Math.round(bench.count(2_024_000) / usual), 1);
});

test("the measurement time register scales count and time, within its range", () => {
	const bench = new Bench();
	bench.place.air.illuminance = 1000;
	bench.send(0, 0x20);
	const usual = bench.count(180_000);
	for (const register of [31, 138, 254]) {
		bench.send(1_000_000, 0x40 | (register >> 5), 0x60 | (register & 31), 0x20);
		const readyAt = 1_000_000 + Math.ceil((180_000 * register) / 69);
		bench.count(readyAt - 1);
		const scaled = bench.count(readyAt);
		assert.ok(Math.abs(scaled / usual - register / 69) < 0.02 * (register / 69), `${scaled} at ${register}`);
	}
	bench.send(5_000_000, 0x40, 0x60, 0x20);
	assert.ok(Math.abs(bench.count(6_000_000) / usual - 31 / 69) < 0.02, "below 31 it is 31");
});

test("reset clears the count while powered, not while asleep", () => {
	const bench = new Bench();
	bench.send(0, 0x20);
	const kept = bench.count(180_000);
	bench.send(200_000, 0x07);
	assert.equal(bench.count(200_000), kept);
	bench.send(200_000, 0x01, 0x07);
	assert.equal(bench.count(200_000), 0);
});

test("light that does not fit saturates the count; negative light is dark", () => {
	const bench = new Bench();
	bench.place.air.illuminance = 90_000;
	bench.send(0, 0x20);
	assert.equal(bench.count(180_000), 0xffff);
	bench.faults.offset = -200_000;
	bench.send(1_000_000, 0x20);
	assert.ok(bench.count(1_180_000) <= 3);
});

test("what is no opcode, or more than one, is not acknowledged; an absent chip acknowledges nothing", () => {
	const bench = new Bench();
	for (const opcode of [0x02, 0x12, 0x30, 0x48, 0x80, 0xff])
		assert.equal(bench.chip.write(Uint8Array.of(opcode), 0), false);
	assert.equal(bench.chip.write(Uint8Array.of(0x01, 0x20), 0), false);
	bench.faults.absent = true;
	assert.equal(bench.chip.write(Uint8Array.of(0x01), 0), false);
	assert.equal(bench.chip.read(2, 0), undefined);
});
