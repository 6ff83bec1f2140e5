import type { PeerPlaces } from "kith/network/peer-places";
import { frameFates } from "./frame-fates";

/** How far behind the highest sequence heard a frame may arrive and still be told from a repeat. */
export const windowLength = 32;

/** Of every frame: names of their own are bytecodes cheaper than a look into the table. */
const { stranger, unknownBoot, duplicate } = frameFates;

/** No boot of this peer is believed. */
const noBoot = -1;

/** Floods come by many ways, and hops straight from a neighbour: what was heard of either says nothing of the other. */
export const tracks = { flood: 1, hop: 3 } as const;
export type Track = (typeof tracks)[keyof typeof tracks];

const cellsPerPeer = 5;

/**
 * Remembers, per peer and track, which frames were accepted: highest sequence, and a bitmap of the 32 sequences up to it
 * (bit 0: the highest). Only the peers named at the start have a place: a stranger's frame changes nothing.
 *
 * A peer is believed under one boot number at a time, which somebody who knows it to be fresh names by `begin`: frames of
 * any other are refused, so that what was recorded before a reboot of either side stays dead.
 */
export class DuplicateWindow {
	/** The place of the origin that `judge` found last; 0: a stranger's. */
	place = 0;
	/** Those of the places, looked at for every frame. */
	readonly #addresses: Int32Array;
	readonly #buckets: Uint8Array;
	readonly #mask: number;
	/** By place: boot, then highest sequence and bitmap of each track. */
	readonly #cells: Int32Array;

	constructor(places: PeerPlaces) {
		this.#addresses = places.addresses;
		this.#buckets = places.buckets;
		this.#mask = places.mask;
		this.#cells = new Int32Array(cellsPerPeer * places.length);
		for (let place = 0; place < places.length; place++) this.end(place);
	}

	/** A boot of the peer at `place` is fresh: it is believed from behind `sequence` on, and no other boot. */
	begin(place: number, boot: number, sequence: number): void {
		const at = place * cellsPerPeer;
		const cells = this.#cells;
		cells[at] = boot;
		cells[at + tracks.flood] = sequence;
		cells[at + tracks.flood + 1] = -1;
		cells[at + tracks.hop] = sequence;
		cells[at + tracks.hop + 1] = -1;
	}

	/** The peer at `place` is not believed any more. */
	end(place: number): void {
		this.#cells[place * cellsPerPeer] = noBoot;
	}

	/** Boot number that is believed of the peer at `place`, or -1. */
	boot(place: number): number {
		return this.#cells[place * cellsPerPeer] as number;
	}

	/** Highest sequence verified of the peer at `place`. */
	highest(place: number, track: Track): number {
		return this.#cells[place * cellsPerPeer + track] as number;
	}

	/**
	 * Whether a frame is from a peer and could be new. Accepts nothing: the frame is not verified yet.
	 * @returns a frame fate, `frameFates.delivered` where it is new
	 */
	judge(origin: number, boot: number, sequence: number, track: Track): number {
		// As `find` of the places, without a call.
		const addresses = this.#addresses;
		let bucket = origin & this.#mask;
		let peer = this.#buckets[bucket] as number;
		while (addresses[peer] !== origin) {
			if (peer === 0) {
				this.place = 0;
				return stranger;
			}
			bucket = (bucket + 1) & this.#mask;
			peer = this.#buckets[bucket] as number;
		}
		this.place = peer;
		const cells = this.#cells;
		const at = peer * cellsPerPeer;
		if (boot !== cells[at]) return unknownBoot;
		const behind = (cells[at + track] as number) - sequence;
		if (behind < 0) return 0;
		if (behind >= windowLength) return duplicate;
		return (cells[at + track + 1] as number) & (1 << behind) ? duplicate : 0;
	}

	/** Marks the frame that `judge` just found new, once it is verified. */
	accept(sequence: number, track: Track): void {
		const cells = this.#cells;
		const at = this.place * cellsPerPeer + track;
		const ahead = sequence - (cells[at] as number);
		if (ahead >= windowLength) {
			cells[at] = sequence;
			cells[at + 1] = 1;
		} else if (ahead > 0) {
			cells[at] = sequence;
			cells[at + 1] = ((cells[at + 1] as number) << ahead) | 1;
		} else {
			cells[at + 1] = (cells[at + 1] as number) | (1 << -ahead);
		}
	}
}
