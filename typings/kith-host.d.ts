/**
 * The one global that the simulator's engine gives to a guest machine. Only the simulator's guest composition root
 * (simulator/guest/) may use it; firmware receives ports.
 */
interface KithHost {
	/** Milliseconds since this machine booted, as int32 (wraps after 24.8 days); the time of the current event. */
	now(): number;
	/** Fills `bytes` from this machine's seeded generator (xorshift128, little-endian words, integers only). */
	fillRandom(bytes: Uint8Array): void;
	/**
	 * Hands over the receive buffer and the callback, once. Each event is copied to the start of `buffer`, then
	 * `callback(kind, length)` runs: nothing is allocated per event. Throws TypeError on wrong arguments.
	 */
	listen(buffer: Uint8Array, callback: (kind: number, length: number) => void): void;
	/** Sends `length` bytes to the simulator; delivered in order when the run ends. Throws RangeError beyond the limits. */
	post(kind: number, bytes: Uint8Array, length: number): void;
	/**
	 * Asks the simulator and waits. The answer replaces the start of `bytes`.
	 * @returns the answer's length, or -1 when nobody answers. Throws RangeError when the answer is longer than `bytes`.
	 */
	call(kind: number, bytes: Uint8Array, length: number): number;
}

declare const host: KithHost;
