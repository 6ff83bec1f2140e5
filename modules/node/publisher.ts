import { elapsed } from "kith/core/clock";
import type { Scheduler, TimerHandle } from "kith/core/scheduler";
import type { ValueTable } from "kith/model/value-table";
import type { OwnResources } from "./own-resources";

/** Sends the readings of the slots in `slots` (the first `count`) in one message. False: no room now. */
export interface ReadingsSender {
	sendReadings(slots: Uint8Array, count: number): boolean;
}

/** A chip's readings come one after the other: wait this long so that they travel in one frame. */
const gatherMs = 10;
/** When the transmit queue was full. */
const retryMs = 100;
/** Readings in one message: eight records and their headers fit a 250-byte frame with room for OSCORE. */
export const readingsPerMessage = 8;

const toldMark = 1;
const dueMark = 2;

/**
 * Decides when peers are told: at once when a value moved by its deadband, and otherwise when the last telling is a
 * heartbeat ago. A heartbeat rides on a fresh report of the device, never on an old value: a dead sensor falls silent,
 * and its peers see the age grow.
 */
export class Publisher {
	readonly #own: OwnResources;
	readonly #values: ValueTable;
	readonly #scheduler: Scheduler;
	readonly #sender: ReadingsSender;
	readonly #heartbeatMs: number;
	readonly #told: Int32Array;
	readonly #toldAt: Int32Array;
	/** Per slot: ever told, and due to be told. */
	readonly #marks: Uint8Array;
	readonly #batch = new Uint8Array(readingsPerMessage);
	readonly #flush = (): void => this.#flushDue();
	#timer: TimerHandle = 0;
	#timerSet = false;

	constructor(
		own: OwnResources,
		values: ValueTable,
		scheduler: Scheduler,
		sender: ReadingsSender,
		heartbeatMs: number,
	) {
		this.#own = own;
		this.#values = values;
		this.#scheduler = scheduler;
		this.#sender = sender;
		this.#heartbeatMs = heartbeatMs;
		this.#told = new Int32Array(own.count);
		this.#toldAt = new Int32Array(own.count);
		this.#marks = new Uint8Array(own.count);
	}

	/** The own resource `slot` was sampled or set. */
	reported(slot: number): void {
		const now = this.#scheduler.now();
		const marks = this.#marks[slot] as number;
		if (marks & toldMark) {
			const moved = (this.#values.value(slot) - (this.#told[slot] as number)) | 0;
			const distance = moved < 0 ? -moved : moved;
			const silent = elapsed(this.#toldAt[slot] as number, now);
			if (distance < this.#own.deadband(slot) && silent < this.#heartbeatMs) return;
		}
		this.#marks[slot] = marks | dueMark;
		// The sample's time, not the frame's: a heartbeat of two periods must not slip to three for the gathering's sake.
		this.#toldAt[slot] = now;
		this.#wake(gatherMs);
	}

	close(): void {
		this.#scheduler.cancel(this.#timer);
	}

	#wake(delay: number): void {
		if (this.#timerSet) return;
		this.#timerSet = true;
		this.#timer = this.#scheduler.after(delay, this.#flush);
	}

	#flushDue(): void {
		this.#timerSet = false;
		let slot = 0;
		while (slot < this.#own.count) {
			let count = 0;
			for (; slot < this.#own.count && count < readingsPerMessage; slot++) {
				if ((this.#marks[slot] as number) & dueMark) this.#batch[count++] = slot;
			}
			if (count === 0) return;
			if (!this.#sender.sendReadings(this.#batch, count)) {
				this.#wake(retryMs);
				return;
			}
			for (let index = 0; index < count; index++) {
				const told = this.#batch[index] as number;
				this.#marks[told] = toldMark;
				this.#told[told] = this.#values.value(told);
			}
		}
	}
}
