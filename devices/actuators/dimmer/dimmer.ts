import type { IoProvider, Pwm, PwmOptions } from "../../io/io";
import { dutyOf } from "./lightness";

export interface DimmerOptions {
	readonly output: PwmOptions & { readonly io: IoProvider["PWM"] };
}

/**
 * A lamp dimmed by PWM, in the manner of an ECMA-419 peripheral class: dark from its opening on, and dark when it is
 * closed. Levels are what the eye sees, not power.
 */
export class Dimmer {
	readonly #pwm: Pwm;
	readonly #fullDuty: number;
	#closed = false;

	constructor(options: DimmerOptions) {
		const { io, ...pwmOptions } = options.output;
		this.#pwm = new io(pwmOptions);
		this.#fullDuty = 2 ** this.#pwm.resolution - 1;
		this.set(0);
	}

	/** @param level perceived brightness, whole percent 0…100; throws RangeError beyond */
	set(level: number): void {
		this.#pwm.write(dutyOf(level, this.#fullDuty));
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.set(0);
		this.#pwm.close();
	}
}
