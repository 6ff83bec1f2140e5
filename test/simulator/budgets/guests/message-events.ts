/** Kinds of events that the message path's guest understands. */
export const messageEvents = {
	/** Does nothing. */
	idle: 0,
	/** A frame from the air. */
	frame: 1,
	/** A pack of readings, by itself. */
	pack: 2,
	/** Sends one reading, of the value uint16 little-endian. */
	send: 3,
	/** The link reports the frame in flight. */
	sent: 4,
	/** Lets the alarm ring. */
	wake: 5,
	/** Asks peer 1 to set a resource. */
	ask: 6,
	/** A checksum over the bytes, by itself. */
	checksum: 7,
} as const;

/** What the guest posts. */
export const messagePosts = {
	/** A frame it sent. */
	frame: 1,
	/** int32: a value it stored. */
	stored: 2,
} as const;

/** Own address of the guest, and the first of its peers, 1 … `guestPeers`. */
export const guestAddress = 200;
export const guestPeers = 64;
export const guestNetworkTag = 0xcafe;
