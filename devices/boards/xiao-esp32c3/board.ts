import { analog, type Board, free, reserved, strapping } from "../board";

/**
 * Seeed Studio XIAO ESP32C3. Pins: the pin map on Seeed's wiki; labels D0-D10 are GPIO 2-7, 21, 20, 8, 9, 10. The console
 * is the USB port (GPIO 18, 19, not on the header), so GPIO 20 and 21 are free; the ROM prints a few lines on 21 at
 * reset. GPIO 5 is on ADC2, which does not work (errata). Heap: the SDK's default for the chip.
 */
export const xiaoEsp32C3: Board = {
	name: "xiao-esp32c3",
	chip: "esp32c3",
	heapBytes: 94_208,
	pins: [
		reserved(2, strapping),
		analog(3),
		analog(4),
		free(5),
		free(6),
		free(7),
		reserved(8, strapping),
		reserved(9, strapping),
		free(10),
		free(20),
		free(21),
	],
	i2c: { data: 6, clock: 7 },
};
