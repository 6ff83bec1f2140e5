import type { Counters } from "kith/network/counters";
import { type FrameArena, placeOffset, queueLimit, storedLimit } from "./frame-arena";
import { type NetworkCounter, networkCounters } from "./network-counters";
import type { FrameUser } from "./recent-frames";

/** What a frame is, the most urgent first. Bulk: whatever can wait until all else is said. */
export const priorities = { unicast: 0, group: 1, bulk: 2 } as const;
/** Of a frame that waits for a way. */
export const parked = 3;
/** No place. */
export const noSlot = -1;

/** Numbers of a place in the table. */
export const cellsPerPlace = 5;
/** Counts up, so that of two frames the older one is known. */
export const serialCell = 0;
/** Not before this time. */
export const dueCell = 1;
/** By which `find` knows a frame that waits to be relayed. */
export const keyCell = 2;
/** Address on the link (bits 31-16), length (15-8), priority (7-4), transmissions left as far as is known (3-0). */
export const frameCell = 3;
/** Where it lies in the arena (bits 31-8), and what its hop byte is to be (7-0; 0: what it is). */
export const placeCell = 4;

const serialMask = 0x3fffffff;
export const allPlaces = (1 << queueLimit) - 1;
const storedPlaces = (1 << storedLimit) - 1;

/**
 * The frames that wait for the link: where they lie, for whom, how urgent. The first `storedLimit` places have room for a
 * frame; all can refer to a frame that lies elsewhere in the arena and stays there until `onForgotten`.
 */
export class TransmitTable implements FrameUser {
	/** Of each place `cellsPerPlace` numbers, see above. */
	readonly cells = new Int32Array(queueLimit * cellsPerPlace);
	/** Bits of the places that are taken. */
	taken = 0;
	/** Bits of the places whose frame waits to be relayed, and can be found by its key. */
	relays = 0;
	/** Bits of the places that refer to a frame among the recent ones. */
	references = 0;
	/** Place of the frame that the link has, or `noSlot`. */
	inFlight: number = noSlot;
	parkedCount = 0;
	readonly #arena: FrameArena;
	readonly #counters: Counters<NetworkCounter>;
	#serial = 0;

	constructor(arena: FrameArena, counters: Counters<NetworkCounter>) {
		this.#arena = arena;
		this.#counters = counters;
	}

	/** A free place in which a frame can be stored, or one that is made free for this priority, or `noSlot`. */
	room(priority: number): number {
		const free = ~this.taken & storedPlaces;
		return free !== 0 ? 31 - Math.clz32(free & -free) : this.displace(priority, storedLimit);
	}

	/** As `room`, for a reference: those places first that can have nothing else. */
	referenceRoom(priority: number): number {
		const free = ~this.taken & allPlaces;
		return free !== 0 ? 31 - Math.clz32(free) : this.displace(priority, queueLimit);
	}

	/** Stores the frame that lies at `from` in the arena. */
	store(slot: number, from: number, length: number): void {
		const at = slot * cellsPerPlace;
		const to = placeOffset(slot);
		this.#arena.copy(from, to, length);
		this.cells[at + placeCell] = to << 8;
		this.cells[at + frameCell] = length << 8;
	}

	/** Refers to the recent frame at `offset`. @param hops its hop byte, or 0 to leave it as it is */
	refer(slot: number, offset: number, length: number, hops: number): void {
		const at = slot * cellsPerPlace;
		this.cells[at + placeCell] = (offset << 8) | hops;
		this.cells[at + frameCell] = length << 8;
		this.references |= 1 << slot;
	}

	/** The frame in a place is for somebody, from `due` on; so many transmissions are left. */
	take(slot: number, to: number, priority: number, due: number, left: number): void {
		const at = slot * cellsPerPlace;
		const cells = this.cells;
		this.#serial = (this.#serial + 1) & serialMask;
		cells[at + serialCell] = this.#serial;
		cells[at + dueCell] = due;
		cells[at + frameCell] = (to << 16) | ((cells[at + frameCell] as number) & 0xff00) | (priority << 4) | left;
		this.taken |= 1 << slot;
	}

