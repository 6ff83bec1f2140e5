import { elapsed } from "kith/core/clock";

/**
 * Where ages stop counting: just beyond `durationLimitMs`, so that a value this old is older than any limit a
 * definition can name.
 */
export const oldestAgeMs = 0x4000_0000;

/** How often, at least, `sweep` must be called: a value must be seen between 2^30 and 2^31 ms of age. */
export const sweepPeriodMs = 86_400_000;

/** What is known of a slot: nothing since boot, a value with its age, or a value so old that its age stopped counting. */
export const slotStates = { unheard: 0, aging: 1, oldest: 2 } as const;

/**
 * The latest value of every resource that a node has or hears, with the time at which it came. Never allocates after
 * construction. Ages saturate at `oldestAgeMs` instead of wrapping, as long as `sweep` runs every `sweepPeriodMs`.
 *
 * The arrays are there for hot paths to read; only `set` and `sweep` write to them.
 */
export class ValueTable {
	readonly slots: number;
	/** In 10^-scale units of the resource. Meaningless where the state is `unheard`. */
	readonly values: Int32Array;
	/** The clock's milliseconds at which the value came. Meaningful only where the state is `aging`. */
	readonly times: Int32Array;
	/** Each one of `slotStates`. */
	readonly states: Uint8Array;

	constructor(slots: number) {
		this.slots = slots;
		const room = new ArrayBuffer(9 * slots);
		this.values = new Int32Array(room, 0, slots);
		this.times = new Int32Array(room, 4 * slots, slots);
		this.states = new Uint8Array(room, 8 * slots, slots);
	}

	/** Stores a value that holds at `now`, the clock's present time. Throws RangeError where there is no such slot. */
	set(slot: number, value: number, now: number): void {
		if (!(slot >= 0 && slot < this.slots)) throw new RangeError(`no slot ${slot}`);
		this.values[slot] = value;
		this.times[slot] = now;
		this.states[slot] = slotStates.aging;
	}

	/** The latest value, 0 where none was ever heard. */
	value(slot: number): number {
		return this.values[slot] as number;
	}

	/** Whether a value was heard since boot, however old it is. */
	known(slot: number): boolean {
		return this.states[slot] !== slotStates.unheard;
	}

	/** Milliseconds since the value came, at most `oldestAgeMs`; -1 where none was ever heard. */
	age(slot: number, now: number): number {
		const state = this.states[slot];
		if (state !== slotStates.aging) return state === slotStates.unheard ? -1 : oldestAgeMs;
		const age = elapsed(this.times[slot] as number, now);
		// A negative difference is an age beyond 2^31: nothing comes from the future.
		if (age >= 0 && age < oldestAgeMs) return age;
		this.states[slot] = slotStates.oldest;
		return oldestAgeMs;
	}

	/** Stops the count of every age that has reached `oldestAgeMs`, before the clock's wrap could make it young again. */
	sweep(now: number): void {
		for (let slot = 0; slot < this.slots; slot++) this.age(slot, now);
	}
}
