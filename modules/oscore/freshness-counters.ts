/** What freshness counts. */
export const freshnessCounters = {
	/** Boots believed because they named a challenge. */
	proven: 0,
	/** Boots believed on a believed peer's word. */
	vouchedFor: 1,
	/** Hellos of members that proved nothing: of new boots, or recorded. */
	unproven: 2,
	/** Hellos that were not looked at: too many derivations at a time, or no place for a context. */
	unverified: 3,
	/** Frames that did not fit the boot that is known. */
	doubts: 4,
	/** Own hellos: all, and those that asked. */
	hellos: 5,
	asked: 6,
	/** Answers that another's hello made unnecessary. */
	spared: 7,
} as const;
export type FreshnessCounter = keyof typeof freshnessCounters;
