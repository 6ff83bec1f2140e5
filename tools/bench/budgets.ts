/** The design's budgets (section 7), for XS 13: bytecodes are a tenth more than on XS 17. */
export const budgets = {
	/** Bytecodes to receive, check, decode, store one reading and run ten rules that look at it. */
	receiveOne: 3300,
	/** For each further reading in the frame. */
	receiveFurther: 935,
	duplicate: 330,
	stranger: 330,
	damaged: 440,
	/** Slots and chunk bytes that a received frame may leave behind, at the driver's boundary. */
	slots: 7,
	chunkBytes: 80,
	/** Bytes of ESP-NOW payload. */
	airOne: 58,
	airTwo: 74,
} as const;

/** Readings in the benchmark's frames. */
export type FrameSize = 1 | 2;
