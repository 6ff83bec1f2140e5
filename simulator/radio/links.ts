import { bitArrivalLog, milliwatts, type Propagation, reachDbm } from "./propagation";
import type { Position, Station } from "./station";

/** One direction of the path between two stations. */
export interface Link {
	readonly dbm: number;
	readonly milliwatts: number;
	/** See `bitArrivalLog`. */
	readonly bitArrivalLog: number;
	/** Whether the frame is strong enough to be noticed at all. */
	readonly inReach: boolean;
}

/** Every pair's link, computed once: places are fixed, and the same both ways. */
export class LinkTable {
	readonly #propagation: Propagation;
	readonly #positions: (Position | undefined)[] = [];
	readonly #rows: (Link | undefined)[][] = [];

	constructor(propagation: Propagation) {
		this.#propagation = propagation;
	}

	/** To be told of each station that joins: forgets what it knew when it is another place than before. */
	place(station: Station): void {
		const { index, position } = station;
		const old = this.#positions[index];
		if (old !== undefined && old.x === position.x && old.y === position.y && old.z === position.z) return;
		this.#positions[index] = position;
		this.#rows[index] = [];
		for (const row of this.#rows) if (row !== undefined && index < row.length) row[index] = undefined;
	}

	between(a: Station, b: Station): Link {
		const row = this.#rows[a.index] as (Link | undefined)[];
		return row[b.index] ?? this.#compute(a, b);
	}

	#compute(a: Station, b: Station): Link {
		const dbm = this.#propagation.receivedDbm(a.address, a.position, b.address, b.position);
		const link: Link = {
			dbm,
			milliwatts: milliwatts(dbm),
			bitArrivalLog: bitArrivalLog(dbm),
			inReach: dbm >= reachDbm,
		};
		(this.#rows[a.index] as (Link | undefined)[])[b.index] = link;
		(this.#rows[b.index] as (Link | undefined)[])[a.index] = link;
		return link;
	}
}
