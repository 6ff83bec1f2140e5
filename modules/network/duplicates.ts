import { frameFates } from "./frame-fates";
import type { PeerPlaces } from "./peer-places";

/** How far behind the highest sequence heard a frame may arrive and still be told from a repeat. */
export const windowLength = 32;

/** Of every frame: names of their own are bytecodes cheaper than a look into the table. */
const { stranger, unknownBoot, duplicate } = frameFates;

/** No boot of this peer is believed. */
const noBoot = -1;

/**
 * Remembers, per peer, which frames were accepted: boot number, highest sequence, and a bitmap of the 32 sequences up
 * to it (bit 0: the highest). Only the peers named at the start have a place: a stranger's frame changes nothing.
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
	/** By place; `noBoot` where none is believed. */
	readonly #boots: Int32Array;
	readonly #highest: Int32Array;
	readonly #bitmaps: Int32Array;

	constructor(places: PeerPlaces) {
		this.#addresses = places.addresses;
		this.#buckets = places.buckets;
		this.#mask = places.mask;
		this.#boots = new Int32Array(places.length).fill(noBoot);
		this.#highest = new Int32Array(places.length);
		this.#bitmaps = new Int32Array(places.length);
	}

	/** A boot of the peer at `place` is fresh: it is believed from behind `sequence` on, and no other boot. */
	begin(place: number, boot: number, sequence: number): void {
		this.#boots[place] = boot;
		this.#highest[place] = sequence;
		this.#bitmaps[place] = -1;
	}

	/** The peer at `place` is not believed any more. */
	end(place: number): void {
		this.#boots[place] = noBoot;
	}

	/** Boot number that is believed of the peer at `place`, or -1. */
	boot(place: number): number {
		return this.#boots[place] as number;
	}

	/** Highest sequence verified of the peer at `place`. */
	highest(place: number): number {
		return this.#highest[place] as number;
	}

	/**
	 * Whether a frame is from a peer and could be new. Accepts nothing: the frame is not verified yet.
	 * @returns a frame fate, `frameFates.delivered` where it is new
	 */
	judge(origin: number, boot: number, sequence: number): number {
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
		if (boot !== this.#boots[peer]) return unknownBoot;
		const behind = (this.#highest[peer] as number) - sequence;
		if (behind < 0) return 0;
		if (behind >= windowLength) return duplicate;
		return (this.#bitmaps[peer] as number) & (1 << behind) ? duplicate : 0;
	}

	/** Marks the frame that `judge` just found new, once it is verified. */
	accept(sequence: number): void {
		const peer = this.place;
		const ahead = sequence - (this.#highest[peer] as number);
		if (ahead >= windowLength) {
			this.#highest[peer] = sequence;
			this.#bitmaps[peer] = 1;
		} else if (ahead > 0) {
			this.#highest[peer] = sequence;
			this.#bitmaps[peer] = ((this.#bitmaps[peer] as number) << ahead) | 1;
		} else {
			this.#bitmaps[peer] = (this.#bitmaps[peer] as number) | (1 << -ahead);
		}
	}
}
