import { type Clock, elapsed } from "kith/core/clock";

/**
 * A clock whose time stands still until the test lets it pass. Starts anywhere, also just before the wrap of the 32-bit
 * count. Portable: used on Node and inside XS.
 */
export class FakeClock implements Clock {
	#now: number;
	#deadline = 0;
	#wake: (() => void) | undefined;
	/** How often the alarm rang. */
	rings = 0;

	constructor(start = 0) {
		this.#now = start | 0;
	}

	now(): number {
		return this.#now;
	}

	wakeAt(deadline: number, wake: () => void): void {
		this.#deadline = deadline | 0;
		this.#wake = wake;
	}

	/** Milliseconds until the alarm rings, Infinity when it is not set; not above 0 when it is late. */
	get untilAlarm(): number {
		return this.#wake === undefined ? Number.POSITIVE_INFINITY : elapsed(this.#now, this.#deadline);
	}

	/** Lets `ms` (0…2^30) pass; the alarm rings at its own moment, as often as it is set anew. */
	advance(ms: number): void {
		const end = (this.#now + ms) | 0;
		while (this.#wake !== undefined && elapsed(this.#deadline, end) >= 0) {
			if (elapsed(this.#now, this.#deadline) > 0) this.#now = this.#deadline;
			this.#ring();
		}
		this.#now = end;
	}

	/** Lets `ms` pass while the board is busy: an alarm that falls due rings late, at the next `advance`. */
	stall(ms: number): void {
		this.#now = (this.#now + ms) | 0;
	}

	#ring(): void {
		const wake = this.#wake;
		this.#wake = undefined;
		this.rings++;
		wake?.();
	}
}
