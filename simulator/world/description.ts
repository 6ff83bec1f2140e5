import type { PropagationOptions } from "../radio/propagation";
import type { Effect } from "./effects";
import type { WeatherDescription } from "./weather";

/** A heated or cooled space with people in it. Build one with {@link room}. */
export interface RoomDescription {
	readonly kind: "room";
	/** m² */
	readonly floor: number;
	/** m. Default 2.5. */
	readonly height?: number;
	/** Heat through walls, roof and windows to outdoors, W/K. Default 2 per m² of floor. */
	readonly insulation?: number;
	/** Heat that one kelvin stores in air, furniture and the walls' surface, kJ/K. Default 80 per m² of floor. */
	readonly mass?: number;
	/** Glass that the sun shines through, m². An eighth of the sun's power on open ground gets in. Default an eighth of the floor. */
	readonly windows?: number;
	/** Daylight factor (CIE): light on the sensors as a share of that on open ground. Default 0.02. */
	readonly daylight?: number;
	/** Air exchanged with outdoors, volumes per hour. Default 1. */
	readonly airChanges?: number;
	/** Heat of what always runs, W. Default 0. */
	readonly gains?: number;
	/** Heat to neighbouring rooms, W/K each; say it on one of the two sides. */
	readonly to?: Readonly<Record<string, number>>;
	/** °C when the session starts. Default 23. */
	readonly startsWith?: number;
	/** The model's people are sensed (motion) here even while a recording replaces the room's air. Default false. */
	readonly peopleBesideRecording?: boolean;
}

/** The open air. Build it with {@link openAir}. */
export interface OutdoorsDescription {
	readonly kind: "outdoors";
	/** Light on the sensors as a share of that on open ground: under eaves, behind a pane. Default 0.2. */
	readonly daylight?: number;
}

/** An insulated body with a door, in a room: a refrigerator, a cold room. Build one with {@link coldBody}. */
export interface ColdStoreDescription {
	readonly kind: "cold store";
	/** The room around it. */
	readonly standsIn: string;
	/** W/K. Default 3. */
	readonly insulation?: number;
	/** kJ/K of air and goods. Default 120. */
	readonly mass?: number;
	/** W/K more while the door is open. Default 40. */
	readonly door?: number;
	/** m³. Default 2. */
	readonly volume?: number;
	/** °C when the session starts. Default 8. */
	readonly startsWith?: number;
}

export type SpaceDescription = RoomDescription | OutdoorsDescription | ColdStoreDescription;

/** Where somebody goes at a time of day. Build one with {@link stay}. */
export interface StayDescription {
	/** "06:40" */
	readonly at: string;
	/** A room, or "away". */
	readonly room: string;
	/** Every day's time lies evenly within ± this many minutes. Default 15. */
	readonly spread?: number;
	/** Asleep: no motion but the way to the bathroom. */
	readonly asleep?: boolean;
	/** Heat of what is used meanwhile (a stove), W; it gives off steam too. Default 0. */
	readonly watts?: number;
	/** Default every day. */
	readonly days?: "workdays" | "weekends";
}

/** Build one with {@link person}. */
export interface PersonDescription {
	readonly name: string;
	/** In the order of the day; the last one lasts until the next day's first. */
	readonly day: readonly StayDescription[];
	/** Rooms for short errands while awake, some a day. Default none. */
	readonly errands?: readonly string[];
	/** Where sleepers go in the night, once or twice. Default nowhere. */
	readonly nightErrand?: string;
}

/** Where a node hangs. */
export interface PlaceDescription {
	readonly room: string;
	/** Metres on the plan and above ground. */
	readonly x: number;
	readonly y: number;
	/** Default 1.5. */
	readonly z?: number;
	/** Share of the lamps' light that falls on this node's light sensor, 0-1. Default 1; less for one that faces a window. */
	readonly lamplight?: number;
}

export interface WorldDescription {
	/** The world's wall clock when the session starts: "2026-06-21T06:00:00". Noon is at 12; there is no summer time. */
	readonly startsAt: string;
	/** Degrees north. Default 50. */
	readonly latitude?: number;
	readonly weather?: WeatherDescription;
	/** In the order in which they are shown. */
	readonly rooms: Readonly<Record<string, SpaceDescription>>;
	readonly people?: readonly PersonDescription[];
	/** The room that leads to all others: people pass through it for some seconds. Default none. */
	readonly passage?: string;
	/** The room with the front door, which opens when people leave for outdoors or away, and come home. Default: the passage. */
	readonly frontDoor?: string;
	/** By node. A node that is not named here hangs in the room of its name. */
	readonly places?: Readonly<Record<string, PlaceDescription>>;
	readonly effects?: readonly Effect[];
	readonly radio?: RadioDescription;
}

export interface RadioDescription extends PropagationOptions {
	/** Share of receptions that fail on top of what distance does, 0-1. Default 0.02. */
	readonly loss?: number;
}

/** Names the world, for `export const world = world({ … })`-like files; checked when a session starts. */
export function describeWorld(description: WorldDescription): WorldDescription {
	return description;
}

export function room(description: Omit<RoomDescription, "kind">): RoomDescription {
	return { kind: "room", ...description };
}

export function openAir(description: Omit<OutdoorsDescription, "kind"> = {}): OutdoorsDescription {
	return { kind: "outdoors", ...description };
}

export function coldBody(description: Omit<ColdStoreDescription, "kind">): ColdStoreDescription {
	return { kind: "cold store", ...description };
}

export function person(name: string, description: Omit<PersonDescription, "name">): PersonDescription {
	return { name, ...description };
}

export function stay(at: string, room: string, details: Omit<StayDescription, "at" | "room"> = {}): StayDescription {
	return { at, room, ...details };
}
