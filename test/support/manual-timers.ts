import type { HostTimer, Timers } from "kith/devices/host/time/timers";

interface Waiting {
	readonly at: number;
	readonly call: () => void;
}

/** Timers that ring when the test says so. Portable. */
export class ManualTimers implements Timers {
	now = 0;
	readonly #waiting: Waiting[] = [];

	after(delayMs: number, call: () => void): HostTimer {
		const entry: Waiting = { at: this.now + delayMs, call };
		this.#waiting.push(entry);
		return { cancel: () => this.#remove(entry) };
	}

	/** Lets `ms` pass. */
	pass(ms: number): void {
		const end = this.now + ms;
		for (;;) {
			let next: Waiting | undefined;
			for (const entry of this.#waiting)
				if (entry.at <= end && (next === undefined || entry.at < next.at)) next = entry;
			if (next === undefined) break;
			this.now = next.at;
			this.#remove(next);
			next.call();
		}
		this.now = end;
	}

	/** Time until the next one; undefined: none waits. */
	get next(): number | undefined {
		let first: number | undefined;
		for (const { at } of this.#waiting) if (first === undefined || at < first) first = at;
		return first === undefined ? undefined : first - this.now;
	}

	#remove(entry: Waiting): void {
		const index = this.#waiting.indexOf(entry);
		if (index >= 0) this.#waiting.splice(index, 1);
	}
}
