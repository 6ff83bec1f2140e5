import { node } from "kith/define";
import { esp32c3DevKitM, pir, reed, relay } from "kith/devices";

/** The board in the hall, behind the front door. */
export const hall = node("hall", {
	board: esp32c3DevKitM,
	devices: {
		motion: pir({ pin: 4 }),
		door: reed({ pin: 3 }),
		bulb: relay({ pin: 5 }),
	},
});
