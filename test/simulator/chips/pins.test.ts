import assert from "node:assert/strict";
import { test } from "node:test";
import { type DigitalSource, noFaults } from "kith/simulator/chips/chip";
import { NtcDivider } from "kith/simulator/chips/ntc-divider";
import { PirModule } from "kith/simulator/chips/pir";
import { ReedContact } from "kith/simulator/chips/reed-contact";
import { SeededRandom } from "kith/simulator/kernel/seeded-random";
import { StillSurroundings } from "../../support/still-surroundings";

const second = 1_000_000;

/** The source's edges up to `until`, as a session that follows `nextChange` sees them. */
function edges(source: DigitalSource, from: number, until: number): { at: number; level: number }[] {
	const found: { at: number; level: number }[] = [];
	let level = source.level(from);
	for (let at = source.nextChange(from); at !== undefined && at <= until; at = source.nextChange(at)) {
		const next = source.level(at);
		if (next !== level) found.push({ at, level: next });
		level = next;
	}
	return found;
}

test("a PIR module stays active for 2.5 s ± 10 % after the last movement, and announces when it drops out", () => {
	for (let seed = 1; seed <= 10; seed++) {
		const place = new StillSurroundings();
		const pir = new PirModule(false, place, new SeededRandom(seed), noFaults());
		assert.equal(pir.level(0), 0);
		assert.equal(pir.nextChange(0), undefined);
		place.air.motion = true;
		assert.equal(pir.level(second), 1);
		assert.equal(pir.nextChange(second), undefined, "while somebody moves it does not drop out");
		place.air.motion = false;
		assert.equal(pir.level(20 * second), 1);
		const end = pir.nextChange(20 * second) ?? 0;
		assert.ok(end >= 22.25 * second && end <= 22.75 * second);
		assert.equal(pir.level(end - 1), 1);
		assert.equal(pir.level(end), 0);
		assert.equal(pir.nextChange(end), undefined);
	}
});

test("a PIR module is triggered again while it holds", () => {
	const place = new StillSurroundings();
	const pir = new PirModule(false, place, new SeededRandom(1), noFaults());
	for (const at of [0, 2, 4, 6]) {
		place.air.motion = true;
		assert.equal(pir.level(at * second), 1);
		place.air.motion = false;
		assert.equal(pir.level((at + 1) * second), 1);
	}
	assert.equal(pir.level(9 * second), 1);
	assert.equal(pir.level(10 * second), 0);
});

test("a PIR module can be inverted, stuck and cut off", () => {
	const place = new StillSurroundings();
	const faults = noFaults();
	const pir = new PirModule(true, place, new SeededRandom(1), faults);
	assert.equal(pir.level(0), 1);
	place.air.motion = true;
	assert.equal(pir.level(second), 0);
	faults.stuck = true;
	place.air.motion = false;
	assert.equal(pir.level(100 * second), 0);
	faults.absent = true;
	assert.equal(pir.level(101 * second), 1);
});

test("a reed contact bounces an even number of times within 2 ms and comes to rest at the door's state", () => {
	let bounced = 0;
	for (let seed = 1; seed <= 30; seed++) {
		const place = new StillSurroundings();
		const reed = new ReedContact(false, place, new SeededRandom(seed), noFaults());
		assert.equal(reed.level(0), 0);
		for (const open of [true, false, true]) {
			const from = second * (open ? 1 : 2) + (reed.nextChange() ?? 0);
			place.air.open = open;
			assert.equal(reed.level(from), open ? 1 : 0, "the first edge is at once");
			const bounces = edges(reed, from, from + 2000);
			assert.equal(bounces.length % 2, 0);
			bounced += bounces.length;
			assert.equal(reed.level(from + 2000), open ? 1 : 0);
			assert.equal(reed.nextChange(), undefined);
		}
	}
	assert.ok(bounced > 30, `${bounced} bounces in 90 changes`);
});

test("a door that changes again while the contact bounces ends at its last state", () => {
	for (let seed = 1; seed <= 50; seed++) {
		const place = new StillSurroundings();
		const random = new SeededRandom(seed, "doors");
		const reed = new ReedContact(false, place, new SeededRandom(seed), noFaults());
		let now = second;
		for (let change = 0; change < 20; change++) {
			place.air.open = random.below(2) === 1;
			reed.level(now);
			now += random.below(700);
			reed.level(now);
		}
		assert.equal(reed.level(now + 3000), place.air.open ? 1 : 0, `seed ${seed}`);
	}
});

test("a reed contact can be inverted, stuck, and cut off, which reads as high", () => {
	const place = new StillSurroundings();
	const faults = noFaults();
	const reed = new ReedContact(true, place, new SeededRandom(1), faults);
	assert.equal(reed.level(0), 1);
	faults.stuck = true;
	place.air.open = true;
	assert.equal(reed.level(second), 1);
	faults.stuck = false;
	assert.equal(reed.level(2 * second), 0);
	faults.absent = true;
	assert.equal(reed.level(3 * second), 1);
});

const resistors = { beta: 3950, nominalOhm: 10_000, seriesOhm: 10_000 };

test("an NTC divider gives half of the scale at 25 °C, more in the cold, within 12 bits", () => {
	const place = new StillSurroundings();
	const divider = new NtcDivider(resistors, place, new SeededRandom(1), noFaults());
	place.air.temperature = 25;
	assert.ok(Math.abs(divider.read() - 2047.5) < 12);
	let before = 4096;
	for (let celsius = -60; celsius <= 150; celsius += 10) {
		place.air.temperature = celsius;
		const reading = divider.read();
		assert.ok(Number.isInteger(reading) && reading >= 0 && reading <= 4095 && reading < before);
		before = reading;
	}
});

test("an NTC divider survives absurd temperatures, and a broken wire sees the supply", () => {
	const place = new StillSurroundings();
	const faults = noFaults();
	const divider = new NtcDivider(resistors, place, new SeededRandom(1), faults);
	faults.offset = -1000;
	assert.equal(divider.read(), 4095);
	faults.offset = 1_000_000;
	assert.ok(divider.read() <= 2);
	faults.offset = 0;
	faults.absent = true;
	assert.equal(divider.read(), 4095);
});

test("an ESP32's converter sees nothing near the ground, is full too early, and reads low before that", () => {
	const place = new StillSurroundings();
	const straight = new NtcDivider(resistors, place, new SeededRandom(1), noFaults());
	const bent = new NtcDivider({ ...resistors, adc: "esp32" }, place, new SeededRandom(1), noFaults());
	place.air.temperature = 25;
	assert.ok(Math.abs(straight.read() - bent.read()) <= 3);
	place.air.temperature = 0;
	const lost = straight.read() - bent.read();
	assert.ok(lost > 5 && lost < 80, `${lost} steps`);
	place.air.temperature = -35;
	assert.ok(bent.read() >= 4093);
	place.air.temperature = 140;
	assert.ok(bent.read() <= 2);
});
