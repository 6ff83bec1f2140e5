import type { Scheduler, TimerHandle } from "kith/core/scheduler";
import { type Digital, type DigitalOptions, digitalEdge, digitalMode, type IoProvider } from "../../io/io";

export interface ReedOptions {
	readonly sensor: Pick<DigitalOptions, "pin"> & { readonly io: IoProvider["Digital"] };
	/** The contact conducts while the door stands open. */
	readonly invert: boolean;
	readonly scheduler: Scheduler;
	/** The contact changed and has come to rest: time for `sample`. */
	readonly onAlert: () => void;
}

/** Reed contacts bounce for well below 5 ms; this long after the first edge one look is enough. */
export const reedSettlingMs = 20;

/**
 * Reed contact between pin and ground, with a magnet on the moving part: an ECMA-419 sensor class. The first edge starts
 * a timer; edges that follow before it ends are the contact's bouncing. An edge after that starts the next, so the
 * state in which the contact comes to rest is always seen.
 */
export class Reed {
	readonly #pin: Digital;
	readonly #open: number;
	readonly #scheduler: Scheduler;
	readonly #settled: () => void;
	#timer: TimerHandle = 0;

	constructor(options: ReedOptions) {
		const { io, pin } = options.sensor;
		this.#open = options.invert ? 0 : 1;
		this.#scheduler = options.scheduler;
		this.#settled = () => {
			this.#timer = 0;
			options.onAlert();
		};
		this.#pin = new io({
			pin,
			// The contact pulls the pin to ground, so a cut wire reads as open: the side on which to err.
			mode: digitalMode.inputPullUp,
			edge: digitalEdge.rising | digitalEdge.falling,
			onReadable: () => {
				if (this.#timer === 0) this.#timer = this.#scheduler.after(reedSettlingMs, this.#settled);
			},
		});
	}

	/** True from an edge until the contact has come to rest. */
	get isSettling(): boolean {
		return this.#timer !== 0;
	}

	/** 1 while the door stands open, otherwise 0. */
	sample(): number {
		return this.#pin.read() === this.#open ? 1 : 0;
	}

	close(): void {
		this.#scheduler.cancel(this.#timer);
		this.#timer = 0;
		this.#pin.close();
	}
}
