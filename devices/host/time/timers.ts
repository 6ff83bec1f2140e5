/** The event loop's timers, for what the host itself waits for. The node has its own, over the clock's one alarm. */
export interface Timers {
	/** Calls `call` once, `delayMs` (0…2^30) from now, from the event loop. */
	after(delayMs: number, call: () => void): HostTimer;
}

export interface HostTimer {
	/** Takes the call back; does nothing where it ran or was cancelled. */
	cancel(): void;
}
