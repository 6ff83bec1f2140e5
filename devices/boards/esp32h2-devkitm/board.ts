import { analog, type Board, flash, free, reserved, serial, strapping } from "../board";

/**
 * Espressif ESP32-H2-DevKitM-1. No Wi-Fi on this chip, so neither ESP-NOW nor UDP. Pins: ESP-IDF 6.0 "GPIO summary" of the
 * chip (strapping: GPIO 2, 3, 8, 9, 25; GPIO 6 and 7 are not led out) and the board's user guide. Heap: the SDK's default
 * for the chip.
 */
export const esp32h2DevKitM: Board = {
	name: "esp32h2-devkitm",
	chip: "esp32h2",
	heapBytes: 78_848 + 4_928 * 16,
	pins: [
		free(0),
		analog(1),
		reserved(2, strapping),
		reserved(3, strapping),
		analog(4),
		analog(5),
		reserved(8, strapping),
		reserved(9, strapping),
		...[10, 11, 12, 13, 14].map(free),
		...[15, 16, 17, 18, 19, 20, 21].map((gpio) => reserved(gpio, flash)),
		free(22),
		reserved(23, serial),
		reserved(24, serial),
		reserved(25, strapping),
		reserved(26, "the USB port"),
		reserved(27, "the USB port"),
	],
	i2c: { data: 10, clock: 11 },
};
