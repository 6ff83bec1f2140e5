import { minutes, rule, rules } from "kith/define";
import { greenhouse } from "./greenhouse.devices";
import { outdoors } from "./outdoors.devices";

/** The vent opens when it gets hot under the glass, as long as the air outdoors is cooler than that. */
export const greenhouseRules = rules(greenhouse, [
	rule("air the greenhouse")
		.when(greenhouse.climate.temperature.above(28, { hysteresis: 2 }))
		.and(outdoors.climate.temperature.below(greenhouse.climate.temperature))
		.then(greenhouse.vent.on())
		.otherwise(greenhouse.vent.off())
		.minimumOn(minutes(5)),
]);
