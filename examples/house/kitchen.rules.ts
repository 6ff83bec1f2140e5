import { minutes, rule, rules } from "kith/define";
import { kitchen } from "./kitchen.devices";

/** The cooler runs while it is hot and someone is there; when the kitchen is empty, it is off. */
export const kitchenRules = rules(kitchen, [
	rule("cool the kitchen")
		// On above 26 °C, and then until it has cooled below 25 °C.
		.when(kitchen.climate.temperature.above(26, { hysteresis: 1 }))
		// A motion sensor sees motion, not people: someone who sits still for ten minutes is still there.
		.and(kitchen.motion.within(minutes(10)))
		.then(kitchen.cooler.on())
		.otherwise(kitchen.cooler.off())
		// Short bursts wear a compressor out.
		.minimumOn(minutes(3))
		.minimumOff(minutes(3)),
]);
