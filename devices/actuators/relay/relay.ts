import { type Digital, type DigitalOptions, digitalMode, type IoProvider } from "../../io/io";

export interface RelayOptions {
	readonly output: Pick<DigitalOptions, "pin"> & { readonly io: IoProvider["Digital"] };
	/** The load is on while the pin is low, as on most relay boards with optocouplers. */
	readonly invert: boolean;
}

/**
 * A load switched by one pin, in the manner of an ECMA-419 peripheral class: off from its opening on, and off when it
 * is closed. The pin is low between its opening and the first write, a few microseconds, which no relay notices.
 */
export class Relay {
	readonly #pin: Digital;
	readonly #invert: boolean;
	#closed = false;

	constructor(options: RelayOptions) {
		const { io, pin } = options.output;
		this.#invert = options.invert;
		this.#pin = new io({ pin, mode: digitalMode.output });
		this.set(false);
	}

	set(on: boolean): void {
		this.#pin.write(on === this.#invert ? 0 : 1);
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.set(false);
		this.#pin.close();
	}
}
