import { node, seconds } from "kith/define";
import { desktop, dimmer, pir, sht4x } from "kith/devices";

export const sensor = node("sensor", {
	board: desktop,
	devices: { climate: sht4x({ every: seconds(1) }), motion: pir({ pin: 4 }), lamp: dimmer({ pin: 5 }) },
});
