/** Microseconds of virtual time since the session began. A float64 holds them exactly for 285 years. */
export type Microseconds = number;

/**
 * What happens at one and the same microsecond happens in this order: what came from outside, then the world, then the
 * air, then the boards' own alarms; within a class in the order of planning. The order is part of a trace's identity.
 */
export const agendaClasses = { input: 0, world: 1, radio: 2, board: 3 } as const;
export type AgendaClass = (typeof agendaClasses)[keyof typeof agendaClasses];

/** A planned happening, for `cancel`. */
export interface Appointment {
	readonly at: Microseconds;
}

interface Entry extends Appointment {
	readonly order: AgendaClass;
	readonly serial: number;
	happen: (() => void) | undefined;
}

/** The discrete-event queue: a binary heap ordered by (time, class, serial). Time never runs backwards. */
export class Agenda {
	readonly #heap: Entry[] = [];
	#serial = 0;
	#now: Microseconds = 0;

	/** The virtual time of what is happening now. */
	get now(): Microseconds {
		return this.#now;
	}

	/** When the next thing happens, or undefined where nothing is planned. */
	get next(): Microseconds | undefined {
		this.#dropCancelled();
		return this.#heap[0]?.at;
	}

	/** Plans `happen` at the time `at` (whole microseconds, not before now; the past becomes now). */
	plan(at: Microseconds, order: AgendaClass, happen: () => void): Appointment {
		const entry: Entry = { at: Math.max(Math.ceil(at), this.#now), order, serial: this.#serial++, happen };
		this.#heap.push(entry);
		this.#rise(this.#heap.length - 1);
		return entry;
	}

	cancel(appointment: Appointment | undefined): void {
		if (appointment !== undefined) (appointment as Entry).happen = undefined;
	}

	/** Moves to the next planned thing and lets it happen. False where nothing is planned before or at `until`. */
	step(until: Microseconds): boolean {
		this.#dropCancelled();
		const entry = this.#heap[0];
		if (entry === undefined || entry.at > until) return false;
		this.#pop();
		this.#now = entry.at;
		const happen = entry.happen;
		entry.happen = undefined;
		happen?.();
		return true;
	}

	/** Lets time pass to `until` where nothing is planned before it. */
	idle(until: Microseconds): void {
		if ((this.next ?? Number.POSITIVE_INFINITY) >= until && until > this.#now) this.#now = until;
	}

	#dropCancelled(): void {
		while (this.#heap.length > 0 && this.#heap[0]?.happen === undefined) this.#pop();
	}

	#before(a: Entry, b: Entry): boolean {
		if (a.at !== b.at) return a.at < b.at;
		if (a.order !== b.order) return a.order < b.order;
		return a.serial < b.serial;
	}

	#rise(index: number): void {
		const heap = this.#heap;
		const entry = heap[index] as Entry;
		while (index > 0) {
			const parent = (index - 1) >> 1;
			if (!this.#before(entry, heap[parent] as Entry)) break;
			heap[index] = heap[parent] as Entry;
			index = parent;
		}
		heap[index] = entry;
	}

	#pop(): void {
		const heap = this.#heap;
		const last = heap.pop() as Entry;
		if (heap.length === 0) return;
		let index = 0;
		for (;;) {
			let child = 2 * index + 1;
			if (child >= heap.length) break;
			if (child + 1 < heap.length && this.#before(heap[child + 1] as Entry, heap[child] as Entry)) child++;
			if (!this.#before(heap[child] as Entry, last)) break;
			heap[index] = heap[child] as Entry;
			index = child;
		}
		heap[index] = last;
	}
}
