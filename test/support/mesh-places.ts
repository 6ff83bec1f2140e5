import { SeededRandom } from "kith/simulator/kernel/seeded-random";
import type { Position } from "kith/simulator/radio/index";

/** Farther apart than this two boards of the stand do not hear each other well: metres, at exponent 3 without shadowing. */
export const reachMetres = 72;

/** Boards strewn over a rectangle until each can reach each. */
export function strewn(count: number, width: number, depth: number, seed: number): Position[] {
	const random = new SeededRandom(seed, "places");
	for (;;) {
		const positions: Position[] = [];
		for (let index = 0; index < count; index++)
			positions.push({ x: random.uniform() * width, y: random.uniform() * depth, z: 1 });
		if (hops(graph(positions), 0).every((distance) => distance >= 0)) return positions;
	}
}

/** Who is in reach of whom. */
export function graph(positions: readonly Position[]): number[][] {
	return positions.map((from, index) =>
		positions.flatMap((to, other) =>
			other !== index && Math.sqrt((from.x - to.x) ** 2 + (from.y - to.y) ** 2) < reachMetres ? [other] : [],
		),
	);
}

/** Hops from one board to every other; -1: no way. */
export function hops(links: readonly (readonly number[])[], start: number): number[] {
	const distances = links.map(() => -1);
	distances[start] = 0;
	const queue = [start];
	for (const node of queue) {
		for (const next of links[node] as readonly number[]) {
			if (distances[next] !== -1) continue;
			distances[next] = (distances[node] as number) + 1;
			queue.push(next);
		}
	}
	return distances;
}

/** The greatest number of hops between any two. */
export function diameter(links: readonly (readonly number[])[]): number {
	return Math.max(...links.map((_, start) => Math.max(...hops(links, start))));
}

/** Transmissions of a flood from `start` without loss, if those who relay were chosen greedily by who reaches most new ones. */
export function greedyDominatingSet(links: readonly (readonly number[])[], start: number): number {
	const covered = new Set([start, ...(links[start] as readonly number[])]);
	const sending = new Set([start]);
	while (covered.size < links.length) {
		let best = -1;
		let most = 0;
		for (const node of covered) {
			if (sending.has(node)) continue;
			const gain = (links[node] as readonly number[]).filter((next) => !covered.has(next)).length;
			if (gain > most) {
				most = gain;
				best = node;
			}
		}
		if (best < 0) return sending.size;
		sending.add(best);
		for (const next of links[best] as readonly number[]) covered.add(next);
	}
	return sending.size;
}
