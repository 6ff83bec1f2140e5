import { describeWorld, lights, openAir, person, room, stay, ventilates } from "kith/simulator/world";
import { northOffices, southOffices } from "./building.devices";
import {
	buildingDepth,
	buildingLength,
	corridorWidth,
	floors,
	officePlans,
	roomDepth,
	roomWidth,
	storeyHeight,
} from "./plan";

const floor = roomWidth * roomDepth;
/** Boards hang at this height above their floor. */
const boardHeight = 1.5;

const rooms = officePlans.map(({ name, south }) => {
	return [name, room({ floor, windows: south ? 6 : 4, startsWith: 22, gains: 100 })] as const;
});

/** One person in every second room, who comes in the morning and leaves in the evening. */
const people = officePlans
	.filter(({ number }) => number % 2 === 1)
	.map(({ name }) =>
		person(`worker of ${name}`, {
			day: [
				stay("08:00", name, { spread: 30, days: "workdays" }),
				stay("12:00", "entrance", { days: "workdays" }),
				stay("12:45", name, { days: "workdays" }),
				stay("17:15", "away", { spread: 45 }),
			],
		}),
	);

/** Brick along the corridors, and thinner walls between the rooms, each one storey high. */
const walls = floors.flatMap((storey) => {
	const bottom = (storey - 1) * storeyHeight;
	const height = { bottom, top: bottom + storeyHeight };
	const north = roomDepth + corridorWidth;
	const along = [roomDepth, north].map((y) => ({
		from: { x: 0, y },
		to: { x: buildingLength, y },
		loss: 8,
		...height,
	}));
	const across = officePlans
		.filter((plan) => plan.floor === storey && plan.x > roomWidth)
		.map(({ x, south }) => {
			const wall = x - roomWidth / 2;
			const [y, end] = south ? [0, roomDepth] : [north, buildingDepth];
			return { from: { x: wall, y }, to: { x: wall, y: end }, loss: 5, ...height };
		});
	return [...along, ...across];
});

/** The building on a working day in early summer. */
export const world = describeWorld({
	startsAt: "2026-06-22T07:30:00",
	latitude: 50,
	weather: { lowest: 13, highest: 24, clouds: 0.6 },
	rooms: {
		...Object.fromEntries(rooms),
		entrance: room({ floor: buildingLength * corridorWidth, windows: 4, startsWith: 21 }),
		roof: openAir({ daylight: 1 }),
	},
	passage: "entrance",
	people,
	places: {
		...Object.fromEntries(
			officePlans.map(({ name, floor: storey, x, y }) => [
				name,
				{ room: name, x, y, z: (storey - 1) * storeyHeight + boardHeight },
			]),
		),
		roof: { room: "roof", x: buildingLength / 2, y: buildingDepth / 2, z: floors.length * storeyHeight + 0.5 },
		gateway: { room: "entrance", x: 1, y: buildingDepth / 2, z: 2.2 },
	},
	effects: [
		...[...southOffices, ...northOffices].map(({ lamp }) => lights(lamp, { lux: 400, watts: 40 })),
		...southOffices.map(({ fan }) => ventilates(fan, { airChanges: 4 })),
	],
	radio: {
		walls,
		floors: floors
			.slice(1)
			.map((storey) => ({ height: (storey - 1) * storeyHeight, loss: 15 }))
			.concat({ height: floors.length * storeyHeight, loss: 18 }),
	},
});
