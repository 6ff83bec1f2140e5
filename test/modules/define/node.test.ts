import assert from "node:assert/strict";
import { test } from "node:test";
import type { Board } from "kith/define/board";
import { seconds } from "kith/define/duration";
import { node, specOf } from "kith/define/node";
import { NumberProperty, SwitchProperty } from "kith/define/property";
import { bh1750, dimmer, esp32c3DevKitM, esp32DevKitC, ntc, pir, relay, scd4x, sht4x } from "kith/devices/index";
import { refusal } from "./sample";

const board = esp32c3DevKitM;
const thermistor = { beta: 3950, nominalOhm: 10_000, seriesOhm: 10_000 };

test("a device with one property is that property, others have them by name", () => {
	const kitchen = node("kitchen", { board, devices: { climate: sht4x(), cooler: relay({ pin: 5 }) } });
	assert.ok(kitchen.cooler instanceof SwitchProperty);
	assert.ok(kitchen.climate.temperature instanceof NumberProperty);
	assert.equal(kitchen.climate.humidity.quantity, "humidity");
	assert.equal(kitchen.climate.humidity.reference.index, 1);
});

test("a node keeps its devices in the order in which they are written", () => {
	const devices = { z: sht4x(), a: relay({ pin: 5 }), m: pir({ pin: 4 }) };
	assert.deepEqual([...specOf(node("n", { board, devices })).devices.keys()], ["z", "a", "m"]);
});

test("names that cannot be topics or would break TypeScript are refused", () => {
	assert.match(
		refusal(() => node("living room", { board })),
		/"living room" cannot name a node: use camelCase letters and digits, such as "livingRoom", at most 24/,
	);
	for (const name of ["", "Kitchen", "küche", "4th", "a/b", "a".repeat(25), "then"]) {
		assert.match(
			refusal(() => node("hall", { board, devices: { [name]: sht4x() } })),
			/cannot name a device of hall/,
		);
	}
});

test("wrong options are told with node, device and what is right", () => {
	const declare = (device: ReturnType<typeof sht4x>) =>
		refusal(() => node("kitchen", { board, devices: { climate: device } }));
	assert.equal(
		declare(sht4x({ every: seconds(0.5) })),
		'kitchen.climate: sht4x cannot use 500 as "every": it must be a duration from 1 s to 1 h, such as seconds(30)',
	);
	assert.equal(
		declare(sht4x(JSON.parse('{"evry": 30000}'))),
		'kitchen.climate: sht4x has no option "evry" (it has every, precision, address)',
	);
	assert.equal(
		declare(sht4x(JSON.parse('{"address": 35}'))),
		'kitchen.climate: sht4x cannot use 0x23 as "address": it must be 0x44 or 0x45 or 0x46',
	);
	assert.equal(
		refusal(() => node("hall", { board, devices: { motion: pir(JSON.parse("{}")) } })),
		'hall.motion: pir needs the option "pin": a GPIO number',
	);
});

test("a pin that the board does not have is refused, with those that are free", () => {
	assert.equal(
		refusal(() =>
			node("hall", { board, devices: { motion: pir({ pin: 4 }), climate: sht4x(), bulb: relay({ pin: 40 }) } }),
		),
		"hall.bulb: the esp32c3-devkitm has no GPIO 40; use GPIO 0, 1, 3, 5 or 10",
	);
});

test("strapping, flash and console pins are refused", () => {
	for (const [pin, why] of [
		[2, "a strapping pin"],
		[8, "a strapping pin"],
		[9, "a strapping pin"],
		[12, "the flash memory"],
		[18, "the USB port"],
		[21, "the serial console"],
	] as const) {
		const sentence = refusal(() => node("hall", { board, devices: { bulb: relay({ pin }) } }));
		assert.ok(sentence.startsWith(`hall.bulb: GPIO ${pin} of the esp32c3-devkitm is `), sentence);
		assert.ok(sentence.includes(why), sentence);
	}
});

test("one pin serves one device", () => {
	assert.equal(
		refusal(() => node("hall", { board, devices: { motion: pir({ pin: 4 }), lamp: dimmer({ pin: 4 }) } })),
		"hall.lamp: GPIO 4 is already used by hall.motion; use GPIO 0, 1, 3, 5, 6, 7 or 10",
	);
});

test("the pins of the I2C bus are taken as soon as a chip is on it", () => {
	const bulb = relay({ pin: 6 });
	assert.match(
		refusal(() => node("hall", { board, devices: { bulb, climate: sht4x() } })),
		/hall\.bulb: GPIO 6 is already used by the I2C bus/,
	);
	assert.equal(specOf(node("hall", { board, devices: { bulb } })).devices.size, 1);
});

test("analog devices need a converter that works beside the radio", () => {
	assert.equal(
		refusal(() => node("store", { board, devices: { probe: ntc({ pin: 10, ...thermistor }) } })),
		"store.probe: GPIO 10 of the esp32c3-devkitm cannot measure voltages (it has no usable analog-to-digital converter); use GPIO 0, 1, 3 or 4",
	);
	assert.match(
		refusal(() => node("store", { board: esp32DevKitC, devices: { probe: ntc({ pin: 27, ...thermistor }) } })),
		/use GPIO 32, 33, 34, 35, 36 or 39$/,
	);
});

test("pins that can only be read switch nothing", () => {
	assert.match(
		refusal(() => node("hall", { board: esp32DevKitC, devices: { bulb: relay({ pin: 34 }) } })),
		/hall\.bulb: GPIO 34 of the esp32-devkitc is an input only; use GPIO 4, 13, 14/,
	);
	assert.equal(specOf(node("hall", { board: esp32DevKitC, devices: { motion: pir({ pin: 34 }) } })).name, "hall");
});

test("two chips at one bus address are refused", () => {
	assert.equal(
		refusal(() => node("hall", { board, devices: { left: sht4x(), right: sht4x() } })),
		"hall.right: the I2C address 0x44 is already used by hall.left; give one of the two chips another address, or another board",
	);
	const devices = { left: sht4x(), right: sht4x({ address: 0x45 }), light: bh1750(), air: scd4x() };
	assert.equal(specOf(node("hall", { board, devices })).devices.size, 4);
});

test("a board without a free pin says so", () => {
	const tiny: Board = { ...board, pins: [{ gpio: 4, output: true, analog: false }] };
	assert.match(
		refusal(() => node("hall", { board: tiny, devices: { a: pir({ pin: 4 }), b: pir({ pin: 4 }) } })),
		/hall\.b: GPIO 4 is already used by hall\.a; no other pin is free/,
	);
});

test("more devices than a board can take are refused", () => {
	const devices = Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`d${index}`, relay({ pin: index })]));
	assert.match(
		refusal(() => node("hall", { board, devices })),
		/hall has 17 devices; one board takes at most 16: move some to another board/,
	);
});
