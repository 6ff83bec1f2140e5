import { isNewerNotification } from "./observe-order";

/** What an endpoint observes of others at a time. */
export const observationLimit = 4;

const rowLength = 5;
const row = { exchange: 0, peer: 1, token: 2, sequence: 3, heardAt: 4 } as const;

/** Exchanges that go on after their first answer: what this endpoint observes (RFC 7641 section 3). */
export class Observations {
	readonly #cells = new Int32Array(observationLimit * rowLength);

	/** Enters or renews one. @returns its place, or -1 when all are taken */
	enter(exchange: number, peer: number, token: number, sequence: number, now: number): number {
		let place = this.match(peer, token);
		for (let free = 0; place < 0 && free < observationLimit; free++)
			if (this.#cells[free * rowLength] === 0) place = free;
		if (place < 0) return -1;
		const at = place * rowLength;
		this.#cells[at] = exchange;
		this.#cells[at + row.peer] = peer;
		this.#cells[at + row.token] = token;
		this.#cells[at + row.sequence] = sequence;
		this.#cells[at + row.heardAt] = now;
		return place;
	}

	match(peer: number, token: number): number {
		for (let place = 0; place < observationLimit; place++) {
			const at = place * rowLength;
			if (this.#cells[at] === 0 || this.#cells[at + row.token] !== token) continue;
			if (this.#cells[at + row.peer] === peer) return place;
		}
		return -1;
	}

	/** The place of the observation that this exchange began, or -1. */
	placeOf(exchange: number): number {
		for (let place = 0; place < observationLimit; place++)
			if (this.#cells[place * rowLength] === exchange) return place;
		return -1;
	}

	exchangeOf(place: number): number {
		return this.#cells[place * rowLength] as number;
	}

	tokenOf(place: number): number {
		return this.#cells[place * rowLength + row.token] as number;
	}

	/** Whether the sequence is newer than what came before (section 3.4); then it is what came last. */
	accept(place: number, sequence: number, now: number): boolean {
		const at = place * rowLength;
		const last = this.#cells[at + row.sequence] as number;
		if (!isNewerNotification(last, this.#cells[at + row.heardAt] as number, sequence, now)) return false;
		this.#cells[at + row.sequence] = sequence;
		this.#cells[at + row.heardAt] = now;
		return true;
	}

	remove(place: number): void {
		this.#cells[place * rowLength] = 0;
	}
}
