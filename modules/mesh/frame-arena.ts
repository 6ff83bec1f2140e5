import { frameLengthLimit } from "./header";

/** Frames that wait for the link, the one in flight included. */
export const queueLimit = 16;
/** As many of them may lie in places of their own. The others are floods, and wait among the recent ones. */
export const storedLimit = 10;
/** Bytes for recent floods, kept for neighbours that missed one: some thirty readings, with the room that the next one may need. */
export const recentBytes = 1792;

/** Where a frame other than a flood lies that was just heard. */
export const heardOffset = 0;
/** Where a frame is made, and from where it goes to the link. */
export const outgoingOffset = frameLengthLimit;
const queueOffset = 2 * frameLengthLimit;
/** Where the recent frames lie. */
export const recentOffset = queueOffset + storedLimit * frameLengthLimit;

/** Frames with one or two readings are no longer than this: copying one costs less than copying as much as a frame can have. */
const shortLength = 56;

/** Where a place of the transmit queue lies, 0 … `storedLimit` - 1. */
export function placeOffset(slot: number): number {
	return queueOffset + slot * frameLengthLimit;
}

/**
 * All frames of a node in one array: a frame moves by one native copy, and there are views of two places only, since a
 * view costs a board as much as three readings.
 */
export class FrameArena {
	readonly bytes = new Uint8Array(recentOffset + recentBytes);
	readonly heard: Uint8Array;
	readonly outgoing: Uint8Array;
	/** The link's own buffer, and views of as much of it as a short and as any frame can have. */
	#source: Uint8Array | undefined;
	#short: Uint8Array | undefined;
	#long: Uint8Array | undefined;

	constructor() {
		this.heard = this.bytes.subarray(heardOffset, heardOffset + frameLengthLimit);
		this.outgoing = this.bytes.subarray(outgoingOffset, outgoingOffset + frameLengthLimit);
	}

	/**
	 * Keeps a frame as it was heard, for verifying changes it where it lies: copies it to `to`, where as much is free as any
	 * frame has. A link reuses its buffer, so that the views of it last.
	 */
	keep(frame: Uint8Array, length: number, to: number): void {
		if (this.#source !== frame) {
			this.#source = frame;
			this.#short = frame.subarray(0, shortLength);
			this.#long = frame.subarray(0, frameLengthLimit);
		}
		this.bytes.set((length <= shortLength ? this.#short : this.#long) as Uint8Array, to);
	}

	/** Copies bytes between two offsets. */
	copy(from: number, to: number, length: number): void {
		this.bytes.copyWithin(to, from, from + length);
	}
}
