import { type Digital, type DigitalOptions, digitalEdge, digitalMode, type IoProvider } from "../../io/io";

export interface PirOptions {
	readonly sensor: Pick<DigitalOptions, "pin"> & { readonly io: IoProvider["Digital"] };
	/** The module's output is low while it sees motion. */
	readonly invert: boolean;
	/** Motion began or ended: time for `sample`. Called from the event loop. */
	readonly onAlert: () => void;
}

/**
 * Passive infrared motion module (HC-SR501, AM312 and the like: a push-pull output that stays active for some seconds
 * after the last movement): an ECMA-419 sensor class. It adds no hold time of its own.
 */
export class Pir {
	readonly #pin: Digital;
	readonly #active: number;

	constructor(options: PirOptions) {
		const { io, pin } = options.sensor;
		this.#active = options.invert ? 0 : 1;
		this.#pin = new io({
			pin,
			// A cut wire shall read as no motion.
			mode: options.invert ? digitalMode.inputPullUp : digitalMode.inputPullDown,
			edge: digitalEdge.rising | digitalEdge.falling,
			onReadable: options.onAlert,
		});
	}

	/** 1 while somebody moves, otherwise 0. */
	sample(): number {
		return this.#pin.read() === this.#active ? 1 : 0;
	}

	close(): void {
		this.#pin.close();
	}
}
