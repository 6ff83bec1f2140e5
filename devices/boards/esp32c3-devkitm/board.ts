import { analog, type Board, flash, free, reserved, serial, strapping } from "../board";

/**
 * Espressif ESP32-C3-DevKitM-1. Pins: ESP32-C3 datasheet version 2.2, sections 2.2 and 3 (strapping: GPIO 2, 8, 9);
 * ADC2 (GPIO 5) does not work (errata), so it counts as an ordinary pin. Heap: the SDK's default for the chip.
 */
export const esp32c3DevKitM: Board = {
	name: "esp32c3-devkitm",
	chip: "esp32c3",
	heapBytes: 94_208,
	pins: [
		analog(0),
		analog(1),
		reserved(2, strapping),
		analog(3),
		analog(4),
		free(5),
		free(6),
		free(7),
		reserved(8, strapping),
		reserved(9, strapping),
		free(10),
		...[11, 12, 13, 14, 15, 16, 17].map((gpio) => reserved(gpio, flash)),
		reserved(18, "the USB port"),
		reserved(19, "the USB port"),
		reserved(20, serial),
		reserved(21, serial),
	],
	i2c: { data: 6, clock: 7 },
};
