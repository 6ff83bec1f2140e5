import { node, seconds } from "kith/define";
import { bh1750, esp32c3DevKitM, relay, scd4x } from "kith/devices";

/** The board on the desk: the air and the light in the room, and a lamp. */
export const desk = node("desk", {
	board: esp32c3DevKitM,
	devices: {
		climate: scd4x({ every: seconds(30) }),
		light: bh1750({ every: seconds(15) }),
		lamp: relay({ pin: 5 }),
	},
});
