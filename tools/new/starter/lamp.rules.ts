import { rule, rules, seconds } from "kith/define";
import { door } from "./door.devices";
import { lamp } from "./lamp.devices";

/** The rule runs where the lamp is and listens to the door: no other board is needed. */
export const lampRules = rules(lamp, [
	rule("light the way")
		.when(door.contact.isOpen())
		.then(lamp.bulb.on())
		.otherwise(lamp.bulb.off())
		// Nothing was heard from the door lately.
		.whenStale(lamp.bulb.off())
		.minimumOn(seconds(10)),
]);
