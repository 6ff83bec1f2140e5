import { relativeHumidity } from "./air";
import type { Inhabitant } from "./inhabitant";
import type { Space } from "./space";
import type { Weather } from "./weather";

/** The true state of the world, for people and checkers to look at. */
export interface WorldSnapshot {
	/** "2026-06-21 06:00:00" on the world's wall clock. */
	readonly time: string;
	readonly outdoors: {
		/** °C */
		readonly temperature: number;
		/** Share of the sky, 0-1. */
		readonly clouds: number;
		/** Degrees above the horizon. */
		readonly sun: number;
		/** lx on open ground. */
		readonly illuminance: number;
	};
	readonly rooms: readonly RoomSnapshot[];
	readonly people: readonly PersonSnapshot[];
	/** Devices that do something to a room and were ever switched, by "node/device": level 0-1. */
	readonly devices: { readonly [device: string]: number };
}

export interface RoomSnapshot {
	readonly name: string;
	/** The model's °C, %, ppm and lx, also where a recording is replayed to the sensors. */
	readonly temperature: number;
	readonly humidity: number;
	readonly carbonDioxide: number;
	readonly illuminance: number;
	readonly people: number;
	readonly doorOpen: boolean;
	readonly recorded: boolean;
}

export interface PersonSnapshot {
	readonly name: string;
	/** A room, or "away". */
	readonly room: string;
	readonly moving: boolean;
	readonly asleep: boolean;
}

interface Sources {
	readonly time: string;
	/** Civil seconds since 1970. */
	readonly seconds: number;
	readonly weather: Weather;
	readonly spaces: readonly Space[];
	readonly people: readonly Inhabitant[];
	readonly recorded: ReadonlyMap<string, unknown>;
	readonly levels: ReadonlyMap<string, number>;
}

export function snapshotOf(sources: Sources): WorldSnapshot {
	const { time, seconds, weather, spaces, people, recorded, levels } = sources;
	const illuminance = weather.illuminance(seconds);
	return {
		time,
		outdoors: {
			temperature: weather.temperature(seconds),
			clouds: weather.clouds(seconds),
			sun: weather.sunElevation(seconds),
			illuminance,
		},
		rooms: spaces.map((space) => ({
			name: space.name,
			temperature: space.temperature,
			humidity: relativeHumidity(space.vapour, space.temperature),
			carbonDioxide: space.carbonDioxide,
			illuminance: illuminance * space.daylight + space.deviceLux,
			people: space.people,
			doorOpen: space.doorOpen,
			recorded: recorded.has(space.name),
		})),
		people: people.map(({ name, room, moving, asleep }) => ({ name, room, moving, asleep })),
		devices: Object.fromEntries(levels),
	};
}
