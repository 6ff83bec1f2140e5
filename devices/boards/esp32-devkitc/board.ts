import { analog, analogInput, type Board, flash, free, reserved, serial, strapping } from "../board";

/**
 * Espressif ESP32-DevKitC V4. Pins: ESP32 datasheet version 4.5, section 2 (strapping: GPIO 0, 2, 5, 12, 15; 34-39 are
 * inputs only). ADC2 stops while the radio is on (ESP-IDF, ADC oneshot driver), so only ADC1 counts: GPIO 32-39.
 * Heap: the SDK's default for the chip, 78,848 bytes of chunks and 4,928 slots of 16 bytes.
 */
export const esp32DevKitC: Board = {
	name: "esp32-devkitc",
	chip: "esp32",
	heapBytes: 78_848 + 4_928 * 16,
	pins: [
		reserved(0, strapping),
		reserved(1, serial),
		reserved(2, strapping),
		reserved(3, serial),
		free(4),
		reserved(5, strapping),
		...[6, 7, 8, 9, 10, 11].map((gpio) => reserved(gpio, flash)),
		reserved(12, strapping),
		free(13),
		free(14),
		reserved(15, strapping),
		reserved(16, "connected to the memory on modules with PSRAM"),
		reserved(17, "connected to the memory on modules with PSRAM"),
		...[18, 19, 21, 22, 23, 25, 26, 27].map(free),
		analog(32),
		analog(33),
		...[34, 35, 36, 39].map(analogInput),
	],
	i2c: { data: 21, clock: 22 },
};
