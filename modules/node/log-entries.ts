/**
 * Entries of a node's log, as they lie in its journal: the kind, the boot (uint16, as frames name it), milliseconds since
 * that boot (int32), then what the kind says, as int32 unless another width is given; all little-endian. Numbers are
 * for good: journals outlive firmware.
 */
export const logKinds = {
	/** uint8 of `startReasons` */
	boot: 1,
	/** uint8 of `faultKinds`, subject */
	fault: 2,
	/** uint8 resource id, value, uint8 cause, int8 rule (-1: none), uint16 requester (0: none), uint8 how many it overruled */
	act: 3,
	/** uint16 who asked (0: unknown), uint16 address and uint8 resource id of what it wanted to set */
	refused: 4,
	/** uint8: 1 the gateway has its broker, 0 it lost it */
	gateway: 5,
	/** uint16 how many entries did not fit the budget since the one before, 65,535 at most */
	dropped: 6,
	/** uint16 address of a peer, uint8 of `presences` */
	presence: 7,
	/** What o'clock it was at that moment: seconds since 1970 (uint32), uint16 ms of it, uint16 ms that it may be wrong by (65,535: or more) */
	time: 8,
} as const;
export type LogKind = (typeof logKinds)[keyof typeof logKinds];

/** Bytes of an entry before what its kind says. */
export const logHeadLength = 7;

/** Widths in bytes of what each kind says, by the kind's number. Only the int32 and the rule are signed. In ROM. */
export const logFields: readonly (readonly number[])[] = Object.freeze([
	[],
	[1],
	[1, 4],
	[1, 4, 1, -1, 2, 1],
	[2, 2, 1],
	[1],
	[2],
	[2, 1],
	[4, 2, 2],
]);

/** Why the program started, where the platform knows. */
export const startReasons = { unknown: 0, "power on": 1, crash: 2, restart: 3, watchdog: 4, brownout: 5 } as const;
export type StartReason = (typeof startReasons)[keyof typeof startReasons];
