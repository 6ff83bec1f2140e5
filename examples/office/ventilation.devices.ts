import { node } from "kith/define";
import { esp32c3DevKitM, relay } from "kith/devices";

/** The board at the fan, above the ceiling. It measures nothing itself. */
export const ventilation = node("ventilation", {
	board: esp32c3DevKitM,
	devices: { fan: relay({ pin: 5 }) },
});
