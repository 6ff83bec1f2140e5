import { clockSeconds } from "./calendar";
import type { RadioDescription, SpaceDescription, StayDescription, WorldDescription } from "./description";
import { away } from "./inhabitant";
import { WorldError } from "./world-error";

/** What the world needs to know of the installation: names of the nodes, and of the devices of each. */
export type NodeNames = ReadonlyMap<string, readonly string[]>;

/** Spaces in one world. */
export const spaceLimit = 256;
export const peopleLimit = 64;
/** Volumes of air per hour, from outdoors or by one fan: beyond it the model's steps would be too coarse. */
export const airChangesLimit = 100;

/** What a `world.ts` exports, once it looks like a world. @throws WorldError */
export function asWorldDescription(exported: unknown): WorldDescription {
	const world = exported as Partial<WorldDescription> | null | undefined;
	if (
		typeof world === "object" &&
		world !== null &&
		typeof world.rooms === "object" &&
		typeof world.startsAt === "string"
	) {
		return world as WorldDescription;
	}
	throw new WorldError("what world.ts exports as world is no world: write describeWorld({ startsAt, rooms, … })");
}

/**
 * Checks a description against itself and the installation.
 * @throws WorldError naming what is unknown and what there is
 */
export function checkWorld(description: WorldDescription, nodes: NodeNames): void {
	const rooms = Object.keys(description.rooms);
	if (rooms.length > spaceLimit)
		throw new WorldError(`the world has ${rooms.length} rooms; ${spaceLimit} are possible`);
	const known = (room: string | undefined, where: string): void => {
		if (room === undefined || rooms.includes(room)) return;
		throw new WorldError(`${where} names the room "${room}", but the world has ${list(rooms)}`);
	};
	within(description.latitude ?? 0, -90, 90, "latitude");
	checkRadio(description.radio ?? {});
	known(description.passage, "passage");
	known(description.frontDoor, "frontDoor");
	for (const [name, space] of Object.entries(description.rooms)) checkSpace(name, space, known);
	checkPeople(description, known);
	for (const [node, place] of Object.entries(description.places ?? {})) {
		if (!nodes.has(node))
			throw new WorldError(`places names the node "${node}", but there are ${list([...nodes.keys()])}`);
		known(place.room, `the place of node ${node}`);
		for (const metres of [place.x, place.y, place.z ?? 0]) finite(metres, `the place of node ${node}`);
	}
	for (const effect of description.effects ?? []) {
		checkDevice(effect.device, nodes);
		known(effect.room, `the effect of ${effect.device}`);
		for (const figure of [effect.watts, effect.lux, effect.airChanges])
			finite(figure, `the effect of ${effect.device}`);
		within(effect.airChanges, 0, airChangesLimit, `airChanges of ${effect.device}`);
	}
	for (const node of nodes.keys()) {
		if (description.places?.[node] === undefined && !rooms.includes(node)) {
			throw new WorldError(`node ${node} has no place: name one in places, or a room "${node}"`);
		}
	}
}

function checkRadio({ loss, walls, floors, shadowing, referenceDbm, exponent }: RadioDescription): void {
	within(loss ?? 0, 0, 1, "the radio's loss");
	within(shadowing ?? 0, 0, 30, "the radio's shadowing");
	finite(referenceDbm ?? 0, "the radio's referenceDbm");
	positive(exponent ?? 1, "the radio's exponent");
	for (const { from, to, loss: decibels, bottom, top } of walls ?? []) {
		for (const metres of [from.x, from.y, to.x, to.y, bottom ?? 0, top ?? 0]) finite(metres, "a wall of the radio");
		within(decibels, 0, 200, "the loss of a wall of the radio");
	}
	for (const { height, loss: decibels } of floors ?? []) {
		finite(height, "a floor of the radio");
		within(decibels, 0, 200, "the loss of a floor of the radio");
	}
}

function checkSpace(name: string, space: SpaceDescription, known: (room: string, where: string) => void): void {
	if (name === away) throw new WorldError(`a room cannot be called "${away}"`);
	if (space.kind === "cold store") known(space.standsIn, `the cold store ${name}`);
	if (space.kind !== "room") return;
	positive(space.floor, `the floor of ${name}`);
	positive(space.mass ?? 1, `the mass of ${name}`);
	within(space.insulation ?? 0, 0, Number.MAX_VALUE, `the insulation of ${name}`);
	within(space.airChanges ?? 0, 0, airChangesLimit, `airChanges of ${name}`);
	for (const [neighbour, conductance] of Object.entries(space.to ?? {})) {
		known(neighbour, `the room ${name}`);
		positive(conductance, `what leads from ${name} to ${neighbour}`);
	}
}

function checkPeople(description: WorldDescription, known: (room: string | undefined, where: string) => void): void {
	const people = description.people ?? [];
	if (people.length > peopleLimit)
		throw new WorldError(`${people.length} people are too many; ${peopleLimit} are possible`);
	const names = new Set<string>();
	for (const { name, day, errands = [], nightErrand } of people) {
		if (names.has(name)) throw new WorldError(`two people are called "${name}"`);
		names.add(name);
		if (day.length === 0) throw new WorldError(`${name} has no stays in the day`);
		for (const room of [...errands, nightErrand]) known(room, `an errand of ${name}`);
		let last: StayDescription | undefined;
		for (const stay of day) {
			if (stay.room !== away) known(stay.room, `the day of ${name} at ${stay.at}`);
			if (last !== undefined && clockSeconds(stay.at) < clockSeconds(last.at)) {
				throw new WorldError(`the day of ${name} is not in order: ${stay.at} comes after ${last.at}`);
			}
			clockSeconds(stay.at);
			last = stay;
		}
	}
}

function checkDevice(key: string, nodes: NodeNames): void {
	const [node = "", device = "", more] = key.split("/");
	const devices = nodes.get(node);
	if (more !== undefined || device === "") throw new WorldError(`"${key}" is no device: write "node/device"`);
	if (devices === undefined) {
		throw new WorldError(`effects names the node "${node}" (${key}), but there are ${list([...nodes.keys()])}`);
	}
	if (!devices.includes(device)) {
		throw new WorldError(
			`effects names ${key}, but ${node} has ${devices.length === 0 ? "no devices" : list(devices)}`,
		);
	}
}

function finite(value: number, what: string): void {
	if (!Number.isFinite(value)) throw new WorldError(`${what} has ${value} where a number belongs`);
}

function within(value: number, least: number, most: number, what: string): void {
	if (!(value >= least && value <= most)) {
		throw new WorldError(
			`${what} is ${value}, but must be ${most > 1e9 ? `at least ${least}` : `${least} to ${most}`}`,
		);
	}
}

function positive(value: number, what: string): void {
	if (!(value > 0 && Number.isFinite(value))) throw new WorldError(`${what} is ${value}, but must be above 0`);
}

function list(names: readonly string[]): string {
	return names.length === 0 ? "none" : names.join(", ");
}
