import { type FrameArena, recentBytes, recentOffset } from "./frame-arena";
import { frameLengthLimit } from "./header";

/** Group frames remembered at once, whatever their length. */
export const recentLimit = 32;
/** `find` of a frame that is not remembered. */
export const noFrame = -1;

/** What a group frame is known by within a node: its origin's place and its sequence. */
export function frameKey(place: number, sequence: number): number {
	return (place << 24) | sequence;
}

/** Who sends frames from where they are remembered, without a copy. */
export interface FrameUser {
	/** Not 0 where any frame is to be sent from here. */
	readonly references: number;
	/** The frame at `offset` in the arena makes room for another. */
	onForgotten(offset: number): void;
}

const cellsPerFrame = 5;
const _keyCell = 0;
const placeCell = 1;
const timeCell = 2;
const onceCell = 3;
const twiceCell = 4;

const indexMask = recentLimit - 1;
/** A frame that begins later could reach beyond the end. */
const lastStart = recentOffset + recentBytes - frameLengthLimit;

/**
 * The last group frames that were heard or sent, as they went over the air, in a ring: the oldest go when room is needed.
 * Beside each, who of the neighbours is known to have it or to have been told of it once, and twice.
 */
export class RecentFrames {
	/** Where the next frame goes, in the arena: a frame of any length has room there. */
	next = recentOffset;
	/** Asked when frames go; set once. */
	user: FrameUser | undefined;
	readonly #bytes: Uint8Array;
	/** Key, offset and length, time, told once, told twice. */
	readonly #cells = new Int32Array(recentLimit * cellsPerFrame);
	#first = 0;
	#count = 0;

	constructor(arena: FrameArena) {
		this.#bytes = arena.bytes;
	}

	/** Number of frames; `newest` … count down to the oldest. */
	get count(): number {
		return this.#count;
	}

	/** Index of the frame that was added `back` frames before the last one. */
	index(back: number): number {
		return (this.#first + this.#count - 1 - back) & indexMask;
	}

	/**
	 * Remembers the frame of `length` bytes at `from` in the arena.
	 * @param knowing neighbours that have it
	 * @returns where it lies from now on
	 */
	add(key: number, from: number, length: number, now: number, knowing: number): number {
		const at = this.next;
		this.#bytes.copyWithin(at, from, from + length);
		this.keep(key, length, now, knowing);
		return at;
	}

	/** Remembers the frame that lies at `next`. Otherwise as `add`. */
	keep(key: number, length: number, now: number, knowing: number): void {
		const cells = this.#cells;
		const at = this.next;
		let cell = ((this.#first + this.#count) & indexMask) * cellsPerFrame;
		cells[cell] = key;
		cells[++cell] = (at << 8) | length;
		cells[++cell] = now;
		cells[++cell] = knowing;
		cells[++cell] = knowing;
		const count = this.#count + 1;
		this.#count = count;
		const next = at + length;
		if (next > lastStart) this.wrap(next);
		else this.next = next;
		const place = cells[this.#first * cellsPerFrame + placeCell] as number;
		// Most often there is room: nothing that is kept begins where the next frame may reach.
		if (count === recentLimit || ((place >> 8) - this.next < frameLengthLimit && place >> 8 >= this.next))
			this.makeRoom();
	}

	/** Index of the frame, or `noFrame`. */
	find(key: number): number {
		const cells = this.#cells;
		for (let back = 0; back < this.#count; back++) {
			const index = this.index(back);
			if (cells[index * cellsPerFrame] === key) return index;
		}
		return noFrame;
	}

	key(index: number): number {
		return this.#cells[index * cellsPerFrame] as number;
	}

	/** In the arena. */
	offset(index: number): number {
		return (this.#cells[index * cellsPerFrame + placeCell] as number) >> 8;
	}

	length(index: number): number {
		return (this.#cells[index * cellsPerFrame + placeCell] as number) & 0xff;
	}

	/** When it was added, in ms. */
	time(index: number): number {
		return this.#cells[index * cellsPerFrame + timeCell] as number;
	}

	/** Neighbours that have the frame or were told of it twice. */
	told(index: number): number {
		return this.#cells[index * cellsPerFrame + twiceCell] as number;
	}

	/** These neighbours have the frame. */
	known(index: number, neighbours: number): void {
		const cell = index * cellsPerFrame;
		const cells = this.#cells;
		cells[cell + onceCell] = (cells[cell + onceCell] as number) | neighbours;
		cells[cell + twiceCell] = (cells[cell + twiceCell] as number) | neighbours;
	}

	/** These neighbours have heard, or should have, that the frame exists. */
	tell(index: number, neighbours: number): void {
		const cell = index * cellsPerFrame;
		const cells = this.#cells;
		const once = cells[cell + onceCell] as number;
		cells[cell + twiceCell] = (cells[cell + twiceCell] as number) | (once & neighbours);
		cells[cell + onceCell] = once | neighbours;
	}

	/** A slot of the neighbours has another owner now. */
	forget(neighbour: number): void {
		const bit = 1 << neighbour;
		for (let cell = 0; cell < recentLimit * cellsPerFrame; cell += cellsPerFrame) {
			this.#cells[cell + onceCell] = (this.#cells[cell + onceCell] as number) & ~bit;
			this.#cells[cell + twiceCell] = (this.#cells[cell + twiceCell] as number) & ~bit;
		}
	}

	/** The origin at `place` booted: its sequences mean other frames now. */
	restarted(place: number): void {
		for (let index = 0; index < recentLimit; index++) {
			const cell = index * cellsPerFrame;
			if ((this.#cells[cell] as number) >> 24 === place) this.#cells[cell] = -1;
		}
	}

	/** Goes on at the beginning. What lies between `next` and the end of the ring is older than all before it. */
	private wrap(next: number): void {
		while (this.#count > 1 && this.offset(this.#first) >= next) this.dropOldest();
		this.next = recentOffset;
	}

	/** Until a frame of any length fits, and one more can be remembered. */
	private makeRoom(): void {
		const from = this.next;
		if (this.#count === recentLimit) this.dropOldest();
		while (this.#count > 0) {
			const oldest = this.offset(this.#first);
			if (oldest < from || oldest >= from + frameLengthLimit) return;
			this.dropOldest();
		}
	}

	private dropOldest(): void {
		const { user } = this;
		if (user !== undefined && user.references !== 0) user.onForgotten(this.offset(this.#first));
		this.#first = (this.#first + 1) & indexMask;
		this.#count--;
	}
}
