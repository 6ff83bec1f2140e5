/** Kinds of events that the guest understands. */
export const oscoreEvents = {
	/** Only answers. */
	idle: 0,
	/** uint8: makes the contexts of as many peers; uint8: 0 nothing more, 1 a node's message path, 2 one with a checksum. */
	build: 1,
	/** An OSCORE request, to be verified by itself. */
	request: 2,
	/** A plain request, to be protected by itself. */
	protect: 3,
	/** A frame from the air, up to the value table. */
	frame: 4,
	/** Sends one reading to the group, of the value uint16 little-endian. */
	send: 5,
	/** The body of a group frame, by itself: origin uint8, then header and body. */
	body: 6,
} as const;

/** What the guest posts. */
export const oscorePosts = {
	/** int32: what the last call returned, or the value stored. */
	result: 1,
	/** A frame, or a message, that it made. */
	made: 2,
} as const;

/** What it calls: AES, which a board has in hardware. Empty: done. None: the tag is wrong. */
export const oscoreCalls = { seal: 1, open: 2 } as const;

export const guestAddress = 200;
export const guestNetworkTag = 0xcafe;
