import { type Random, randomBelow } from "kith/core/random";
import type { Scheduler, TimerHandle } from "kith/core/scheduler";

export interface TrickleOptions {
	readonly scheduler: Scheduler;
	readonly random: Random;
	/** Shortest and longest interval, in ms; each interval is twice the one before. */
	readonly minimumMs: number;
	readonly maximumMs: number;
	/** As many consistent messages of others make one's own needless. 0: never. */
	readonly redundancy: number;
	/** Time to tell the others. */
	readonly transmit: () => void;
}

/**
 * The timer of RFC 6206: tells often while something is new, and seldom once all agree. In each interval it speaks once,
 * at a random moment of the second half, unless enough others said the same before.
 */
export class Trickle {
	readonly #options: TrickleOptions;
	readonly #draw = new Uint8Array(4);
	readonly #speak: () => void;
	readonly #begin: () => void;
	#intervalMs = 0;
	#restMs = 0;
	#consistent = 0;
	#timer: TimerHandle = 0;

	constructor(options: TrickleOptions) {
		this.#options = options;
		this.#speak = () => this.fire();
		this.#begin = () => this.start(this.#intervalMs << 1);
	}

	/** Of the present interval, 0 before the first. */
	get intervalMs(): number {
		return this.#intervalMs;
	}

	/** Something was inconsistent, or the node has just started: begins anew with the shortest interval. */
	reset(): void {
		const { minimumMs } = this.#options;
		if (this.#intervalMs !== minimumMs) this.start(minimumMs);
	}

	/** Somebody said what this node would say. */
	consistent(): void {
		this.#consistent++;
	}

	close(): void {
		this.#options.scheduler.cancel(this.#timer);
		this.#timer = 0;
	}

	private start(intervalMs: number): void {
		const { scheduler, random, maximumMs } = this.#options;
		const interval = Math.min(intervalMs, maximumMs);
		const half = interval >> 1;
		const delay = half + randomBelow(random, this.#draw, half);
		this.#intervalMs = interval;
		this.#restMs = interval - delay;
		this.#consistent = 0;
		scheduler.cancel(this.#timer);
		this.#timer = scheduler.after(delay, this.#speak);
	}

	private fire(): void {
		const { scheduler, redundancy, transmit } = this.#options;
		this.#timer = scheduler.after(this.#restMs, this.#begin);
		if (redundancy === 0 || this.#consistent < redundancy) transmit();
	}
}
