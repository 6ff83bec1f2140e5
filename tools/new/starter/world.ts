import { describeWorld, lights, person, room, stay } from "kith/simulator/world";
import { lamp } from "./lamp.devices";

/** What surrounds the boards in the simulator: two rooms, and somebody who comes and goes by the front door. */
export const world = describeWorld({
	startsAt: "2026-01-12T07:55:00",
	latitude: 50,
	weather: { lowest: 0, highest: 5, clouds: 0.5 },
	rooms: {
		hall: room({ floor: 8, windows: 0.5, startsWith: 20, to: { livingRoom: 20 } }),
		livingRoom: room({ floor: 24, windows: 4, startsWith: 20 }),
	},
	// Whoever leaves or comes home passes the hall and opens its door.
	passage: "hall",
	people: [
		person("Ada", {
			day: [stay("07:00", "livingRoom"), stay("08:00", "away"), stay("12:30", "livingRoom"), stay("13:30", "away")],
		}),
	],
	places: {
		door: { room: "hall", x: 1, y: 1, z: 2 },
		lamp: { room: "hall", x: 3, y: 1, z: 2.4 },
		gateway: { room: "livingRoom", x: 6, y: 4 },
	},
	effects: [lights(lamp.bulb, { lux: 150, watts: 8 })],
});
