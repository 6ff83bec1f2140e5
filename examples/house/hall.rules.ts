import { any, minutes, not, rule, rules } from "kith/define";
import { hall } from "./hall.devices";
import { livingRoom } from "./living-room.devices";
import { outdoors } from "./outdoors.devices";

// The hall has no light sensor: it listens to the one outdoors. Any node can use any other's readings.
const night = outdoors.light.below(50, { hysteresis: 20 });

export const hallRules = rules(hall, [
	rule("light the hall")
		.when(any(hall.motion.within(minutes(2)), hall.door.isOpen()))
		.and(night)
		.then(hall.bulb.on())
		.otherwise(hall.bulb.off())
		// Someone is there, but nothing was heard from outdoors lately: better too much light than none.
		.whenStale(hall.bulb.on()),

	// An action on another node is a request to it. Its own rules take over again as soon as they change their mind.
	rule("show the way")
		.when(hall.motion.isTrue())
		.and(night)
		.and(not(livingRoom.motion.within(minutes(10))))
		.then(livingRoom.lamp.set(10)),
]);
