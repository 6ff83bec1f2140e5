import { bitArrivalLog, milliwatts, type Propagation, reachDbm, sharpDbm } from "./propagation";
import type { Position } from "./station";

/** One direction of the path between two stations. */
export interface Link {
	readonly dbm: number;
	readonly milliwatts: number;
	/** See `bitArrivalLog`. */
	readonly bitArrivalLog: number;
	/** Whether the frame is strong enough to be noticed at all. */
	readonly inReach: boolean;
	/** Share of frames lost on this path alone, 0-1, on top of what the whole air loses. */
	readonly loss: number;
}

/** What a test or a fault says about one direction of a path, in the place of what distance gives. */
export interface LinkSetting {
	readonly dbm?: number;
	readonly loss?: number;
}

/** A station that notices what another sends. */
export interface Neighbour {
	readonly index: number;
	readonly link: Link;
}

interface Place {
	readonly address: number;
	readonly position: Position;
	/** Only stations of one group hear each other. */
	group: number;
}

/** Nothing passes. */
const severed: Link = { dbm: -200, milliwatts: 0, bitArrivalLog: 0, inReach: false, loss: 0 };

/** Every pair's link, computed when it is first asked for, and who hears whom: a frame costs its hearers, not all boards. */
export class LinkTable {
	readonly #propagation: Propagation;
	readonly #places: (Place | undefined)[] = [];
	/** By sender and receiver. */
	readonly #rows: (Link | undefined)[][] = [];
	readonly #audible: (readonly Neighbour[] | undefined)[] = [];
	/** By "sender>receiver". */
	readonly #settings = new Map<string, LinkSetting>();

	constructor(propagation: Propagation) {
		this.#propagation = propagation;
	}

	/** Whether the station has a place. */
	has(index: number): boolean {
		return this.#places[index] !== undefined;
	}

	positionOf(index: number): Position | undefined {
		return this.#places[index]?.position;
	}

	/** Where a station is from now on. Being where it was costs nothing. */
	place(index: number, address: number, position: Position): void {
		const old = this.#places[index];
		const { x, y, z } = position;
		const same = old?.position.x === x && old.position.y === y && old.position.z === z && old.address === address;
		if (same) return;
		this.#places[index] = { address, position, group: old?.group ?? 0 };
		this.#forget(index);
	}

	/** Puts a station into a part of a divided network; all begin in part 0. */
	separate(index: number, group: number): void {
		const place = this.#places[index];
		if (place === undefined || place.group === group) return;
		place.group = group;
		this.#forget(index);
	}

	/** Undefined: as distance has it. */
	set(from: number, to: number, setting: LinkSetting | undefined): void {
		const key = `${from}>${to}`;
		if (setting === undefined) this.#settings.delete(key);
		else this.#settings.set(key, setting);
		if (this.#rows[from] !== undefined) (this.#rows[from] as (Link | undefined)[])[to] = undefined;
		this.#audible[from] = undefined;
	}

	settingOf(from: number, to: number): LinkSetting | undefined {
		return this.#settings.get(`${from}>${to}`);
	}

	/** What `to` gets of what `from` sends. */
	between(from: number, to: number): Link {
		this.#rows[from] ??= [];
		const row = this.#rows[from];
		let link = row[to];
		if (link === undefined) {
			link = this.#compute(from, to);
			row[to] = link;
		}
		return link;
	}

	/** All who notice what `from` sends, in the order of their indices; whether they are on is another matter. */
	audible(from: number): readonly Neighbour[] {
		let list = this.#audible[from];
		if (list === undefined) {
			list = this.#places.flatMap((place, index) => {
				if (place === undefined || index === from) return [];
				const link = this.between(from, index);
				return link.inReach ? [{ index, link }] : [];
			});
			this.#audible[from] = list;
		}
		return list;
	}

	#compute(from: number, to: number): Link {
		const [a, b] = [this.#places[from], this.#places[to]];
		if (a === undefined || b === undefined || a.group !== b.group) return severed;
		const setting = this.#settings.get(`${from}>${to}`);
		const { sharp } = this.#propagation;
		const dbm = setting?.dbm ?? this.#propagation.receivedDbm(a.address, a.position, b.address, b.position);
		return {
			dbm,
			milliwatts: milliwatts(dbm),
			bitArrivalLog: sharp ? 0 : bitArrivalLog(dbm),
			inReach: dbm >= (sharp ? sharpDbm : reachDbm),
			loss: setting?.loss ?? 0,
		};
	}

	#forget(index: number): void {
		this.#rows[index] = [];
		for (const row of this.#rows) if (row !== undefined && index < row.length) row[index] = undefined;
		this.#audible.length = 0;
	}
}
