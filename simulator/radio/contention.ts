import type { Appointment, Microseconds } from "../kernel/agenda";
import type { SeededRandom } from "../kernel/seeded-random";
import { contentionWindowMaximum, contentionWindowMinimum, difsUs, slotUs } from "./airtime";

/**
 * The backoff of one station (IEEE 802.11-2020, 10.3.3): it counts idle slots down and freezes while the medium is
 * busy. As in Bianchi's model (IEEE JSAC 18, 2000), the slot in which somebody else begins counts as one too, so that
 * n saturated stations each send with probability 2/(W+1) in every slot.
 */
export class Backoff {
	/** Slots left to count. */
	#slots = 0;
	/** False for a frame that found the medium idle: it goes out after DIFS unless somebody is faster. */
	#drawn = false;
	#window = contentionWindowMinimum;
	#idleSince: Microseconds = 0;
	/** The planned start, while the countdown runs. */
	appointment: Appointment | undefined;

	/** Prepares for a new frame. */
	reset(): void {
		this.#window = contentionWindowMinimum;
		this.#drawn = false;
		this.#slots = 0;
		this.appointment = undefined;
	}

	/** After a failed attempt. */
	widen(): void {
		this.#window = Math.min(2 * this.#window + 1, contentionWindowMaximum);
	}

	draw(random: SeededRandom): void {
		this.#drawn = true;
		this.#slots = random.below(this.#window + 1);
	}

	/** The medium is idle from now on: when the frame goes out if it stays so. */
	resume(now: Microseconds): Microseconds {
		this.#idleSince = now;
		return now + difsUs + this.#slots * slotUs;
	}

	/** Somebody else began at `now`. */
	freeze(now: Microseconds, random: SeededRandom): void {
		if (!this.#drawn) {
			this.draw(random);
			return;
		}
		const counted = Math.floor((now - this.#idleSince - difsUs) / slotUs);
		if (counted >= 0) this.#slots = Math.max(0, this.#slots - counted - 1);
	}
}
