import { analog, type Board, flash, free, reserved, serial, strapping } from "../board";

/**
 * Espressif ESP32-S3-DevKitC-1 v1.1. Pins: ESP-IDF 6.0 "GPIO summary" of the chip (strapping: GPIO 0, 3, 45, 46) and the
 * board's user guide. ADC2 stops while the radio is on, so only ADC1 counts: GPIO 1-10. Modules with octal flash or PSRAM
 * use GPIO 33-37. Heap: the SDK's default for the chip, 78,848 bytes of chunks and 4,928 slots of 16 bytes.
 */
export const esp32s3DevKitC: Board = {
	name: "esp32s3-devkitc",
	chip: "esp32s3",
	heapBytes: 78_848 + 4_928 * 16,
	pins: [
		reserved(0, strapping),
		analog(1),
		analog(2),
		reserved(3, strapping),
		...[4, 5, 6, 7, 8, 9, 10].map(analog),
		...[11, 12, 13, 14, 15, 16, 17, 18].map(free),
		reserved(19, "the USB port"),
		reserved(20, "the USB port"),
		free(21),
		...[26, 27, 28, 29, 30, 31, 32].map((gpio) => reserved(gpio, flash)),
		...[33, 34, 35, 36, 37].map((gpio) => reserved(gpio, "connected to octal flash or PSRAM on modules that have it")),
		reserved(38, "the board's RGB light"),
		...[39, 40, 41, 42].map(free),
		reserved(43, serial),
		reserved(44, serial),
		reserved(45, strapping),
		reserved(46, strapping),
		free(47),
		free(48),
	],
	i2c: { data: 8, clock: 9 },
};
