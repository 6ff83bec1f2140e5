import type { Microseconds } from "../kernel/agenda";
import type { SeededRandom } from "../kernel/seeded-random";
import type { ChipFaults, DigitalSource } from "./chip";
import { ownError } from "./noise";
import type { Surroundings } from "./surroundings";

/** How long the output stays active after the last movement, as the trimmer of an HC-SR501 is usually left; ±10 %. */
const holdUs = 2_500_000;
const holdTolerance = 0.1;

/** Passive infrared module in its retriggering mode. Absent means a cut wire, which the pin's resistor reads as still. */
export class PirModule implements DigitalSource {
	readonly #invert: boolean;
	readonly #surroundings: Surroundings;
	readonly #faults: ChipFaults;
	readonly #holdUs: Microseconds;
	#moving = false;
	#heldUntil: Microseconds = 0;
	#active = false;

	constructor(invert: boolean, surroundings: Surroundings, random: SeededRandom, faults: ChipFaults) {
		this.#invert = invert;
		this.#surroundings = surroundings;
		this.#faults = faults;
		this.#holdUs = Math.round(holdUs * (1 + ownError(random, holdTolerance)));
	}

	level(now: Microseconds): number {
		if (!this.#faults.stuck) this.#look(now);
		const active = this.#active && !this.#faults.absent;
		return active === this.#invert ? 0 : 1;
	}

	nextChange(now: Microseconds): Microseconds | undefined {
		return this.#active && !this.#moving && this.#heldUntil > now ? this.#heldUntil : undefined;
	}

	#look(now: Microseconds): void {
		const moving = this.#surroundings.motion();
		// Until just now somebody moved: the hold begins at the end of the movement.
		if (moving || this.#moving) this.#heldUntil = now + this.#holdUs;
		this.#moving = moving;
		this.#active = now < this.#heldUntil;
	}
}
