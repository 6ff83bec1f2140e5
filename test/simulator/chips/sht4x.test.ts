import assert from "node:assert/strict";
import { test } from "node:test";
import { noFaults } from "kith/simulator/chips/chip";
import { sensirionCrc } from "kith/simulator/chips/sensirion";
import { Sht4xChip } from "kith/simulator/chips/sht4x";
import { SeededRandom } from "kith/simulator/kernel/seeded-random";
import { StillSurroundings } from "../../support/still-surroundings";

function chip(seed = 1): { chip: Sht4xChip; place: StillSurroundings; faults: ReturnType<typeof noFaults> } {
	const place = new StillSurroundings();
	const faults = noFaults();
	return { chip: new Sht4xChip(0x44, place, new SeededRandom(seed), faults), place, faults };
}

const write = (to: Sht4xChip, command: number, now: number): boolean => to.write(Uint8Array.of(command), now);

test("the checksum is the datasheet's", () => {
	assert.equal(sensirionCrc(0xbeef), 0x92);
	assert.equal(sensirionCrc(0x01f4), 0x33);
	assert.equal(sensirionCrc(0x6667), 0xa2);
});

test("it does not acknowledge while it measures, neither reads nor writes", () => {
	for (const [command, durationUs] of [
		[0xfd, 8300],
		[0xf6, 4500],
		[0xe0, 1600],
	] as const) {
		const { chip: sensor } = chip();
		assert.ok(write(sensor, command, 1000));
		assert.equal(sensor.read(6, 1000 + durationUs - 1), undefined);
		assert.equal(write(sensor, command, 1000 + durationUs - 1), false);
		assert.equal(sensor.read(6, 1000 + durationUs)?.length, 6);
	}
});

test("a result is read once", () => {
	const { chip: sensor } = chip();
	assert.equal(sensor.read(6, 0), undefined);
	write(sensor, 0xfd, 0);
	assert.ok(sensor.read(6, 10_000) !== undefined);
	assert.equal(sensor.read(6, 10_001), undefined);
});

test("both words carry their checksum, or both a wrong one", () => {
	const { chip: sensor, faults } = chip();
	for (const wrong of [false, true]) {
		faults.checksumWrong = wrong;
		write(sensor, 0xfd, 0);
		const bytes = sensor.read(6, 10_000) ?? new Uint8Array(6);
		for (const at of [0, 3]) {
			const word = ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
			assert.equal(bytes[at + 2] === sensirionCrc(word), !wrong);
		}
	}
});

test("a reset takes a millisecond and forgets the result; other commands are not acknowledged", () => {
	const { chip: sensor } = chip();
	write(sensor, 0xfd, 0);
	assert.ok(write(sensor, 0x94, 10_000));
	assert.equal(write(sensor, 0xfd, 10_999), false);
	assert.equal(sensor.read(6, 11_000), undefined);
	for (const command of [0x00, 0x39, 0xff]) assert.equal(write(sensor, command, 12_000), false);
	assert.equal(sensor.write(Uint8Array.of(0xfd, 0), 12_000), false);
	assert.equal(sensor.write(new Uint8Array(0), 12_000), false);
});

test("the serial number is the chip's own and stays", () => {
	const { chip: sensor } = chip(1);
	const { chip: other } = chip(2);
	assert.notEqual(sensor.serialNumber, other.serialNumber);
	for (const now of [0, 10]) {
		write(sensor, 0x89, now);
		const bytes = sensor.read(6, now) ?? new Uint8Array(6);
		const high = ((bytes[0] as number) << 8) | (bytes[1] as number);
		const low = ((bytes[3] as number) << 8) | (bytes[4] as number);
		assert.equal((high << 16) >>> 0, (sensor.serialNumber & 0xffff0000) >>> 0);
		assert.equal(low, sensor.serialNumber & 0xffff);
	}
});

test("a master that reads fewer or more bytes gets the first ones, or the idle bus after them", () => {
	const { chip: sensor } = chip();
	write(sensor, 0xfd, 0);
	assert.equal(sensor.read(2, 10_000)?.length, 2);
	write(sensor, 0xfd, 20_000);
	assert.deepEqual([...(sensor.read(8, 30_000) ?? [])].slice(6), [0xff, 0xff]);
});

test("one seed gives the same readings, another seed others", () => {
	const readings = (seed: number): string => {
		const { chip: sensor } = chip(seed);
		const all: number[] = [];
		for (let now = 0; now < 1_000_000; now += 100_000) {
			write(sensor, 0xfd, now);
			all.push(...(sensor.read(6, now + 10_000) ?? []));
		}
		return all.join();
	};
	assert.equal(readings(7), readings(7));
	assert.notEqual(readings(7), readings(8));
});

test("its noise is the datasheet's repeatability: three deviations are 0.04 °C", () => {
	const { chip: sensor } = chip(3);
	const celsius: number[] = [];
	for (let now = 0; now < 100_000_000; now += 100_000) {
		write(sensor, 0xfd, now);
		const [high = 0, low = 0] = sensor.read(6, now + 10_000) ?? [];
		celsius.push(-45 + (175 * ((high << 8) | low)) / 65535);
	}
	const mean = celsius.reduce((sum, value) => sum + value, 0) / celsius.length;
	const deviation = Math.sqrt(celsius.reduce((sum, value) => sum + (value - mean) ** 2, 0) / celsius.length);
	assert.ok(deviation > 0.008 && deviation < 0.04 / 3 + 0.001, `${deviation} °C`);
	assert.ok(Math.abs(mean - 21) < 0.11);
});
