import { any, minutes, rule, rules } from "kith/define";
import { northOffices, roof, southOffices } from "./building.devices";
import { roomsPerFloor } from "./plan";

type Office = (typeof northOffices)[number] | (typeof southOffices)[number];

/** A room lights itself while somebody is there, unless the roof says that it is bright outdoors. */
function light({ motion, lamp }: Office) {
	return rule("light")
		.when(motion.within(minutes(10)))
		.and(any(roof.light.below(20_000, { hysteresis: 2_000 }), roof.light.olderThan(minutes(15))))
		.then(lamp.on())
		.otherwise(lamp.off());
}

const southRooms = roomsPerFloor / 2;

/** The rooms left and right of a room on the south side. */
function besides(index: number) {
	const onThisFloor = (other: number) => Math.floor(other / southRooms) === Math.floor(index / southRooms);
	return southOffices.filter((_, other) => Math.abs(other - index) === 1 && onThisFloor(other));
}

const southRules = southOffices.map((office, index) =>
	rules(office, [
		light(office),
		rule("air")
			// What is hot next door is soon hot here.
			.when(
				any(
					office.warmth.above(26, { hysteresis: 1 }),
					...besides(index).map(({ warmth }) => warmth.above(27, { hysteresis: 1 })),
				),
			)
			.and(roof.climate.temperature.below(24, { hysteresis: 1 }))
			.then(office.fan.on())
			.otherwise(office.fan.off())
			.minimumOn(minutes(5)),
	]),
);

export const buildingRules = [...southRules, ...northOffices.map((office) => rules(office, [light(office)]))];
