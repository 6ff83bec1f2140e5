import type { DeviceDefinition, NodeDefinition } from "kith/definition/definition";
import type { NodeNames } from "./check";
import {
	openAir,
	type PersonDescription,
	type PlaceDescription,
	room,
	type SpaceDescription,
	stay,
	type WorldDescription,
} from "./description";
import { cools, type Effect, lights, ventilates } from "./effects";

/** Side of the square in which a default world hangs its nodes, in metres: every board hears every other. */
const domainMetres = 30;
/** Metres between neighbours where there is room enough. */
const pitchMetres = 4;

/** The nodes of an installation and their devices, for `WorldOptions.nodes`. */
export function nodeNames(definitions: Iterable<NodeDefinition>): NodeNames {
	const names = new Map<string, readonly string[]>();
	for (const { node, devices } of definitions)
		names.set(
			node,
			devices.map(({ name }) => name),
		);
	return names;
}

/**
 * The world of an installation that has none of its own: every node in a room of its name, in rows; one person who lives
 * in the first and walks through them all; and what its actuators are called decides what they do (a dimmer lights; a
 * relay cools when it is a cooler or compressor, ventilates when it is a fan or ventilation, and else lights).
 */
export function defaultWorld(definitions: Iterable<NodeDefinition>): WorldDescription {
	const rooms: Record<string, SpaceDescription> = {};
	const places: Record<string, PlaceDescription> = {};
	const effects: Effect[] = [];
	const nodes = [...definitions];
	const columns = Math.max(1, Math.ceil(Math.sqrt(nodes.length)));
	const pitch = Math.min(pitchMetres, domainMetres / columns);
	nodes.forEach(({ node, devices }, index) => {
		rooms[node] = node === "outdoors" ? openAir() : room({ floor: 16 });
		places[node] = { room: node, x: pitch * (index % columns), y: pitch * Math.floor(index / columns) };
		for (const device of devices) effects.push(...effectOf(node, device));
	});
	return { startsAt: "2026-06-21T06:00:00", rooms, places, effects, people: resident(Object.keys(rooms)) };
}

function effectOf(node: string, device: DeviceDefinition): Effect[] {
	const key = `${node}/${device.name}`;
	if (device.kind === "dimmer") return [lights(key, { lux: 400 })];
	if (device.kind !== "relay") return [];
	if (/cool|compress/i.test(device.name)) return [cools(key, { watts: 1500 })];
	if (/fan|vent/i.test(device.name)) return [ventilates(key, { airChanges: 4 })];
	return [lights(key, { lux: 150 })];
}

function resident(rooms: readonly string[]): PersonDescription[] {
	const [home, second = home, third = second] = rooms;
	if (home === undefined || second === undefined || third === undefined) return [];
	return [
		{
			name: "resident",
			day: [stay("06:45", home), stay("12:00", second), stay("18:00", third), stay("22:45", home, { asleep: true })],
			errands: rooms.slice(0, 16),
		},
	];
}
