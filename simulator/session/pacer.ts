import type { Microseconds } from "../kernel/agenda";
import type { Speed } from "./types";

/** A session that fell behind by more than this much wall time (ms) goes on from where it is, without a rush to catch up. */
export const lagLimitMs = 1000;

/** Maps virtual time to wall time. What it says decides only when things happen on the wall clock, never what happens. */
export class Pacer {
	/** Virtual µs per wall ms; undefined: as fast as possible. */
	readonly #rate: number | undefined;
	readonly #wallMs: () => number;
	#wallStart = 0;
	#virtualStart: Microseconds = 0;

	constructor(speed: Speed, wallMs: () => number) {
		this.#rate = speed === "max" ? undefined : speed * 1000;
		this.#wallMs = wallMs;
	}

	start(now: Microseconds): void {
		this.#wallStart = this.#wallMs();
		this.#virtualStart = now;
	}

	/** Wall milliseconds until the virtual time `at`; 0: now or earlier. */
	wait(at: Microseconds): number {
		if (this.#rate === undefined) return 0;
		const wait = this.#wallStart + (at - this.#virtualStart) / this.#rate - this.#wallMs();
		if (wait < -lagLimitMs) this.start(at);
		return Math.max(0, wait);
	}

	/** The virtual time that it is on the wall; undefined when the two have nothing to do with each other. */
	virtualNow(): Microseconds | undefined {
		if (this.#rate === undefined) return undefined;
		return Math.floor(this.#virtualStart + (this.#wallMs() - this.#wallStart) * this.#rate);
	}
}
