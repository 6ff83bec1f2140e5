/** Kinds of events that the relay's guest understands. */
export const relayEvents = {
	/** Does nothing. */
	idle: 0,
	/** A frame from the air; its last two bytes are the address it comes from, big-endian. */
	frame: 1,
	/** The link reports the frame in flight. */
	sent: 2,
	/** Lets the alarm ring. */
	wake: 3,
} as const;

/** What the guest posts: a frame it sent. */
export const relayPosts = { frame: 1 } as const;

/** Own address of the guest, and the first of its peers, 1 … `relayPeers`. */
export const relayAddress = 200;
export const relayPeers = 64;
export const relayTag = 0xcafe;
/** Bytes that the guest's protection adds, and does not look at: what a tag costs is measured elsewhere. */
export const relayTagLength = 4;
