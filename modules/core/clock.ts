/**
 * Port: the node's sense of time.
 *
 * For node code: time is a signed 32-bit count of milliseconds since boot that wraps after 2^31 ms (24.8 days);
 * compare two times only through `elapsed`, never with `<`. Nothing here says what o'clock it is.
 *
 * For platform authors: `now` must be monotonic and cheap. There is one alarm; a new `wakeAt` replaces the one before.
 * The alarm may ring late, never early, and from the event loop, never from inside another call. An alarm in the past
 * rings at once.
 */
export interface Clock {
	/** Milliseconds since boot, int32, wraps. */
	now(): number;
	/** Sets the one alarm to ring `wake` at `deadline` (int32 milliseconds since boot). */
	wakeAt(deadline: number, wake: () => void): void;
}

/** Milliseconds from `from` to `to`, right across the wrap as long as they are less than 24.8 days apart. */
export function elapsed(from: number, to: number): number {
	return (to - from) | 0;
}
