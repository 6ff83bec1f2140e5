import { elapsed } from "kith/core/clock";

/** Sequence numbers of notifications have 24 bits (RFC 7641 section 4.4). */
export const observeMask = 0xff_ffff;
/** After so long any notification counts as newer (section 3.4). */
export const reorderingMs = 128_000;

/** Values of Observe in a request (section 2). */
export const observeActions = { register: 0, deregister: 1 } as const;

/**
 * Whether a notification with the sequence `value`, heard at `now`, is newer than the one with `last`, heard at
 * `lastAt` (section 3.4). Times are int32 milliseconds.
 */
export function isNewerNotification(last: number, lastAt: number, value: number, now: number): boolean {
	const ahead = (value - last) & observeMask;
	if (ahead !== 0 && ahead < 0x80_0000) return true;
	const age = elapsed(lastAt, now);
	// Negative: so long ago that the clock's differences wrapped.
	return age > reorderingMs || age < 0;
}
