import { all, any, minutes, not, rule, rules } from "kith/define";
import { hall } from "./hall.devices";
import { livingRoom } from "./living-room.devices";

// Conditions are values: name them once, use them in several rules.
// Once the lamp is on, its own light must not put it out again: then only real daylight counts.
const dark = any(
	livingRoom.light.below(80, { hysteresis: 20 }),
	all(livingRoom.lamp.above(0), livingRoom.light.below(600)),
);
const occupied = livingRoom.motion.within(minutes(10));
const passersBy = hall.motion.within(minutes(2));

/** The lamp shines while it is dark and someone is there. */
export const livingRoomRules = rules(livingRoom, [
	rule("light the living room").when(dark).and(occupied).then(livingRoom.lamp.set(70)),
	// Leaves the lamp alone while someone walks through the hall, which may ask it to show the way (hall.rules.ts).
	rule("living room needs no light")
		.when(any(not(dark), all(not(occupied), not(passersBy))))
		.then(livingRoom.lamp.set(0)),
]);
