import type Timer from "timer";
import type { HostTimer, Timers } from "./timers";

/** `Timers` over the SDK's class. */
export class LoopTimers implements Timers {
	readonly #timer: typeof Timer;

	constructor(timer: typeof Timer) {
		this.#timer = timer;
	}

	after(delayMs: number, call: () => void): HostTimer {
		return new LoopTimer(this.#timer, delayMs, call);
	}
}

class LoopTimer implements HostTimer {
	readonly #class: typeof Timer;
	#timer: Timer | undefined;

	constructor(timer: typeof Timer, delayMs: number, call: () => void) {
		this.#class = timer;
		this.#timer = timer.set(() => {
			// The SDK has let go of a timer that rang: it must not be cleared any more.
			this.#timer = undefined;
			call();
		}, delayMs);
	}

	cancel(): void {
		const timer = this.#timer;
		this.#timer = undefined;
		if (timer !== undefined) this.#class.clear(timer);
	}
}
