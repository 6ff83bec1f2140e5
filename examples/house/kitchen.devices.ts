import { node, seconds } from "kith/define";
import { esp32c3DevKitM, pir, relay, sht4x } from "kith/devices";

/** The board in the kitchen: what is connected to it, and to which pins. I2C chips use the board's own bus. */
export const kitchen = node("kitchen", {
	board: esp32c3DevKitM,
	devices: {
		climate: sht4x({ every: seconds(30) }),
		motion: pir({ pin: 4 }),
		cooler: relay({ pin: 5 }),
	},
});
