/** Kinds of events that the guest of the stages understands. */
export const stageEvents = {
	/** Does nothing. */
	idle: 0,
	/** A CoAP message with a pack of one reading: reads both, and keeps nothing. */
	decode: 1,
	/** uint16: finds the place of an input and stores the value there. */
	store: 2,
	/** uint16: tells ten rules of the value of the slot that they look at; none changes its mind. */
	rules: 3,
	/** uint16: writes the pack of one reading. */
	encode: 4,
	/** Makes the rules. */
	begin: 5,
} as const;

/** int32: what the last event came to. */
export const stagePosts = { result: 1 } as const;
