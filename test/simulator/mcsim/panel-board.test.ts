import assert from "node:assert/strict";
import { test } from "node:test";
import type { DeviceDefinition } from "kith/definition/definition";
import { digitalEdge, digitalMode } from "kith/devices/io/io";
import { Sht4x } from "kith/devices/sensors/sht4x/sht4x";
import { PanelBoard } from "kith/simulator/mcsim/panel-board";
import type { PanelLevel } from "kith/simulator/mcsim/panel-messages";
import { ManualTimers } from "../../support/manual-timers";

const device = (name: string, kind: string, options: Record<string, number | boolean>): DeviceDefinition => ({
	name,
	kind,
	options: new Map(Object.entries(options)),
	resourceIds: [],
});

function open() {
	const timers = new ManualTimers();
	const levels: PanelLevel[] = [];
	const board = new PanelBoard({
		devices: [
			device("climate", "sht4x", { address: 0x44 }),
			device("motion", "pir", { pin: 4, invert: false }),
			device("lamp", "dimmer", { pin: 5 }),
		],
		i2cPins: { data: 14, clock: 15 },
		timers,
		now: () => timers.now | 0,
		onLevel: (level) => levels.push(level),
	});
	return { board, timers, levels, io: board.io };
}

test("a real driver reads what the panel's slider says, through the chip's commands and its time", () => {
	const { board, timers, io } = open();
	board.set({ temperature: 31, humidity: 40 });
	const chip = new Sht4x({ sensor: { io: io.I2C, ...io.i2cPins, hz: 100_000, address: 0x44 } });
	const wait = chip.start();
	assert.ok(typeof wait === "number" && wait > 0);
	assert.equal(chip.sample(), "does not answer", "it is busy");
	timers.pass(wait);
	const sample = chip.sample();
	assert.ok(typeof sample === "object", String(sample));
	assert.ok(Math.abs(sample.temperature - 3100) < 40, `${sample.temperature}`);
});

test("somebody moves: the pin's edge is told once, and again when the module lets go by itself", () => {
	const { board, timers, io } = open();
	let edges = 0;
	const pin = new io.Digital({
		pin: 4,
		mode: digitalMode.input,
		edge: digitalEdge.rising | digitalEdge.falling,
		onReadable: () => edges++,
	});
	board.set({ motion: 1 });
	assert.equal(pin.read(), 1);
	board.set({ motion: 0 });
	assert.equal(edges, 1);
	timers.pass(10_000);
	assert.equal(pin.read(), 0);
	assert.equal(edges, 2);
	pin.close();
	board.set({ motion: 1 });
	assert.equal(edges, 2);
});

test("an output's level goes to the panel when it changes, and a pin has one owner", () => {
	const { levels, io } = open();
	const lamp = new io.PWM({ pin: 5 });
	lamp.write(512);
	lamp.write(512);
	lamp.write(0);
	assert.deepEqual(levels, [
		{ pin: 5, value: 512 },
		{ pin: 5, value: 0 },
	]);
	assert.throws(() => new io.Digital({ pin: 5, mode: digitalMode.output }), /in use/);
	lamp.close();
	lamp.close();
	new io.Digital({ pin: 5, mode: digitalMode.output }).write(1);
	assert.deepEqual(levels[2], { pin: 5, value: 1 });
});

test("nobody answers at an address without a chip", () => {
	const { io } = open();
	const bus = new io.I2C({ data: 14, clock: 15, hz: 100_000, address: 0x10 });
	assert.throws(() => bus.write(Uint8Array.of(1)), /no acknowledge/);
	assert.throws(() => bus.read(new Uint8Array(1)), /no acknowledge/);
});
