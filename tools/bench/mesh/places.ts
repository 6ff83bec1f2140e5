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

/** 50 boards on these metres are five to seven hops apart at most. */
export const stand = { boards: 50, width: 300, depth: 170 } as const;

export interface Places {
	readonly positions: readonly Position[];
	readonly links: readonly (readonly number[])[];
	/** Hops between the two that are farthest apart. */
	readonly diameter: number;
	/** Frames of a flood through a greedy connected dominating set without loss, on average over the origins. */
	readonly bound: number;
}

/** The stand's boards where the seed strews them. */
export function strewnPlaces(seed: number): Places {
	const positions = strewn(stand.boards, stand.width, stand.depth, seed);
	const links = graph(positions);
	let frames = 0;
	for (let origin = 0; origin < positions.length; origin++) frames += greedyDominatingSet(links, origin);
	return { positions, links, diameter: diameter(links), bound: frames / positions.length };
}

/** Rooms of 20 boards each, five rooms to a row, 60 m apart: inside one nearly all hear all. */
export function rooms(count: number): Position[] {
	return Array.from({ length: count }, (_, index) => {
		const room = Math.floor(index / roomSize);
		return {
			x: (room % 5) * 60 + (index % 5) * 11,
			y: Math.floor(room / 5) * 60 + (Math.floor(index / 5) % 4) * 12,
			z: 1,
		};
	});
}

export const roomSize = 20;

/** One half of the boards, which hang together, so that the others do too. */
export function half(links: readonly (readonly number[])[]): ReadonlySet<number> {
	for (let start = 0; start < links.length; start++) {
		const distances = hops(links, start);
		const nearest = links.map((_, index) => index).sort((a, b) => (distances[a] as number) - (distances[b] as number));
		const part = new Set(nearest.slice(0, links.length >> 1));
		const others = links.map((near, index) => (part.has(index) ? [] : near.filter((other) => !part.has(other))));
		const first = nearest.at(-1) as number;
		if (hops(others, first).filter((distance) => distance >= 0).length === links.length - part.size) return part;
	}
	throw new Error("these boards cannot be cut in two");
}
