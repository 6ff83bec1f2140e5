import type { Microseconds } from "../kernel/agenda";
import { advertisingChannels } from "./timing";

/** A scanner listens `window` of every `interval`, on 37, 38 and 39 in turn (volume 6, part B, 4.4.3). */
export interface ScanSchedule {
	/** µs */
	readonly interval: number;
	/** µs, at most the interval. */
	readonly window: number;
	/** When the first window opened. */
	readonly since: Microseconds;
}

/** Whether a packet on an advertising channel, from `start` to `end`, falls into a window on that very channel. */
export function isHeard(scan: ScanSchedule, channel: number, start: Microseconds, end: Microseconds): boolean {
	const elapsed = start - scan.since;
	if (elapsed < 0) return false;
	const round = Math.floor(elapsed / scan.interval);
	if (advertisingChannels[round % advertisingChannels.length] !== channel) return false;
	return end - scan.since - round * scan.interval <= scan.window;
}
