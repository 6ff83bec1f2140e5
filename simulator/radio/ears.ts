import type { Microseconds } from "../kernel/agenda";
import type { SeededRandom } from "../kernel/seeded-random";
import type { LinkTable } from "./links";
import type { Medium, Transmission } from "./medium";
import { arrival } from "./propagation";
import { broadcastAddress, type Reception, type Station } from "./station";

/** A station that may hear, and since when it does. */
export interface Listener {
	readonly station: Station;
	readonly joined: Microseconds;
}

/** What became of one data frame. */
export interface Outcome {
	readonly received: readonly Reception[];
	/** Meant and within reach, but not received. */
	readonly lost: readonly Station[];
	readonly collided: boolean;
}

/** Decides who receives what was on the air: distance, noise, interference and luck together. */
export class Ears {
	readonly #medium: Medium;
	readonly #links: LinkTable;
	readonly #random: SeededRandom;

	constructor(medium: Medium, links: LinkTable, random: SeededRandom) {
		this.#medium = medium;
		this.#links = links;
		this.#random = random;
	}

	/** To be asked once, at the frame's end. The dice fall in the order of the listeners. */
	hear(
		transmission: Transmission,
		destination: number,
		payloadBytes: number,
		listeners: readonly (Listener | undefined)[],
		loss: number,
	): Outcome {
		const received: Reception[] = [];
		const lost: Station[] = [];
		let collided = false;
		for (const listener of listeners) {
			if (listener === undefined || !this.#medium.hears(listener.station, transmission)) continue;
			const { station, joined } = listener;
			if (destination !== broadcastAddress && destination !== station.address) continue;
			collided ||= this.#medium.disturbed(station, transmission);
			if (joined <= transmission.start && this.arrives(station, transmission, payloadBytes, loss)) {
				received.push({ station, rssi: Math.round(this.#links.between(transmission.from, station).dbm) });
			} else lost.push(station);
		}
		return { received, lost, collided };
	}

	/** Whether the frame arrives at this one station. */
	arrives(station: Station, transmission: Transmission, payloadBytes: number, loss: number): boolean {
		if (transmission.cut || !this.#medium.survives(station, transmission)) return false;
		const link = this.#links.between(transmission.from, station);
		return this.#random.uniform() < arrival(link.bitArrivalLog, payloadBytes) * (1 - loss);
	}
}
