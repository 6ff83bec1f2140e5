import { elapsed } from "kith/core/clock";

/** Neighbours whose beacons are remembered. */
export const bleNeighbourLimit = 16;
/** A neighbour that was not heard for so long is forgotten. */
export const neighbourLifeMs = 30_000;

/** Who was heard lately, what their beacons say, and what was fetched from them. Packed, because a board has little room. */
export class BleNeighbours {
	/** 0: the place is free. */
	readonly #addresses = new Uint16Array(bleNeighbourLimit);
	readonly #heardAt = new Int32Array(bleNeighbourLimit);
	/** rssi, newest serial offered, serial fetched last, 1 with room: four bytes a neighbour. */
	readonly #facts = new Uint8Array(4 * bleNeighbourLimit);

	/** Place of a neighbour, or -1. */
	find(address: number): number {
		const addresses = this.#addresses;
		for (let place = 0; place < bleNeighbourLimit; place++) if (addresses[place] === address) return place;
		return -1;
	}

	/** Takes note of a beacon. A new neighbour in a full table displaces the one that was silent longest. @returns its place */
	heard(address: number, now: number, rssi: number, serial: number, room: boolean): number {
		let place = this.find(address);
		if (place < 0) {
			place = this.vacate(now);
			this.#addresses[place] = address;
			this.#facts[4 * place + 2] = 0;
		}
		this.#heardAt[place] = now;
		this.#facts[4 * place] = rssi;
		this.#facts[4 * place + 1] = serial;
		this.#facts[4 * place + 3] = room ? 1 : 0;
		return place;
	}

	/** Forgets who was silent for too long. */
	expire(now: number): void {
		for (let place = 0; place < bleNeighbourLimit; place++) {
			if (this.#addresses[place] !== 0 && elapsed(this.#heardAt[place] as number, now) > neighbourLifeMs) {
				this.#addresses[place] = 0;
			}
		}
	}

	/** 0 where nobody is. */
	address(place: number): number {
		return this.#addresses[place] as number;
	}

	/** dBm */
	rssi(place: number): number {
		return ((this.#facts[4 * place] as number) << 24) >> 24;
	}

	/** Whether it offers a broadcast that was not fetched from it. */
	offersNews(place: number): boolean {
		const offered = this.#facts[4 * place + 1] as number;
		return offered !== 0 && offered !== this.#facts[4 * place + 2];
	}

	hasRoom(place: number): boolean {
		return this.#facts[4 * place + 3] === 1;
	}

	/** Serial of the broadcast fetched last; 0: none. */
	fetched(place: number): number {
		return this.#facts[4 * place + 2] as number;
	}

	setFetched(place: number, serial: number): void {
		this.#facts[4 * place + 2] = serial;
	}

	private vacate(now: number): number {
		let oldest = 0;
		for (let place = 0; place < bleNeighbourLimit; place++) {
			if (this.#addresses[place] === 0) return place;
			const age = elapsed(this.#heardAt[place] as number, now);
			if (age > elapsed(this.#heardAt[oldest] as number, now)) oldest = place;
		}
		return oldest;
	}
}
