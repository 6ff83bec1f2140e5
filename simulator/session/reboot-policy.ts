import type { Microseconds } from "../kernel/agenda";

/** From a crash to the next boot, as a bootloader and ROM take it. */
export const rebootDelay: Microseconds = 1_000_000;
/** Boards that crash again and again wait longer, up to this. */
export const rebootDelayLimit: Microseconds = 60_000_000;
/** A boot that lasted this long was a good one: the next crash is a first one again. */
export const goodUptime: Microseconds = 60_000_000;

/** How long a board waits after its `crashes`th (from 1) crash in a row. */
export function rebootDelayAfter(crashes: number): Microseconds {
	return Math.min(rebootDelayLimit, rebootDelay * 2 ** Math.min(crashes - 1, 10));
}
