import type { Clock } from "kith/core/clock";
import { postKinds } from "./protocol";
import type { Wire } from "./wire";

/** Virtual time. */
export class SimulatedClock implements Clock {
	readonly #wire: Wire;
	#wake: (() => void) | undefined;

	constructor(wire: Wire) {
		this.#wire = wire;
	}

	now(): number {
		return host.now();
	}

	wakeAt(deadline: number, wake: () => void): void {
		this.#wake = wake;
		this.#wire.begin().int32(deadline).post(postKinds.wakeAt);
	}

	/** The alarm rings. */
	ring(): void {
		const wake = this.#wake;
		this.#wake = undefined;
		wake?.();
	}
}
