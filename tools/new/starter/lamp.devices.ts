import { node } from "kith/define";
import { esp32c3DevKitM, relay } from "kith/devices";

/** The board at the lamp. On a bare board an LED with a resistor of 330 Ω from pin 5 to GND is the lamp. */
export const lamp = node("lamp", {
	board: esp32c3DevKitM,
	devices: { bulb: relay({ pin: 5 }) },
});
