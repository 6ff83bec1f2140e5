import type { Microseconds } from "kith/simulator/kernel/agenda";
import type { Summary } from "kith/simulator/session/types";
import { AirMeter } from "./air-meter";
import { HeapMeter } from "./heap-meter";
import { askers, switches } from "./installations";
import { type Life, LifeMeter } from "./life-meter";
import type { Beat } from "./metronome";
import { type Places, strewnPlaces } from "./places";
import { RequestMeter } from "./request-meter";
import { addressesOf, namesOf, runMesh } from "./run";
import { WayMeter } from "./way-meter";

/** Boards have met by then, and sensors begin; what is measured is from the second time on. */
export const beginUs: Microseconds = 30e6;
export const measureFromUs: Microseconds = 40e6;
/** As the numbers are meant: of MAC transmissions, data and acknowledgements apart. */
export const standLoss = 0.1;
/** Two switches, each of which changes every 20 s: one request per board and 10 s. */
export const askingBeat: Beat = { period: 20e6, from: beginUs, until: Number.POSITIVE_INFINITY, devices: switches };

export interface Asking {
	readonly places: Places;
	readonly requests: RequestMeter;
	readonly air: AirMeter;
	readonly ways: WayMeter;
	readonly life: Life;
	readonly summary: Summary;
}

/** 50 boards over five hops and more, each of which asks another one something every 10 s. */
export async function measureAsking(seed: number, seconds: number): Promise<Asking> {
	const places = strewnPlaces(seed);
	const compiled = askers(places.positions.length, seed);
	const until = measureFromUs + seconds * 1e6;
	const ways = new WayMeter(namesOf(compiled), measureFromUs);
	const requests = new RequestMeter(addressesOf(compiled), measureFromUs, (end) => ways.end(end));
	const air = new AirMeter(measureFromUs);
	const life = new LifeMeter();
	let heap: HeapMeter | undefined;
	const { positions } = places;
	const run = { compiled, positions, beat: askingBeat, seed, until, loss: standLoss };
	const summary = await runMesh(run, (session) => {
		heap = new HeapMeter(session, measureFromUs, until);
		return [ways, requests, air, life, heap];
	});
	return { places, requests, air, ways, life: life.of(summary, heap), summary };
}
