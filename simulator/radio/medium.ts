import type { Microseconds } from "../kernel/agenda";
import type { LinkTable } from "./links";
import { captureDb, milliwatts } from "./propagation";
import type { Station } from "./station";

/** Something on the air: a data frame or an acknowledgement. */
export interface Transmission {
	readonly from: Station;
	readonly start: Microseconds;
	readonly end: Microseconds;
	/** Those that were on the air at some moment of this one. */
	readonly overlapping: Transmission[];
	/** Its sender went off in the middle: nobody receives it. */
	cut: boolean;
}

const captureRatio = milliwatts(captureDb);

/** What is on the air, and what it does to whom. Reservations are the virtual carrier (NAV) of unicast exchanges. */
export class Medium {
	readonly #links: LinkTable;
	readonly #active: Transmission[] = [];
	readonly #reservations: Transmission[] = [];

	constructor(links: LinkTable) {
		this.#links = links;
	}

	begin(from: Station, start: Microseconds, airtime: number): Transmission {
		const transmission: Transmission = { from, start, end: start + airtime, overlapping: [], cut: false };
		for (const other of this.#active) {
			if (other.from.channel !== from.channel) continue;
			other.overlapping.push(transmission);
			transmission.overlapping.push(other);
		}
		this.#active.push(transmission);
		this.#reservations.push(transmission);
		return transmission;
	}

	/** Its last bit was sent. The reservation stays until `release`. */
	end(transmission: Transmission): void {
		remove(this.#active, transmission);
	}

	release(transmission: Transmission): void {
		remove(this.#reservations, transmission);
	}

	/** Whether `station` notices the transmission. Never its own. */
	hears(station: Station, transmission: Transmission): boolean {
		const { from } = transmission;
		return (
			from.index !== station.index && from.channel === station.channel && this.#links.between(from, station).inReach
		);
	}

	/** Whether `station` must hold back. */
	busyFor(station: Station): boolean {
		for (const reservation of this.#reservations) if (this.hears(station, reservation)) return true;
		return false;
	}

	/** The station went off: what it was sending breaks off for its receivers, but went on the air so far. */
	cut(station: Station): void {
		for (const transmission of this.#active) {
			if (transmission.from.index === station.index) transmission.cut = true;
		}
	}

	/** Whether anything else that `station` hears was on the air during the transmission. */
	disturbed(station: Station, transmission: Transmission): boolean {
		for (const other of transmission.overlapping) {
			if (other.from.index === station.index || this.hears(station, other)) return true;
		}
		return false;
	}

	/**
	 * Whether the others leave `station` a chance: it did not send itself, and the sum of all that overlapped is weaker
	 * by the capture ratio. The sum is as if they had all spoken at once: slightly pessimistic.
	 */
	survives(station: Station, transmission: Transmission): boolean {
		let interference = 0;
		for (const other of transmission.overlapping) {
			if (other.from.index === station.index) return false;
			interference += this.#links.between(other.from, station).milliwatts;
		}
		if (interference === 0) return true;
		return this.#links.between(transmission.from, station).milliwatts >= captureRatio * interference;
	}
}

function remove(list: Transmission[], item: Transmission): void {
	const index = list.indexOf(item);
	if (index >= 0) list.splice(index, 1);
}