	/** `refer`, `take` and the mark of a frame to be relayed, in one. @param frame as its cell has it */
	relay(slot: number, key: number, offset: number, frame: number, hops: number, due: number): void {
		const cells = this.cells;
		const bit = 1 << slot;
		let at = slot * cellsPerPlace;
		const serial = (this.#serial + 1) & serialMask;
		this.#serial = serial;
		cells[at] = serial;
		cells[++at] = due;
		cells[++at] = key;
		cells[++at] = frame;
		cells[++at] = (offset << 8) | hops;
		this.taken |= bit;
		this.relays |= bit;
		this.references |= bit;
	}

	free(slot: number): void {
		const rest = ~(1 << slot);
		this.taken &= rest;
		this.relays &= rest;
		this.references &= rest;
		if (this.parkedCount === 0 || this.priority(slot) !== parked) return;
		this.parkedCount--;
		this.cells[slot * cellsPerPlace + frameCell] = 0;
	}

	/** Place of the frame that waits to be relayed under this key, or `noSlot`. */
	find(key: number): number {
		const cells = this.cells;
		for (let set = this.relays; set !== 0; set &= set - 1) {
			const slot = 31 - Math.clz32(set & -set);
			if (cells[slot * cellsPerPlace + keyCell] === key) return slot;
		}
		return noSlot;
	}

	/** The most urgent frame that is due, the oldest of equals; or `noSlot`. */
	choose(now: number): number {
		const cells = this.cells;
		const taken = this.taken;
		let found: number = noSlot;
		if ((taken & (taken - 1)) === 0) {
			// One alone, most often.
			found = 31 - Math.clz32(taken);
			return found < 0 || ((now - (cells[found * cellsPerPlace + dueCell] as number)) | 0) < 0 ? noSlot : found;
		}
		for (let set = taken; set !== 0; set &= set - 1) {
			const slot = 31 - Math.clz32(set & -set);
			if (((now - (cells[slot * cellsPerPlace + dueCell] as number)) | 0) < 0) continue;
			if (found >= 0) {
				const difference = this.priority(slot) - this.priority(found);
				if (difference > 0 || (difference === 0 && !this.isOlder(slot, found))) continue;
			}
			found = slot;
		}
		return found;
	}

	/** ms until the next frame is due, 0 where one is. @returns -1 where none waits */
	nearest(now: number): number {
		const cells = this.cells;
		let nearest = -1;
		for (let set = this.taken; set !== 0; set &= set - 1) {
			const slot = 31 - Math.clz32(set & -set);
			const left = ((cells[slot * cellsPerPlace + dueCell] as number) - now) | 0;
			if (nearest < 0 || left < nearest) nearest = Math.max(left, 0);
		}
		return nearest;
	}

	priority(slot: number): number {
		return ((this.cells[slot * cellsPerPlace + frameCell] as number) >> 4) & 0x0f;
	}

	onForgotten(offset: number): void {
		for (let set = this.references; set !== 0; set &= set - 1) {
			const slot = 31 - Math.clz32(set & -set);
			const at = slot * cellsPerPlace;
			if ((this.cells[at + placeCell] as number) >> 8 !== offset) continue;
			if (slot === this.inFlight) {
				// The link has a copy, which is the last one.
				this.references &= ~(1 << slot);
				this.cells[at + frameCell] = (this.cells[at + frameCell] as number) & ~0x0f;
			} else {
				this.free(slot);
				this.#counters.count(networkCounters.displaced);
			}
		}
	}

	/** Gives up the least important frame below `limit` that matters less than the new one: its oldest. */
	private displace(priority: number, limit: number): number {
		let found: number = noSlot;
		for (let slot = 0; slot < limit; slot++) {
			const other = this.priority(slot);
			if (slot === this.inFlight || other <= priority || other === parked) continue;
			if (found < 0 || other > this.priority(found)) found = slot;
			else if (other === this.priority(found) && this.isOlder(slot, found)) found = slot;
		}
		if (found < 0) return noSlot;
		this.#counters.count(networkCounters.displaced);
		this.free(found);
		return found;
	}

	private isOlder(slot: number, than: number): boolean {
		const cells = this.cells;
		const ahead = (cells[than * cellsPerPlace] as number) - (cells[slot * cellsPerPlace] as number);
		return (ahead & serialMask) < serialMask >> 1;
	}
}
