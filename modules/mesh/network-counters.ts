import { frameFates } from "./frame-fates";

/** Everything that a node's network layer counts: the fates of what it heard, then what became of what it sent. */
export const networkCounters = {
	...frameFates,
	/** Frames handed to the link, copies and retries included. */
	transmissions: 22,
	/** Unicast frames sent again because no radio acknowledged them. */
	retries: 23,
	/** Unicast frames that a neighbour did not acknowledge in spite of their retries. */
	unacknowledged: 24,
	/** Refused because the queue had no room. */
	queueFull: 25,
	/** Frames given up, never sent, to make room for a more urgent one. */
	displaced: 26,
	/** Frames lost because the link was down. */
	linkDown: 27,
	/** The link had somebody else's frame in flight. */
	linkBusy: 28,
	/** The link never said what became of a frame. */
	sentUnreported: 29,
	/** Messages refused because the boot number has no sequence left. */
	sequenceExhausted: 30,
	/** Messages that the protection could not protect. */
	unprotected: 31,
	/** Frames held back until the node's share of the air allows them. */
	airtimeSpent: 32,
	/** Floods passed on, and those not passed on because all neighbours had them. */
	floodsRelayed: 33,
	floodsSuppressed: 34,
	/** Floods not passed on because their origin takes more than its share. */
	overShare: 35,
	/** Beacons, summaries, requests for repair, and frames sent in answer. */
	beacons: 36,
	summaries: 37,
	repairRequests: 38,
	repairs: 39,
	/** Searches for a way, and answers to others' searches. */
	searches: 40,
	found: 41,
	/** Frames sent another way because a neighbour did not answer, and frames given up for want of any. */
	rerouted: 42,
	noWay: 43,
} as const;
export type NetworkCounter = keyof typeof networkCounters;
