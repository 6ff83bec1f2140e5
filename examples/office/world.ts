import { describeWorld, lights, person, room, stay, ventilates } from "kith/simulator/world";
import { desk } from "./desk.devices";
import { ventilation } from "./ventilation.devices";

/** Comes in the morning, eats elsewhere, goes home when it is long dark. */
const workday = [
	stay("08:20", "office", { days: "workdays", spread: 20 }),
	stay("12:10", "away", { days: "workdays" }),
	stay("13:00", "office", { days: "workdays", spread: 10 }),
	stay("18:20", "away", { days: "workdays", spread: 20 }),
	stay("18:45", "away", { days: "weekends" }),
];

/**
 * One office room on a grey winter's day with two people in it. Made to be replaced by a recording of a real room:
 *
 *     npx kith sim examples/office --recording office=FILE.csv
 *
 * The recording's first minute is the session's first minute; then its air and light are sensed instead of the model's.
 */
export const world = describeWorld({
	startsAt: "2015-02-02T14:19:00",
	latitude: 50.5,
	weather: { lowest: 1, highest: 6, clouds: 0.7, dewPoint: 0 },
	rooms: {
		// The radiators are part of the gains: there is no thermostat in this installation.
		office: room({ floor: 22, windows: 4, insulation: 35, airChanges: 0.5, gains: 600, startsWith: 22 }),
		ceiling: room({
			floor: 22,
			height: 0.5,
			windows: 0,
			daylight: 0,
			insulation: 5,
			to: { office: 60 },
			startsWith: 22,
		}),
	},
	people: [person("Cleo", { day: workday }), person("Dan", { day: workday })],
	places: {
		desk: { room: "office", x: 2, y: 2, z: 0.8 },
		ventilation: { room: "ceiling", x: 4, y: 3, z: 2.8 },
		gateway: { room: "office", x: 5, y: 0.5, z: 2.2 },
	},
	effects: [
		// The lamp lights the desk less than daylight does: see the hysteresis in desk.rules.ts.
		lights(desk.lamp, { lux: 250, watts: 10 }),
		ventilates(ventilation.fan, { room: "office", airChanges: 3 }),
	],
});
