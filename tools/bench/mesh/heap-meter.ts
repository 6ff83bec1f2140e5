import type { Microseconds } from "kith/simulator/kernel/agenda";
import type { Session } from "kith/simulator/session/types";

/** Looks at the boards' heaps in one run. Often enough to meet each board shortly after a collection. */
const samples = 120;

interface Floors {
	/** Least bytes in use in the first and in the second half of the time watched. */
	early: number;
	late: number;
}

/**
 * Whether boards keep more and more. What is in use includes garbage, so the least that is ever seen in a stretch of time
 * is what is kept.
 */
export class HeapMeter {
	readonly #session: Session;
	readonly #from: Microseconds;
	readonly #middle: Microseconds;
	readonly #floors = new Map<string, Floors>();
	readonly #every: Microseconds;
	#next: Microseconds;

	constructor(session: Session, from: Microseconds, until: Microseconds) {
		this.#session = session;
		this.#from = from;
		this.#middle = (from + until) / 2;
		this.#every = (until - from) / samples;
		this.#next = from;
	}

	take({ t }: { readonly t: Microseconds }): void {
		if (t < this.#next || t < this.#from) return;
		this.#next = t + this.#every;
		for (const { name, heapUsed, state } of this.#session.snapshot().boards) {
			if (state !== "running") continue;
			let floors = this.#floors.get(name);
			if (floors === undefined) {
				floors = { early: Number.POSITIVE_INFINITY, late: Number.POSITIVE_INFINITY };
				this.#floors.set(name, floors);
			}
			if (t < this.#middle) floors.early = Math.min(floors.early, heapUsed);
			else floors.late = Math.min(floors.late, heapUsed);
		}
	}

	/** Of the board that grew most: bytes by which what it keeps grew from the first half to the second. */
	get growth(): number {
		let most = Number.NEGATIVE_INFINITY;
		for (const { early, late } of this.#floors.values()) most = Math.max(most, late - early);
		return most;
	}
}
