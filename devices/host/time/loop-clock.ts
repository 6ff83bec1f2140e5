import { type Clock, elapsed } from "kith/core/clock";
import type Time from "time";
import type Timer from "timer";

/** The longest that the alarm's timer is set for; a ring without an alarm does nothing. */
const idleMs = 0x3fffffff;

/**
 * `Clock` over the SDK's "time" and "timer". One timer serves for ever: making one for each alarm would cost garbage, and
 * a timer that does not repeat cannot be set anew.
 */
export class LoopClock implements Clock {
	readonly #time: typeof Time;
	readonly #timers: typeof Timer;
	readonly #start: number;
	readonly #timer: Timer;
	#wake: (() => void) | undefined;
	#deadline = 0;

	/** Both are the SDK's classes. */
	constructor(time: typeof Time, timer: typeof Timer) {
		this.#time = time;
		this.#timers = timer;
		this.#start = time.ticks;
		this.#timer = timer.set(() => this.#ring(), idleMs, idleMs);
	}

	now(): number {
		return (this.#time.ticks - this.#start) | 0;
	}

	wakeAt(deadline: number, wake: () => void): void {
		this.#wake = wake;
		this.#deadline = deadline;
		this.#arm(elapsed(this.now(), deadline));
	}

	/**
	 * With the delay as the period too: on Linux the SDK would otherwise make a second source for a timer that its own call
	 * sets anew, and forget the first one for ever.
	 */
	#arm(delayMs: number): void {
		const delay = Math.max(1, Math.min(delayMs, idleMs));
		this.#timers.schedule(this.#timer, delay, delay);
	}

	#ring(): void {
		const wake = this.#wake;
		if (wake === undefined) {
			this.#arm(idleMs);
			return;
		}
		const early = elapsed(this.now(), this.#deadline);
		if (early > 0) {
			this.#arm(early);
			return;
		}
		this.#wake = undefined;
		wake();
	}
}
