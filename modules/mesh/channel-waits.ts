import { elapsed } from "kith/core/clock";
import type { Scheduler, TimerHandle } from "kith/core/scheduler";

/** What a channel follower waits for, in the order in which it is dealt with: a move, a beacon, a look at things. */
export const waits = { move: 0, speak: 1, check: 2 } as const;
type Wait = (typeof waits)[keyof typeof waits];

/** Several appointments with one timer. */
export class ChannelWaits {
	readonly #scheduler: Scheduler;
	readonly #onDue: (what: number, now: number) => void;
	readonly #ring = (): void => this.ring();
	readonly #at = [0, 0, 0];
	#pending = 0;
	#timer: TimerHandle = 0;

	/** @param onDue an appointment has come, and is over */
	constructor(scheduler: Scheduler, onDue: (what: number, now: number) => void) {
		this.#scheduler = scheduler;
		this.#onDue = onDue;
	}

	/** In the place of an earlier appointment for the same. */
	set(what: Wait, delayMs: number): void {
		this.#at[what] = (this.#scheduler.now() + delayMs) | 0;
		this.#pending |= 1 << what;
		this.arm();
	}

	has(what: Wait): boolean {
		return (this.#pending & (1 << what)) !== 0;
	}

	cancel(what: Wait): void {
		this.#pending &= ~(1 << what);
	}

	close(): void {
		this.#pending = 0;
		this.#scheduler.cancel(this.#timer);
		this.#timer = 0;
	}

	private ring(): void {
		const now = this.#scheduler.now();
		this.#timer = 0;
		for (let what = 0; what < this.#at.length; what++) {
			if ((this.#pending & (1 << what)) === 0 || elapsed(this.#at[what] as number, now) < 0) continue;
			this.#pending &= ~(1 << what);
			this.#onDue(what, now);
		}
		this.arm();
	}

	/** Sets the timer for what is due first. */
	private arm(): void {
		const scheduler = this.#scheduler;
		const now = scheduler.now();
		let least = -1;
		for (let what = 0; what < this.#at.length; what++) {
			if ((this.#pending & (1 << what)) === 0) continue;
			const left = Math.max(0, elapsed(now, this.#at[what] as number));
			if (least < 0 || left < least) least = left;
		}
		scheduler.cancel(this.#timer);
		this.#timer = least < 0 ? 0 : scheduler.after(least, this.#ring);
	}
}
