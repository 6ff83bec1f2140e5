import { frameFates } from "./frame-fates";

/** Everything that a node's network layer counts: the fates of what it heard, then what became of what it sent. */
export const networkCounters = {
	...frameFates,
	/** Frames handed to the link, copies and retries included. */
	transmissions: 16,
	/** Second copies of group frames. */
	repeats: 17,
	/** Unicast frames sent again because no radio acknowledged them. */
	retries: 18,
	/** Unicast frames given up after their retry. */
	unacknowledged: 19,
	/** Refused because the queue had no room. */
	queueFull: 20,
	/** Group frames given up, never sent, to make room for a unicast frame. */
	displaced: 21,
	/** Second copies given up to make room. */
	repeatsDropped: 22,
	/** Frames lost because the link was down. */
	linkDown: 23,
	/** The link had somebody else's frame in flight. */
	linkBusy: 24,
	/** The link never said what became of a frame. */
	sentUnreported: 25,
	/** Messages refused because the boot number has no sequence left. */
	sequenceExhausted: 26,
	/** Messages that the protection could not protect. */
	unprotected: 27,
} as const;
export type NetworkCounter = keyof typeof networkCounters;
