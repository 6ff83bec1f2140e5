import { frameLengthLimit } from "./header";

/** Frames that wait for the link, the one in flight included. */
export const queueLimit = 16;
/** Bytes for recent group frames, kept for neighbours that missed one: some thirty readings. */
export const recentBytes = 1536;

/** Where the frame lies that was just heard, as it came: verifying changes it where it lies. */
export const heardOffset = 0;
/** Where a frame is made, and from where it goes to the link. */
export const outgoingOffset = frameLengthLimit;
const queueOffset = 2 * frameLengthLimit;
/** Where the recent frames lie. */
export const recentOffset = queueOffset + queueLimit * frameLengthLimit;

/** Readings are no longer than this: copying one costs less than copying as much as a frame can have. */
const shortLength = 64;

/** Where a place of the transmit queue lies. */
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

	/** Keeps a frame as it was heard. A link reuses its buffer, so that the views of it last. */
	keep(frame: Uint8Array, length: number): void {
		if (this.#source !== frame) {
			this.#source = frame;
			this.#short = frame.subarray(0, shortLength);
			this.#long = frame.subarray(0, frameLengthLimit);
		}
		this.bytes.set((length <= shortLength ? this.#short : this.#long) as Uint8Array);
	}

	/** Copies bytes between two offsets. */
	copy(from: number, to: number, length: number): void {
		this.bytes.copyWithin(to, from, from + length);
	}
}
