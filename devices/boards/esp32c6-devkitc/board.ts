import { analog, type Board, flash, free, reserved, serial, strapping } from "../board";

/**
 * Espressif ESP32-C6-DevKitC-1. Pins: ESP-IDF 6.0 "GPIO summary" of the chip (strapping: GPIO 4, 5, 8, 9, 15; GPIO 14 is
 * not led out on modules with outside flash) and the board's user guide. Heap: the SDK's default for the chip.
 */
export const esp32c6DevKitC: Board = {
	name: "esp32c6-devkitc",
	chip: "esp32c6",
	heapBytes: 78_848 + 4_928 * 16,
	pins: [
		...[0, 1, 2, 3].map(analog),
		reserved(4, strapping),
		reserved(5, strapping),
		analog(6),
		free(7),
		reserved(8, strapping),
		reserved(9, strapping),
		free(10),
		free(11),
		reserved(12, "the USB port"),
		reserved(13, "the USB port"),
		reserved(15, strapping),
		reserved(16, serial),
		reserved(17, serial),
		...[18, 19, 20, 21, 22, 23].map(free),
		...[24, 25, 26, 27, 28, 29, 30].map((gpio) => reserved(gpio, flash)),
	],
	i2c: { data: 6, clock: 7 },
};
