/** Kinds of events that the rules' guest understands, beside `nothing`, for which it does nothing. */
export const ruleEvents = {
	nothing: 0,
	/** uint16 little-endian: how many rules */
	build: 1,
	/** uint16 little-endian: a new value of slot 0 */
	see: 2,
} as const;
