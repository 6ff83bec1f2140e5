/** One decoder under test, inside XS. */
export interface FuzzTarget {
	/** Valid inputs, from which most others are made by damage. */
	readonly seeds: readonly Uint8Array[];
	/**
	 * Takes the first `length` bytes of `bytes`, which may be changed. Must neither throw nor hang.
	 * @returns whether they were understood
	 */
	feed(bytes: Uint8Array, length: number): boolean;
}

/** Longest input: a UDP datagram within an Ethernet frame, and more than any radio's. */
export const inputLimit = 1512;

/** Kinds of events of the guest. */
export const fuzzEvents = {
	/** uint8: which target is built. */
	build: 0,
	/** uint32, little-endian: seed; uint16: inputs to feed. */
	feed: 1,
	/** A further valid input, one that the desktop had to make. */
	seed: 2,
} as const;

/** What it posts after each `feed`: uint32 inputs that were understood. */
export const fuzzPost = 1;
