import { node } from "kith/define";
import { esp32c3DevKitM, reed } from "kith/devices";

/** The board at the front door. On a bare board a wire from pin 3 to GND is the closed door. */
export const door = node("door", {
	board: esp32c3DevKitM,
	devices: { contact: reed({ pin: 3 }) },
});
