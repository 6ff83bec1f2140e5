import { node, seconds } from "kith/define";
import { esp32c3DevKitM, ntc, relay, setting } from "kith/devices";

/** The board of the cold store in the cellar. */
export const coldStore = node("coldStore", {
	board: esp32c3DevKitM,
	devices: {
		// A bare thermistor: B value and resistance are printed on its bag, the resistor was chosen for the cold.
		probe: ntc({ pin: 3, every: seconds(10), beta: 3950, nominalOhm: 10_000, seriesOhm: 47_000 }),
		compressor: relay({ pin: 5 }),
		// No hardware: a number that rules and people can set and that survives a power cut.
		setPoint: setting({ quantity: "temperature", initial: 4, minimum: -5, maximum: 12 }),
	},
});
