import type { Microseconds } from "../kernel/agenda";
import type { SeededRandom } from "../kernel/seeded-random";
import type { ChipFaults, DigitalSource } from "./chip";
import type { Surroundings } from "./surroundings";

/** A contact bounces up to so many times after a change, each time for up to so long: below 2 ms together. */
const bounceLimit = 3;
const longestBounceUs = 300;

/**
 * Reed contact from the pin to ground, with the pin's pull-up. It conducts while the door is shut (inverted: while it
 * stands open), and bounces on each change. Absent means a broken wire: the pull-up wins.
 */
export class ReedContact implements DigitalSource {
	readonly #invert: boolean;
	readonly #surroundings: Surroundings;
	readonly #random: SeededRandom;
	readonly #faults: ChipFaults;
	#level: number | undefined;
	/** Times of the level changes still to come, each to the opposite. */
	#changes: readonly Microseconds[] = [];

	constructor(invert: boolean, surroundings: Surroundings, random: SeededRandom, faults: ChipFaults) {
		this.#invert = invert;
		this.#surroundings = surroundings;
		this.#random = random;
		this.#faults = faults;
	}

	level(now: Microseconds): number {
		if (this.#faults.absent) return 1;
		const rest = this.#surroundings.open() === this.#invert ? 0 : 1;
		this.#level ??= rest;
		if (this.#faults.stuck) return this.#level;
		this.#pass(now);
		// After an even number of changes still to come it rests where it is, after an odd one at the opposite.
		const restsAt = this.#changes.length % 2 === 0 ? this.#level : 1 - this.#level;
		if (restsAt !== rest) this.#bounce(now);
		return this.#level;
	}

	nextChange(): Microseconds | undefined {
		return this.#faults.absent || this.#faults.stuck ? undefined : this.#changes[0];
	}

	#pass(now: Microseconds): void {
		const passed = this.#changes.filter((at) => at <= now).length;
		if (passed % 2 === 1) this.#level = 1 - (this.#level as number);
		this.#changes = this.#changes.slice(passed);
	}

	/** The level changes at once, unless a bounce has just brought it there; each bounce goes back and forth again. */
	#bounce(now: Microseconds): void {
		const isAtRestLevel = this.#changes.length % 2 === 1;
		if (!isAtRestLevel) this.#level = 1 - (this.#level as number);
		const changes: Microseconds[] = [];
		let at = now;
		for (let count = 2 * this.#random.below(bounceLimit + 1); count > 0; count--) {
			at += 1 + this.#random.below(longestBounceUs);
			changes.push(at);
		}
		this.#changes = changes;
	}
}
