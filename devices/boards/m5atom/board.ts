import { analog, type Board, free, reserved, serial } from "../board";

/**
 * M5Stack Atom Lite and Atom Matrix (ESP32-PICO-D4). Pins: the pin map on M5Stack's product pages. On its header GPIO 19,
 * 21-23, 25, 33; on the Grove port GPIO 26 and 32, where I2C units go. Heap: the SDK's default for the chip.
 */
export const m5Atom: Board = {
	name: "m5atom",
	chip: "esp32",
	heapBytes: 78_848 + 4_928 * 16,
	pins: [
		reserved(1, serial),
		reserved(3, serial),
		reserved(12, "the infrared light"),
		free(19),
		free(21),
		free(22),
		free(23),
		free(25),
		free(26),
		reserved(27, "the board's RGB light"),
		analog(32),
		analog(33),
		reserved(39, "the board's button"),
	],
	i2c: { data: 26, clock: 32 },
};
