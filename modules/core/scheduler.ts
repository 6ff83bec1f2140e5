import type { Clock } from "./clock";
import type { Turn } from "./turn";

/** A pending call, for `cancel`. 0 is never one. */
export type TimerHandle = number;

/** Timers of a node: 8 for requests under way, and some for everything else; one more for each of its 16 devices. */
export const nodeTimers = 32;
/** The most that there can be. */
export const timerLimit = nodeTimers + 16;

const slotBits = 6;
const slotMask = (1 << slotBits) - 1;
/** End of a list. */
const none = slotMask;
/** Serial numbers have 16 bits: a handle kept for 65,535 further timers would be mistaken. 0 marks a free timer. */
const serialMask = 0xffff;

/**
 * Many timers over the clock's one alarm, in tables that never grow: a list sorted by deadline, in which equal ones keep
 * the order in which they were set. Throws RangeError when all are taken: each user has its own small bound.
 */
export class Scheduler {
	readonly #clock: Clock;
	readonly #turn: Turn | undefined;
	/** Of each timer its deadline and its serial number: one array, because each costs a board more than a hundred bytes. */
	readonly #cells: Int32Array;
	/** The timer after this one, in the list of pending or of free ones. */
	readonly #after: Uint8Array;
	readonly #calls: ((() => void) | undefined)[];
	readonly #ring: () => void;
	#first = none;
	#free = 0;
	#serial = 0;
	#running = false;

	/**
	 * @param turn that each ring of the alarm is
	 * @param timers how many there can be, at most `timerLimit`; each costs a board 25 bytes
	 */
	constructor(clock: Clock, turn?: Turn, timers: number = timerLimit) {
		this.#clock = clock;
		this.#turn = turn;
		this.#ring = () => this.run();
		const room = new ArrayBuffer(9 * timers);
		this.#cells = new Int32Array(room, 0, 2 * timers);
		this.#after = new Uint8Array(room, 8 * timers, timers);
		this.#calls = new Array<(() => void) | undefined>(timers).fill(undefined);
		for (let slot = 0; slot < timers; slot++) this.#after[slot] = slot + 1 < timers ? slot + 1 : none;
	}

	now(): number {
		return this.#clock.now();
	}

	/** Calls `call` once, `delay` ms (0…2^30) from now, from the event loop. */
	after(delay: number, call: () => void): TimerHandle {
		return this.at((this.#clock.now() + delay) | 0, call);
	}

	/** As `after`, for a time in ms that is not long past, and at most 2^30 ms away. */
	at(deadline: number, call: () => void): TimerHandle {
		const slot = this.#free;
		const links = this.#after;
		const cells = this.#cells;
		if (slot === none) throw new RangeError(`more than ${links.length} timers`);
		this.#free = links[slot] as number;
		const serial = this.#serial >= serialMask ? 1 : this.#serial + 1;
		this.#serial = serial;
		cells[2 * slot + 1] = serial;
		cells[2 * slot] = deadline;
		this.#calls[slot] = call;
		let before = none;
		let next = this.#first;
		// As `elapsed`, without a call.
		while (next !== none && ((deadline - (cells[2 * next] as number)) | 0) >= 0) {
			before = next;
			next = links[next] as number;
		}
		links[slot] = next;
		if (before !== none) links[before] = slot;
		else {
			this.#first = slot;
			if (!this.#running) this.#clock.wakeAt(deadline, this.#ring);
		}
		return (serial << slotBits) | slot;
	}

	/** Takes a pending call back. A handle that ran, was cancelled or is 0 is ignored. */
	cancel(handle: TimerHandle): void {
		const slot = handle & slotMask;
		if (handle === 0 || this.#cells[2 * slot + 1] !== handle >> slotBits) return;
		const links = this.#after;
		if (this.#first === slot) this.#first = links[slot] as number;
		else {
			let before = this.#first;
			while (links[before] !== slot) before = links[before] as number;
			links[before] = links[slot] as number;
		}
		this.release(slot);
	}

	private release(slot: number): void {
		this.#cells[2 * slot + 1] = 0;
		this.#calls[slot] = undefined;
		this.#after[slot] = this.#free;
		this.#free = slot;
	}

	private run(): void {
		this.#running = true;
		this.#turn?.begin();
		const now = this.#clock.now();
		const newest = this.#serial;
		try {
			const cells = this.#cells;
			const calls = this.#calls;
			const links = this.#after;
			for (let slot = this.#first; slot !== none; slot = this.#first) {
				const cell = 2 * slot;
				if (((now - (cells[cell] as number)) | 0) < 0) break;
				// A timer that is set meanwhile comes after all that are due, and waits for its own ring: so this ends.
				if (((newest - (cells[cell + 1] as number)) & serialMask) > serialMask >> 1) break;
				const call = calls[slot];
				this.#first = links[slot] as number;
				cells[cell + 1] = 0;
				calls[slot] = undefined;
				links[slot] = this.#free;
				this.#free = slot;
				call?.();
			}
		} finally {
			this.#turn?.end();
			this.#running = false;
			if (this.#first !== none) this.#clock.wakeAt(this.#cells[2 * this.#first] as number, this.#ring);
		}
	}
}
