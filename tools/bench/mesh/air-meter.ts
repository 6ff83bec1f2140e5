import type { Microseconds } from "kith/simulator/kernel/agenda";
import { acknowledgementUs } from "kith/simulator/radio/airtime";
import type { TraceRecord } from "kith/simulator/session/records";
import { headerOf } from "./frame-header";

const second: Microseconds = 1_000_000;

/** What one board's surroundings hear, its own frames included. */
interface Place {
	/** Until when its air is busy. */
	until: Microseconds;
	/** µs in which it was, in the present second and in all. */
	now: number;
	all: number;
}

/**
 * What the air is used for, from some moment on. A place is a board's: its air is busy while the board sends and while
 * anything in its reach does, acknowledgements included; two at once, who do not hear each other, keep it busy once.
 */
export class AirMeter {
	transmissions = 0;
	/** µs of all transmissions and acknowledgements together, wherever they are heard. */
	airtime = 0;
	/** Share of the busiest second at the busiest place. */
	peak = 0;
	peakAt: Microseconds = 0;
	/** By the frames' type (`frameTypes`), transmissions. */
	readonly kinds = new Map<number, number>();
	readonly #from: Microseconds;
	readonly #places = new Map<string, Place>();
	#second = 0;
	#end: Microseconds = 0;

	constructor(from: Microseconds) {
		this.#from = from;
	}

	take(record: TraceRecord): void {
		this.#end = record.t;
		if (record.kind !== "frame" || record.board === null || record.t < this.#from) return;
		this.#tick(record.t);
		const { airtime, received, lost, destination, board } = record;
		const type = headerOf(record.bytes)?.type ?? -1;
		const answer = destination !== 0xffff && received.length > 0 ? acknowledgementUs : 0;
		const taken = airtime + answer;
		this.transmissions++;
		this.airtime += taken;
		this.kinds.set(type, (this.kinds.get(type) ?? 0) + 1);
		const start = record.t - airtime;
		this.#busy(board, start, taken);
		for (const name of received) this.#busy(name, start, taken);
		for (const name of lost) this.#busy(name, start, taken);
	}

	/** Seconds measured. */
	get seconds(): number {
		return Math.max(0, this.#end - this.#from) / second;
	}

	/** Share of the time in which the busiest place's air was busy. */
	get busiestPlace(): number {
		return Math.max(0, ...this.#shares());
	}

	/** Of all places on average. */
	get averagePlace(): number {
		const shares = this.#shares();
		return shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
	}

	#shares(): number[] {
		return [...this.#places.values()].map(({ all }) => all / (this.seconds * second));
	}

	/** Frames come in the order of their ends, so that only what is behind the last end is new. */
	#busy(board: string, start: Microseconds, taken: number): void {
		let place = this.#places.get(board);
		if (place === undefined) {
			place = { until: 0, now: 0, all: 0 };
			this.#places.set(board, place);
		}
		const fresh = Math.max(0, start + taken - Math.max(start, place.until));
		place.until = Math.max(place.until, start + taken);
		place.now += fresh;
		place.all += fresh;
		if (place.now / second <= this.peak) return;
		this.peak = place.now / second;
		this.peakAt = this.#second * second;
	}

	#tick(t: Microseconds): void {
		const present = Math.floor(t / second);
		if (present === this.#second) return;
		this.#second = present;
		for (const place of this.#places.values()) place.now = 0;
	}
}
