import { elapsed } from "kith/core/clock";
import { type Random, randomBelow } from "kith/core/random";
import type { Scheduler, TimerHandle } from "kith/core/scheduler";
import type { CoapMessage } from "./message";

/** Requests to everybody that wait for their moment, and bytes of each. */
export const leisureLimit = 4;
export const leisureLength = 96;
/**
 * Leisure (RFC 7252 section 8.2): with answers of at most 250 bytes, four gateways of one group and a share of 2 kB/s of
 * the network for them, S · G / R is half a second.
 */
export const leisureMs = 500;

const rowLength = 3;
const row = { origin: 0, length: 1, due: 2 } as const;

export interface LeisureListener {
	/** The request's moment has come. The buffer is valid during the call only. */
	onLeisure(origin: number, buffer: Uint8Array, offset: number, length: number): void;
}

/**
 * Requests to a group are served a random moment later, so that not all members answer at once (RFC 7252 section 8.2).
 * The request waits, not its answer: that is shorter, and of the state that then holds.
 */
export class Leisure {
	readonly #scheduler: Scheduler;
	readonly #random: Random;
	readonly #listener: LeisureListener;
	readonly #cells = new Int32Array(leisureLimit * rowLength);
	readonly #bytes = new Uint8Array(leisureLimit * leisureLength);
	readonly #draw = new Uint8Array(4);
	readonly #ring: () => void;
	#timer: TimerHandle = 0;

	constructor(scheduler: Scheduler, random: Random, listener: LeisureListener) {
		this.#scheduler = scheduler;
		this.#random = random;
		this.#listener = listener;
		this.#ring = () => this.run();
	}

	/** @param message opened on the request @returns false: it is too long, or there is no room; nobody answers it */
	add(origin: number, message: CoapMessage): boolean {
		const start = message.tokenOffset - 4;
		const length = message.payloadOffset + message.payloadLength - start;
		if (length > leisureLength) return false;
		for (let place = 0; place < leisureLimit; place++) {
			const at = place * rowLength;
			if (this.#cells[at] !== 0) continue;
			this.#cells[at] = origin;
			this.#cells[at + row.length] = length;
			this.#cells[at + row.due] = (this.#scheduler.now() + randomBelow(this.#random, this.#draw, leisureMs + 1)) | 0;
			for (let index = 0; index < length; index++)
				this.#bytes[place * leisureLength + index] = message.buffer[start + index] as number;
			this.arm();
			return true;
		}
		return false;
	}

	close(): void {
		this.#cells.fill(0);
		this.#scheduler.cancel(this.#timer);
	}

	private run(): void {
		this.#timer = 0;
		const now = this.#scheduler.now();
		for (let place = 0; place < leisureLimit; place++) {
			const at = place * rowLength;
			const origin = this.#cells[at] as number;
			if (origin === 0 || elapsed(this.#cells[at + row.due] as number, now) < 0) continue;
			this.#cells[at] = 0;
			this.#listener.onLeisure(origin, this.#bytes, place * leisureLength, this.#cells[at + row.length] as number);
		}
		this.arm();
	}

	private arm(): void {
		this.#scheduler.cancel(this.#timer);
		this.#timer = 0;
		const now = this.#scheduler.now();
		let nearest = -1;
		for (let place = 0; place < leisureLimit; place++) {
			const at = place * rowLength;
			if (this.#cells[at] === 0) continue;
			const wait = Math.max(0, elapsed(now, this.#cells[at + row.due] as number));
			if (nearest < 0 || wait < nearest) nearest = wait;
		}
		if (nearest >= 0) this.#timer = this.#scheduler.after(nearest, this.#ring);
	}
}
