import type { Wall } from "./climate";
import type { SpaceDescription } from "./description";
import { Space } from "./space";

/** All spaces of a description, in its order, and what conducts heat between them. Names were checked before. */
export function spacesAndWalls(rooms: Readonly<Record<string, SpaceDescription>>): {
	readonly spaces: ReadonlyMap<string, Space>;
	readonly walls: readonly Wall[];
} {
	const spaces = new Map<string, Space>();
	for (const [name, description] of Object.entries(rooms)) spaces.set(name, new Space(name, description));
	const walls: Wall[] = [];
	const wall = (from: Space, to: string, conductance: number): void => {
		walls.push({ from, to: spaces.get(to) as Space, conductance });
	};
	for (const [name, description] of Object.entries(rooms)) {
		const space = spaces.get(name) as Space;
		if (description.kind === "cold store") wall(space, description.standsIn, space.insulation);
		if (description.kind !== "room") continue;
		for (const [neighbour, conductance] of Object.entries(description.to ?? {})) wall(space, neighbour, conductance);
	}
	return { spaces, walls };
}
