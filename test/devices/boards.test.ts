import assert from "node:assert/strict";
import { test } from "node:test";
import { boards, esp32c3DevKitM, esp32DevKitC } from "kith/devices/boards/index";

const usable = (board: (typeof boards)[number]) =>
	board.pins.filter((pin) => pin.reserved === undefined).map((pin) => pin.gpio);

test("no board has a pin twice", () => {
	for (const { name, pins } of boards) assert.equal(new Set(pins.map((pin) => pin.gpio)).size, pins.length, name);
});

test("the I2C pins of each board can be used and driven", () => {
	for (const board of boards) {
		for (const gpio of [board.i2c.data, board.i2c.clock]) {
			const pin = board.pins.find((candidate) => candidate.gpio === gpio);
			assert.ok(pin?.output === true && pin.reserved === undefined, `${board.name} GPIO ${gpio}`);
		}
	}
});

test("an ESP32-C3 has these pins for devices", () => {
	assert.deepEqual(usable(esp32c3DevKitM), [0, 1, 3, 4, 5, 6, 7, 10]);
	assert.equal(esp32c3DevKitM.heapBytes, 94_208);
});

test("an ESP32 measures voltages only on pins of its first converter", () => {
	const analog = esp32DevKitC.pins.filter((pin) => pin.analog).map((pin) => pin.gpio);
	assert.deepEqual(analog, [32, 33, 34, 35, 36, 39]);
	const inputsOnly = esp32DevKitC.pins.filter((pin) => !pin.output).map((pin) => pin.gpio);
	assert.deepEqual(inputsOnly, [34, 35, 36, 39]);
	assert.ok(![0, 2, 5, 12, 15].some((gpio) => usable(esp32DevKitC).includes(gpio)));
});
