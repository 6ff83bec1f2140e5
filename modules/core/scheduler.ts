import { type Clock, elapsed } from "./clock";

/** A pending call, for `cancel`. 0 is never one. */
export type TimerHandle = number;

/** Timers of one node. A board of eight devices with rules uses about thirty. */
export const timerLimit = 96;

const slotBits = 8;
const slotMask = (1 << slotBits) - 1;

/**
 * Many timers over the clock's one alarm, in tables that never grow. Those due at the same millisecond run in the order
 * in which they were set. Throws RangeError when all `timerLimit` are taken: each user has its own small bound.
 */
export class Scheduler {
	readonly #clock: Clock;
	readonly #deadlines = new Int32Array(timerLimit);
	/** 0: free. Otherwise counts up per timer, so that an old handle does not cancel a new timer and ties keep order. */
	readonly #serials = new Int32Array(timerLimit);
	readonly #calls: ((() => void) | undefined)[] = new Array(timerLimit).fill(undefined);
	readonly #ring: () => void;
	#serial = 0;
	#alarm = 0;
	#alarmSet = false;
	#running = false;

	constructor(clock: Clock) {
		this.#clock = clock;
		this.#ring = () => this.#run();
	}

	now(): number {
		return this.#clock.now();
	}

	/** Calls `call` once, `delay` ms (0…2^30) from now, from the event loop. */
	after(delay: number, call: () => void): TimerHandle {
		const deadline = (this.#clock.now() + delay) | 0;
		for (let slot = 0; slot < timerLimit; slot++) {
			if (this.#serials[slot] !== 0) continue;
			// 22 bits of serial above the slot keep the handle a positive small integer.
			this.#serial = this.#serial >= 0x3fffff ? 1 : this.#serial + 1;
			this.#serials[slot] = this.#serial;
			this.#deadlines[slot] = deadline;
			this.#calls[slot] = call;
			if (!this.#running && (!this.#alarmSet || elapsed(deadline, this.#alarm) > 0)) this.#setAlarm(deadline);
			return (this.#serial << slotBits) | slot;
		}
		throw new RangeError(`more than ${timerLimit} timers`);
	}

	/** Takes a pending call back. A handle that ran, was cancelled or is 0 is ignored. */
	cancel(handle: TimerHandle): void {
		const slot = handle & slotMask;
		if (handle === 0 || this.#serials[slot] !== handle >> slotBits) return;
		this.#serials[slot] = 0;
		this.#calls[slot] = undefined;
	}

	#run(): void {
		this.#alarmSet = false;
		this.#running = true;
		const now = this.#clock.now();
		const newest = this.#serial;
		try {
			for (let slot = this.#nextDue(now, newest); slot >= 0; slot = this.#nextDue(now, newest)) {
				const call = this.#calls[slot];
				this.#serials[slot] = 0;
				this.#calls[slot] = undefined;
				call?.();
			}
		} finally {
			this.#running = false;
			this.#arm();
		}
	}

	/** The due timer with the earliest deadline, of equals the one set first; none set during this run, so it ends. */
	#nextDue(now: number, newest: number): number {
		let found = -1;
		let foundLate = -1;
		let foundOld = -1;
		for (let slot = 0; slot < timerLimit; slot++) {
			const serial = this.#serials[slot] as number;
			if (serial === 0) continue;
			const late = elapsed(this.#deadlines[slot] as number, now);
			const old = (newest - serial) & 0x3fffff;
			if (late < 0 || old > 0x1fffff) continue;
			if (late > foundLate || (late === foundLate && old > foundOld)) {
				found = slot;
				foundLate = late;
				foundOld = old;
			}
		}
		return found;
	}

	#arm(): void {
		let first = -1;
		for (let slot = 0; slot < timerLimit; slot++) {
			if (this.#serials[slot] === 0) continue;
			if (first < 0 || elapsed(this.#deadlines[slot] as number, this.#deadlines[first] as number) > 0) first = slot;
		}
		if (first >= 0) this.#setAlarm(this.#deadlines[first] as number);
	}

	#setAlarm(deadline: number): void {
		this.#alarm = deadline;
		this.#alarmSet = true;
		this.#clock.wakeAt(deadline, this.#ring);
	}
}
