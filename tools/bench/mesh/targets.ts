/** What a network of boards without a hub is held to, in virtual time, at 10 % loss of every MAC transmission. */
export const targets = {
	/** Of confirmable requests over five hops and more. */
	requestsDelivered: 0.9999,
	requestsWithinMs: 500,
	/** Of readings to listeners, with the flood itself and within 5 s. */
	firstFlood: 0.97,
	repaired: 0.999,
	/** Frames, as multiples of a greedy connected dominating set: those of the flood, and all. */
	floodFrames: 2,
	allFrames: 3,
	/** ms until requests are answered again when a relay is gone. */
	relayGoneMs: 5000,
	/** Seconds until two parts that meet agree, and until all boards' readings flow after they were switched on at once. */
	agreeSeconds: 30,
	flowSeconds: 30,
	/** Of the busiest second at the busiest place, when all boards are switched on at once: more is a channel that is full. */
	peakAir: 0.9,
	/** Of the time, all transmissions of 200 boards together. */
	zonesAir: 0.3,
	/** Bytes that a board may keep more in a run's second half than in its first: one collection is not like the other. */
	heapGrowth: 512,
} as const;

/** One line of a table: a number, what it is held to, and whether it holds. */
export interface Verdict {
	readonly name: string;
	/** As text, of the worst seed. */
	readonly measured: string;
	readonly target: string;
	readonly holds: boolean;
}
