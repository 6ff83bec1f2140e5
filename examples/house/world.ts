import { coldBody, cools, describeWorld, lights, openAir, person, room, stay, ventilates } from "kith/simulator/world";
import { coldStore } from "./cold-store.devices";
import { gardenShed } from "./garden-shed.devices";
import { greenhouse } from "./greenhouse.devices";
import { hall } from "./hall.devices";
import { kitchen } from "./kitchen.devices";
import { livingRoom } from "./living-room.devices";

/**
 * What surrounds the boards in the simulator: a small house on a hot summer's day, and two people with their habits. The
 * boards never see this file; they only see what their sensors sense. See docs/simulator-world.md.
 */
export const world = describeWorld({
	startsAt: "2026-06-22T06:00:00",
	latitude: 50,
	weather: { lowest: 19, highest: 33, clouds: 0.3 },

	// Floors and windows in m². Heat flows to neighbours (`to`, in W/K), and through walls and windows to outdoors.
	rooms: {
		kitchen: room({ floor: 14, windows: 2.5, gains: 80, startsWith: 25, to: { hall: 15, livingRoom: 20 } }),
		livingRoom: room({ floor: 28, windows: 5, gains: 40, startsWith: 25, to: { hall: 20 } }),
		hall: room({ floor: 10, windows: 0.5, startsWith: 24, to: { bedroom: 15, bathroom: 10, cellar: 8 } }),
		bedroom: room({ floor: 16, windows: 2, startsWith: 24 }),
		bathroom: room({ floor: 7, windows: 0.5, airChanges: 1.5, startsWith: 24 }),
		cellar: room({ floor: 12, windows: 0, insulation: 8, mass: 6000, daylight: 0, airChanges: 0.2, startsWith: 19 }),
		outdoors: openAir({ daylight: 0.2 }),
		gardenShed: room({ floor: 6, windows: 0.5, mass: 300, startsWith: 21 }),
		greenhouse: room({ floor: 8, height: 2.2, windows: 5, insulation: 60, mass: 900, daylight: 0.7, startsWith: 21 }),
		coldStore: coldBody({ standsIn: "cellar", startsWith: 7 }),
	},

	// Everybody passes the hall on the way from room to room; its front door opens when they leave or come home.
	passage: "hall",
	people: [
		person("Ada", {
			day: [
				stay("06:40", "kitchen", { watts: 400 }),
				stay("07:30", "bathroom", { spread: 5 }),
				stay("08:10", "away", { days: "workdays" }),
				stay("09:00", "livingRoom", { days: "weekends" }),
				stay("12:15", "kitchen", { watts: 500, days: "weekends" }),
				stay("14:00", "livingRoom", { days: "weekends" }),
				stay("17:45", "kitchen", { watts: 500 }),
				stay("19:15", "livingRoom"),
				stay("22:45", "bathroom", { spread: 10 }),
				stay("23:10", "bedroom", { spread: 10, asleep: true }),
			],
			errands: ["kitchen", "bathroom", "cellar"],
			nightErrand: "bathroom",
		}),
		person("Ben", {
			day: [
				stay("07:10", "kitchen", { watts: 400 }),
				stay("08:15", "livingRoom"),
				stay("12:20", "kitchen", { watts: 500 }),
				stay("13:30", "bedroom"),
				stay("15:30", "outdoors"),
				stay("17:00", "livingRoom"),
				stay("18:15", "kitchen"),
				stay("19:20", "livingRoom"),
				stay("22:30", "bathroom", { spread: 10 }),
				stay("23:00", "bedroom", { spread: 10, asleep: true }),
			],
			errands: ["kitchen", "bathroom", "livingRoom"],
			nightErrand: "bathroom",
		}),
	],

	// Where the boards hang, in metres on the plan, for the radio. The cellar lies below.
	places: {
		kitchen: { room: "kitchen", x: 2, y: 8 },
		livingRoom: { room: "livingRoom", x: 8, y: 8 },
		hall: { room: "hall", x: 5, y: 5 },
		gateway: { room: "hall", x: 6, y: 4, z: 2.2 },
		outdoors: { room: "outdoors", x: 11.5, y: 3, z: 2 },
		coldStore: { room: "coldStore", x: 1, y: 6, z: -1.5 },
		gardenShed: { room: "gardenShed", x: 50, y: 1.5, z: 2 },
		greenhouse: { room: "greenhouse", x: 57, y: 3, z: 1 },
	},

	// What the actuators do to the house when they run at full level.
	effects: [
		cools(kitchen.cooler, { watts: 1500 }),
		lights(livingRoom.lamp, { lux: 400, watts: 40 }),
		lights(hall.bulb, { lux: 150, watts: 8 }),
		cools(coldStore.compressor, { watts: 400 }),
		lights(gardenShed.lamp, { lux: 100, watts: 8 }),
		ventilates(greenhouse.vent, { airChanges: 30 }),
	],

	radio: {
		walls: [
			{ from: { x: 0, y: 6.5 }, to: { x: 11, y: 6.5 }, loss: 3 },
			{ from: { x: 4, y: 6.5 }, to: { x: 4, y: 10 }, loss: 3 },
			{ from: { x: 11, y: 0 }, to: { x: 11, y: 10 }, loss: 8 },
			// The garden wall, with a gap through which the board under the eaves looks at the shed.
			{ from: { x: 30, y: 2.4 }, to: { x: 30, y: 14 }, loss: 12 },
		],
	},
});
