import { node, seconds } from "kith/define";
import { bh1750, dimmer, esp32c3DevKitM, pir } from "kith/devices";

/** The board in the living room. Its light sensor hangs where the lamp reaches it, too. */
export const livingRoom = node("livingRoom", {
	board: esp32c3DevKitM,
	devices: {
		light: bh1750({ every: seconds(15) }),
		motion: pir({ pin: 4 }),
		lamp: dimmer({ pin: 5 }),
	},
});
