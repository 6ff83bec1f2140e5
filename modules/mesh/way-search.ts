import { elapsed } from "kith/core/clock";
import { broadcastAddress } from "kith/link/link";
import { outgoingOffset } from "./frame-arena";
import { frameTypes, headerLength } from "./header";
import type { Mesh } from "./mesh";
import { networkCounters } from "./network-counters";
import { frameKey } from "./recent-frames";
import { priorities } from "./transmit-table";

/** Destinations that are searched for at once. */
export const searchLimit = 4;
/** A search is repeated after this time at the earliest; each time it waits twice as long. */
const cellsPerSearch = 3;
const timeCell = 1;
const pauseCell = 2;

export const searchPauseMs = 200;
export const searchPauseLimitMs = 30_000;
/** A search has the form of a CoAP message without options, as everything under the group's keys; then comes the address. */
export const soughtOffset = 4;
export const searchLength = 6;

/**
 * Finds a way to a peer of which nothing is known, or to which the way broke: a flood with its address, which teaches all
 * nodes the way to the searcher, and along which the sought one answers with a number newer than any of its floods
 * (compare RREQ and RREP of AODV, RFC 3561).
 */
export class WaySearch {
	readonly #mesh: Mesh;
	readonly #message = Uint8Array.of(0x50, 0x02, 0, 0, 0, 0);
	/** Address, when, and how long after the last search the next one may begin. */
	readonly #cells = new Int32Array(searchLimit * cellsPerSearch);

	constructor(mesh: Mesh) {
		this.#mesh = mesh;
	}

	/** Searches, unless that was done just now. @returns true where an answer may be hoped for */
	begin(destination: number): boolean {
		const now = this.#mesh.scheduler.now();
		const cells = this.#cells;
		let at = this.find(destination);
		if (at < 0) {
			at = this.oldest(now);
			cells[at] = destination;
			cells[at + pauseCell] = searchPauseMs;
		} else {
			const pause = cells[at + pauseCell] as number;
			if (elapsed(cells[at + timeCell] as number, now) < pause) return true;
			cells[at + pauseCell] = pause >= searchPauseLimitMs >> 1 ? searchPauseLimitMs : pause << 1;
		}
		cells[at + timeCell] = now;
		return this.flood(destination);
	}

	/** A way is known: the next search need not wait. */
	found(destination: number): void {
		const at = this.find(destination);
		if (at >= 0) this.#cells[at] = 0;
	}

	private flood(destination: number): boolean {
		const { queue, maker, counters, recent, scheduler } = this.#mesh;
		const slot = queue.reserveReference(priorities.unicast);
		if (slot < 0) return false;
		this.#message[soughtOffset] = destination >> 8;
		this.#message[soughtOffset + 1] = destination;
		const sequence = maker.next;
		const length = maker.flood(frameTypes.search, broadcastAddress, this.#message, searchLength);
		if (length < headerLength) {
			counters.count(networkCounters.unprotected);
			return false;
		}
		const offset = recent.add(frameKey(0, sequence), outgoingOffset, length, scheduler.now(), 0);
		queue.refer(slot, offset, length, 0);
		queue.queue(slot, broadcastAddress, priorities.unicast, 0);
		counters.count(networkCounters.searches);
		return true;
	}

	/** Where the destination's entry is, or -1. */
	private find(destination: number): number {
		for (let at = 0; at < searchLimit * cellsPerSearch; at += cellsPerSearch)
			if (this.#cells[at] === destination) return at;
		return -1;
	}

	private oldest(now: number): number {
		const cells = this.#cells;
		let found = 0;
		for (let at = 0; at < searchLimit * cellsPerSearch; at += cellsPerSearch) {
			if (cells[at] === 0) return at;
			if (elapsed(cells[at + timeCell] as number, now) > elapsed(cells[found + timeCell] as number, now)) found = at;
		}
		return found;
	}
}
