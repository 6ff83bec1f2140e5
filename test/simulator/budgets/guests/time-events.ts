/** Kinds of events that the wall time's guest understands. */
export const timeEvents = {
	/** Makes the client; before it, the board has only what a test needs. */
	build: 1,
	/** So many requests are sent and answered. */
	ask: 2,
} as const;

/** What the guest posts: int32 little-endian, good answers so far. */
export const timePosts = { answers: 1 } as const;
