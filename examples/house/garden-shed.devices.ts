import { ble, espNow, node, seconds } from "kith/define";
import { esp32c3DevKitM, relay, sht4x } from "kith/devices";

/**
 * The board in the garden shed, so far from the house that only the board under the eaves hears it: what it says and is
 * told passes through that one. It speaks Bluetooth as well, for the greenhouse next to it.
 */
export const gardenShed = node("gardenShed", {
	board: esp32c3DevKitM,
	links: [espNow(), ble()],
	devices: {
		climate: sht4x({ every: seconds(60) }),
		lamp: relay({ pin: 5 }),
	},
});
