import { type FrameArena, recentBytes, recentOffset } from "./frame-arena";

/** Group frames remembered at once, whatever their length. */
export const recentLimit = 32;
/** `find` of a frame that is not remembered. */
export const noFrame = -1;

/** What a group frame is known by within a node: its origin's place and its sequence. */
export function frameKey(place: number, sequence: number): number {
	return (place << 24) | sequence;
}

const cellsPerFrame = 5;
const keyCell = 0;
const placeCell = 1;
const timeCell = 2;
const onceCell = 3;
const twiceCell = 4;

/**
 * The last group frames that were heard or sent, as they went over the air, in a ring: the oldest go when room is needed.
 * Beside each, who of the neighbours is known to have it or to have been told of it once, and twice.
 */
export class RecentFrames {
	readonly #bytes: Uint8Array;
	/** Key, offset and length, time, told once, told twice. */
	readonly #cells = new Int32Array(recentLimit * cellsPerFrame);
	#first = 0;
	#count = 0;
	/** Where the next frame goes. */
	#end = recentOffset;

	constructor(arena: FrameArena) {
		this.#bytes = arena.bytes;
	}

	/** Number of frames; `newest` … count down to the oldest. */
	get count(): number {
		return this.#count;
	}

	/** Index of the frame that was added `back` frames before the last one. */
	index(back: number): number {
		return (this.#first + this.#count - 1 - back) & (recentLimit - 1);
	}

	/**
	 * Remembers the frame of `length` bytes at `from` in the arena.
	 * @param knowing neighbours that have it
	 */
	add(key: number, from: number, length: number, now: number, knowing: number): void {
		if (this.#count === recentLimit) this.dropOldest();
		if (this.#end + length > recentOffset + recentBytes) this.wrap();
		while (this.#count > 0 && this.overlaps(this.#end, length)) this.dropOldest();
		const at = this.#end;
		this.#bytes.copyWithin(at, from, from + length);
		this.#end = at + length;
		const cell = ((this.#first + this.#count) & (recentLimit - 1)) * cellsPerFrame;
		this.#count++;
		const cells = this.#cells;
		cells[cell + keyCell] = key;
		cells[cell + placeCell] = (at << 8) | length;
		cells[cell + timeCell] = now;
		cells[cell + onceCell] = knowing;
		cells[cell + twiceCell] = knowing;
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

	private wrap(): void {
		// What lies between here and the end of the ring is older than all before it.
		while (this.#count > 0 && this.offset(this.#first) >= this.#end) this.dropOldest();
		this.#end = recentOffset;
	}

	private overlaps(at: number, length: number): boolean {
		const oldest = this.offset(this.#first);
		return oldest < at + length && oldest + this.length(this.#first) > at;
	}

	private dropOldest(): void {
		this.#first = (this.#first + 1) & (recentLimit - 1);
		this.#count--;
	}
}
