import { node, seconds } from "kith/define";
import { esp32h2DevKitM, relay, sht4x } from "kith/devices";

/** The board in the greenhouse. Its chip has no Wi-Fi, so it speaks Bluetooth, with the board in the garden shed. */
export const greenhouse = node("greenhouse", {
	board: esp32h2DevKitM,
	devices: {
		climate: sht4x({ every: seconds(30) }),
		vent: relay({ pin: 22 }),
	},
});
