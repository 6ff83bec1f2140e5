import { minutes, node, seconds } from "kith/define";
import { bh1750, esp32c3DevKitM, sht4x } from "kith/devices";

/** The board under the eaves. It only measures; others decide what that means for them. */
export const outdoors = node("outdoors", {
	board: esp32c3DevKitM,
	devices: {
		climate: sht4x({ every: minutes(1) }),
		light: bh1750({ every: seconds(30) }),
	},
	// The weather is no secret: anybody on the network may read it over CoAP. The rest of the house needs a key.
	public: true,
});
