import type { Line } from "../console/line";
import type { Timers } from "../time/timers";
import type { EspNowCounter } from "./espnow";

/** How often the console hears of a radio's troubles, when it has had any. */
export const reportPauseMs = 600_000;

/** What a line says, in this order. Traffic itself is not worth a line. */
const troubles: readonly EspNowCounter[] = ["dropped", "noMemory", "refused", "timeouts", "restarts"];

export interface CountingRadio {
	/** Since boot, int32 that wraps. */
	count(counter: EspNowCounter): number;
}

/** Says on the console what a radio dropped, could not send or had to start anew, as sums since boot. */
export class RadioReport {
	readonly #radio: CountingRadio;
	readonly #timers: Timers;
	readonly #line: Line;
	readonly #told = new Int32Array(troubles.length);

	constructor(radio: CountingRadio, timers: Timers, line: Line) {
		this.#radio = radio;
		this.#timers = timers;
		this.#line = line;
		this.#wait();
	}

	#wait(): void {
		this.#timers.after(reportPauseMs, () => this.#report());
	}

	#report(): void {
		let news = false;
		for (let index = 0; index < troubles.length; index++) {
			const count = this.#radio.count(troubles[index] as EspNowCounter);
			if (count !== this.#told[index]) news = true;
			this.#told[index] = count;
		}
		if (news) {
			const line = this.#line.begin("kith radio");
			for (let index = 0; index < troubles.length; index++)
				line.word(troubles[index] as string).number(this.#told[index] as number);
			line.end();
		}
		this.#wait();
	}
}
