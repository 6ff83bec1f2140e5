/** Kinds of events that the web gateway's guest understands. */
export const webEvents = {
	/** Makes the gateway; before it, the board has only what a test needs. */
	build: 1,
	/** uint16 little-endian: so many times each of the requests, one client after the other. */
	ask: 2,
	/** Four clients at once, of which two follow, and all of them go. */
	crowd: 3,
} as const;

/** What the guest posts: int32 little-endian, responses so far. */
export const webPosts = { responses: 1 } as const;
