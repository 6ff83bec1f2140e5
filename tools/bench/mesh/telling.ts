import type { Summary } from "kith/simulator/session/types";
import { AirMeter } from "./air-meter";
import { beginUs, measureFromUs, standLoss } from "./asking";
import { FloodMeter } from "./flood-meter";
import { HeapMeter } from "./heap-meter";
import { tellers } from "./installations";
import { type Life, LifeMeter } from "./life-meter";
import type { Beat } from "./metronome";
import { type Places, roomSize, rooms, strewnPlaces } from "./places";
import { runMesh } from "./run";

/** Each board's sensor changes every 10 s. */
export const tellingBeat: Beat = {
	period: 10e6,
	from: beginUs,
	until: Number.POSITIVE_INFINITY,
	devices: ["motion"],
};

export interface Telling {
	readonly floods: FloodMeter;
	readonly air: AirMeter;
	readonly life: Life;
	readonly summary: Summary;
}

/** A zone of 50 boards over five hops and more, each of which tells the others something every 10 s. */
export async function measureTelling(seed: number, seconds: number): Promise<Telling & { readonly places: Places }> {
	const places = strewnPlaces(seed);
	const compiled = tellers(places.positions.length, seed, { gateway: true });
	return { places, ...(await tell(compiled, places.positions, seed, seconds)) };
}

/** 200 boards in zones of 20, each of which tells its zone something every 10 s. */
export function measureZones(seed: number, seconds: number, boards = 200): Promise<Telling> {
	return tell(tellers(boards, seed, { zoneSize: roomSize }), rooms(boards), seed, seconds);
}

async function tell(
	compiled: ReturnType<typeof tellers>,
	positions: Places["positions"],
	seed: number,
	seconds: number,
): Promise<Telling> {
	const until = measureFromUs + seconds * 1e6;
	const floods = new FloodMeter(compiled.nodes, measureFromUs);
	const air = new AirMeter(measureFromUs);
	const life = new LifeMeter();
	let heap: HeapMeter | undefined;
	const run = { compiled, positions, beat: tellingBeat, seed, until, loss: standLoss };
	const summary = await runMesh(run, (session) => {
		heap = new HeapMeter(session, measureFromUs, until);
		return [floods, air, life, heap];
	});
	return { floods, air, life: life.of(summary, heap), summary };
}
