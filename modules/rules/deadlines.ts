import { elapsed } from "kith/core/clock";
import type { Scheduler, TimerHandle } from "kith/core/scheduler";

/** Who is told that a deadline passed. */
export interface DeadlineListener {
	/** Once per deadline, in the order of the entries. May set deadlines anew; acts only in `onTimer`. */
	onDeadline(entry: number, now: number): void;
	/** The timer rang, and everything that was due has been told: the time to act on it. */
	onTimer(now: number): void;
}

/**
 * One deadline per entry over a single timer of the node's scheduler. Setting a deadline later than the timer is only
 * a write to a table; the timer looks for the earliest one when it rings.
 */
export class Deadlines {
	readonly #scheduler: Scheduler;
	readonly #listener: DeadlineListener;
	readonly #count: number;
	/** The deadlines, then for each 1 where it is pending. */
	readonly #cells: Int32Array;
	readonly #ring: () => void;
	#timer: TimerHandle = 0;
	#alarm = 0;
	#armed = false;
	/** While set, a new deadline does not touch the timer: `#arm` follows. */
	#held = false;

	constructor(scheduler: Scheduler, count: number, listener: DeadlineListener) {
		this.#scheduler = scheduler;
		this.#listener = listener;
		this.#count = count;
		this.#cells = new Int32Array(2 * count);
		this.#ring = () => {
			const now = this.#scheduler.now();
			this.#armed = false;
			this.collect(now);
			listener.onTimer(now);
		};
	}

	/** Sets the deadline of `entry` (int32 milliseconds since boot, at most 2^30 from now), in place of the one before. */
	set(entry: number, deadline: number): void {
		this.#cells[entry] = deadline;
		this.#cells[this.#count + entry] = 1;
		if (!this.#held && (!this.#armed || elapsed(deadline, this.#alarm) > 0)) this.setTimer(deadline | 0);
	}

	clear(entry: number): void {
		this.#cells[this.#count + entry] = 0;
	}

	isPending(entry: number): boolean {
		return this.#cells[this.#count + entry] === 1;
	}

	/** Whether the timer is due, though it may not have rung yet. */
	isDue(now: number): boolean {
		return this.#armed && elapsed(this.#alarm, now) >= 0;
	}

	/** Tells the listener of every deadline that is due, then sets the timer for the next. */
	collect(now: number): void {
		this.#held = true;
		for (let entry = 0; entry < this.#count; entry++) {
			if (this.#cells[this.#count + entry] === 0 || elapsed(this.#cells[entry] as number, now) < 0) continue;
			this.#cells[this.#count + entry] = 0;
			this.#listener.onDeadline(entry, now);
		}
		this.#held = false;
		this.arm();
	}

	/** Takes everything back. */
	close(): void {
		this.#cells.fill(0);
		this.#scheduler.cancel(this.#timer);
		this.#armed = false;
	}

	private arm(): void {
		let first = -1;
		for (let entry = 0; entry < this.#count; entry++) {
			if (this.#cells[this.#count + entry] === 0) continue;
			if (first < 0 || elapsed(this.#cells[entry] as number, this.#cells[first] as number) > 0) first = entry;
		}
		this.#scheduler.cancel(this.#timer);
		this.#armed = false;
		if (first >= 0) this.setTimer(this.#cells[first] as number);
	}

	private setTimer(deadline: number): void {
		const delay = elapsed(this.#scheduler.now(), deadline);
		this.#scheduler.cancel(this.#timer);
		this.#timer = this.#scheduler.after(Math.max(delay, 0), this.#ring);
		this.#alarm = deadline;
		this.#armed = true;
	}
}
