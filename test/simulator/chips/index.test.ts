import assert from "node:assert/strict";
import { test } from "node:test";
import { deviceKinds } from "kith/devices/registry";
import { Bh1750Chip } from "kith/simulator/chips/bh1750";
import { noFaults } from "kith/simulator/chips/chip";
import { type Chip, createChip, I2cBus } from "kith/simulator/chips/index";
import { SeededRandom } from "kith/simulator/kernel/seeded-random";
import { StillSurroundings } from "../../support/still-surroundings";

function create(kind: string, options: Record<string, number | string | boolean>): Chip {
	return createChip(kind, new Map(Object.entries(options)), new StillSurroundings(), new SeededRandom(1));
}

const optionsOf: Record<string, Record<string, number | string | boolean>> = {
	sht4x: { address: 0x45 },
	bh1750: { address: 0x5c },
	ntc: { pin: 3, beta: 3950, nominalOhm: 10_000, seriesOhm: 10_000 },
	pir: { pin: 4, invert: false },
	reed: { pin: 5, invert: true },
	relay: { pin: 6, invert: false },
	dimmer: { pin: 7, hz: 1000 },
};

test("there is a model for every kind that the firmware knows", () => {
	for (const { name } of deviceKinds) assert.ok(create(name, optionsOf[name] ?? {}).faults, name);
});

test("a definition alone says where a chip sits", () => {
	assert.equal(create("sht4x", optionsOf.sht4x ?? {}).i2c?.address, 0x45);
	assert.equal(create("bh1750", optionsOf.bh1750 ?? {}).i2c?.address, 0x5c);
	assert.equal(create("scd4x", {}).i2c?.address, 0x62);
	assert.equal(create("ntc", optionsOf.ntc ?? {}).analog?.pin, 3);
	assert.equal(create("pir", optionsOf.pir ?? {}).digital?.pin, 4);
	assert.equal(create("reed", optionsOf.reed ?? {}).digital?.pin, 5);
	const relay = create("relay", optionsOf.relay ?? {});
	assert.deepEqual([relay.i2c, relay.digital, relay.analog], [undefined, undefined, undefined]);
});

test("an unknown kind and a missing option are refused", () => {
	assert.throws(() => create("sht5x", {}), RangeError);
	assert.throws(() => create("pir", {}), TypeError);
	assert.throws(() => create("sht4x", { address: "0x44" }), TypeError);
});

test("a bus brings each transaction to its chip, and nobody acknowledges any other address", () => {
	const bus = new I2cBus();
	const place = new StillSurroundings();
	for (const address of [0x23, 0x5c]) bus.add(new Bh1750Chip(address, place, new SeededRandom(address), noFaults()));
	assert.equal(bus.write(0x23, Uint8Array.of(0x20), 0), true);
	assert.equal(bus.write(0x24, Uint8Array.of(0x20), 0), false);
	assert.equal(bus.read(0x24, 2, 0), undefined);
	assert.notEqual(bus.read(0x23, 2, 200_000)?.join(), "0,0");
	assert.equal(bus.read(0x5c, 2, 200_000)?.join(), "0,0");
	assert.throws(() => bus.add(new Bh1750Chip(0x23, place, new SeededRandom(3), noFaults())), RangeError);
});
