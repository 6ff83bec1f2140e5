import { all, any, minutes, rule, rules } from "kith/define";
import { desk } from "./desk.devices";

// Once the lamp is on, its own light must not put it out again: then only real daylight counts.
const dark = any(desk.light.below(300), all(desk.lamp.isOn(), desk.light.below(900)));

export const deskRules = rules(desk, [
	rule("light for whoever works late")
		.when(dark)
		// There is no motion sensor, but people breathe: an empty room is near 450 ppm.
		.and(desk.climate.carbonDioxide.above(600, { hysteresis: 50 }))
		.then(desk.lamp.on())
		.otherwise(desk.lamp.off())
		.minimumOn(minutes(5)),
]);
