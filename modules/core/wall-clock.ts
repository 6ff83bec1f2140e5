import { elapsed } from "./clock";

/**
 * What o'clock it is (UTC), as far as somebody told: a second since 1970 and the moment of the node's own clock at which
 * it began, how long ago that was told, and how wrong it may be by now.
 *
 * For node code: it is for people, who want to know when something happened. Whatever waits, expires or is ordered goes by
 * `Clock`, which nothing here touches: wall time is unknown at boot, may jump, and may be a liar's.
 *
 * For sources of time: tell with `set` what you learn; whether it is believed is decided here. Call `carry` at least
 * every 12 days.
 */

/** Who told the time. The higher the better. */
export const timeQualities = { none: 0, network: 1 } as const;
export type TimeQuality = (typeof timeQualities)[keyof typeof timeQualities];

/** A board's crystal is off by up to this, parts per million: 4.3 s a day. */
export const driftPpm = 50;
/** Milliseconds after which it can be off by one: 10^6 / `driftPpm`. */
const driftMs = 20_000;
/** The most that an age or an error says, ms. */
const most = 0x7fff_ffff;

export class WallClock {
	quality: TimeQuality = timeQualities.none;
	/** How often the time that was told lay before ours, by more than both may be wrong. */
	backwards = 0;
	#seconds = 0;
	#at = 0;
	#error = 0;
	/** Milliseconds from the telling to `#at`. */
	#carried = 0;

	/** Whole seconds since 1970, to 2^32 (the year 2106). @param now int32 ms of the node's clock. 0: unknown */
	seconds(now: number): number {
		return this.#seconds + Math.floor(elapsed(this.#at, now) / 1000);
	}

	/** Milliseconds of that second, 0…999. */
	milliseconds(now: number): number {
		const rest = elapsed(this.#at, now) % 1000;
		return rest < 0 ? rest + 1000 : rest;
	}

	/** Milliseconds since it was told. */
	age(now: number): number {
		return Math.min(most, this.#carried + elapsed(this.#at, now));
	}

	/** How wrong it may be, ms: what the source said, and the drift since. */
	error(now: number): number {
		return Math.min(most, this.#error + Math.ceil(Math.max(0, elapsed(this.#at, now)) / driftMs));
	}

	/**
	 * The second `seconds` began at `at`, give or take `error` ms. The better of what is known and this is believed; where
	 * they contradict each other, this, since it is newer, also when time goes back.
	 *
	 * @returns whether the time jumped: it was known, and what is new contradicts it
	 */
	set(seconds: number, at: number, error: number, quality: TimeQuality): boolean {
		const known = this.quality !== timeQualities.none;
		// Milliseconds that the new time is ahead of the old one.
		const ahead = (seconds - this.#seconds) * 1000 - elapsed(this.#at, at);
		const ours = this.error(at);
		const jumped = known && Math.abs(ahead) > ours + error;
		if (known && !jumped && (quality < this.quality || error > ours)) return false;
		if (jumped && ahead < 0) this.backwards++;
		this.#seconds = seconds;
		this.#at = at;
		this.#error = error;
		this.#carried = 0;
		this.quality = quality;
		return jumped;
	}

	/** Moves what is kept to a later second, before the node's clock has gone so far that it cannot be compared any more. */
	carry(now: number): void {
		if (this.quality === timeQualities.none) return;
		const whole = Math.trunc(elapsed(this.#at, now) / 1000);
		if (whole <= 0) return;
		this.#error = Math.min(most, this.#error + Math.ceil((whole * 1000) / driftMs));
		this.#carried = Math.min(most, this.#carried + whole * 1000);
		this.#seconds += whole;
		this.#at = (this.#at + whole * 1000) | 0;
	}
}
