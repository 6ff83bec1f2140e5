import { diameter, graph, greedyDominatingSet, strewn } from "./mesh-places";
import { MeshStand } from "./mesh-stand";

/** 50 boards over five and more hops. */
export const buildingMetres = { width: 300, depth: 170 } as const;
/** Time in which beacons have told everybody enough. */
export const settlingMs = 30_000;

export interface Building {
	readonly stand: MeshStand;
	readonly links: readonly (readonly number[])[];
	/** Hops between the two that are farthest apart. */
	readonly diameter: number;
	/** Frames of a flood through a greedy connected dominating set without loss, on average over the origins. */
	readonly bound: number;
}

/** Boards strewn over a building, 10 % loss, switched on and settled. */
export function building(seed: number, count = 50): Building {
	const positions = strewn(count, buildingMetres.width, buildingMetres.depth, seed);
	const links = graph(positions);
	let frames = 0;
	for (let origin = 0; origin < count; origin++) frames += greedyDominatingSet(links, origin);
	const stand = new MeshStand({ seed, positions, loss: 0.1 });
	stand.start();
	stand.run(settlingMs);
	return { stand, links, diameter: diameter(links), bound: frames / count };
}
