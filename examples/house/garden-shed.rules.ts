import { minutes, rule, rules } from "kith/define";
import { gardenShed } from "./garden-shed.devices";
import { hall } from "./hall.devices";
import { outdoors } from "./outdoors.devices";

/** Who comes home in the dark finds the way to the shed lit for a while. */
export const gardenShedRules = rules(gardenShed, [
	rule("light the garden path")
		.when(hall.door.within(minutes(5)))
		.and(outdoors.light.below(50, { hysteresis: 20 }))
		.then(gardenShed.lamp.on())
		.otherwise(gardenShed.lamp.off()),
]);
