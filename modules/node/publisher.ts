import { elapsed } from "kith/core/clock";
import { type Random, randomBelow } from "kith/core/random";
import type { Scheduler, TimerHandle } from "kith/core/scheduler";
import type { ValueTable } from "kith/model/value-table";
import type { OwnResources } from "./own-resources";

/** Sends the readings of the slots in `slots` (the first `count`) in one message. False: no room now. */
export interface ReadingsSender {
	sendReadings(slots: Uint8Array, count: number): boolean;
}

/** A chip's readings come one after the other: wait this long so that they travel in one frame. */
const gatherMs = 10;
/**
 * News goes at once, what nobody waits for (heartbeats, and the first readings after boot) at a random moment of this
 * time, but no more than a share of the heartbeat. After a power cut a whole building's boards begin in the same moment,
 * sample in step ever after, and would all speak at once (docs/decisions/0008-heartbeats-are-spread.md).
 */
export const spreadLimitMs = 2000;
const spreadShare = 8;
/** When the transmit queue was full. */
const retryMs = 100;
/** Readings in one message: eight records and their headers fit a 250-byte frame with room for OSCORE. */
export const readingsPerMessage = 8;

const cellsPerSlot = 3;
const toldCell = 0;
const toldAtCell = 1;
const marksCell = 2;
const toldMark = 1;
const dueMark = 2;

export interface PublisherOptions {
	readonly own: OwnResources;
	readonly values: ValueTable;
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly sender: ReadingsSender;
	readonly heartbeatMs: number;
}

/**
 * Decides when peers are told: at once when a value moved by its deadband, and otherwise soon after the last telling is a
 * heartbeat ago. A heartbeat rides on a fresh report of the device, never on an old value: a dead sensor falls silent,
 * and its peers see the age grow.
 */
export class Publisher {
	readonly #own: OwnResources;
	readonly #values: ValueTable;
	readonly #scheduler: Scheduler;
	readonly #random: Random;
	readonly #sender: ReadingsSender;
	readonly #heartbeatMs: number;
	readonly #spreadMs: number;
	/** Per slot `cellsPerSlot` numbers: value told last, when, and marks: ever told, and due to be told. */
	readonly #cells: Int32Array;
	/** Slots of the message being made, and room for random bytes. */
	readonly #batch = new Uint8Array(readingsPerMessage);
	readonly #flush = (): void => this.flushDue();
	#timer: TimerHandle = 0;
	#timerSet = false;
	#timerAt = 0;

	constructor(options: PublisherOptions) {
		const { own, heartbeatMs } = options;
		this.#own = own;
		this.#values = options.values;
		this.#scheduler = options.scheduler;
		this.#random = options.random;
		this.#sender = options.sender;
		this.#heartbeatMs = heartbeatMs;
		const spreadMs = heartbeatMs / spreadShare;
		this.#spreadMs = spreadMs < spreadLimitMs ? spreadMs | 0 : spreadLimitMs;
		this.#cells = new Int32Array(own.count * cellsPerSlot);
	}

	/** The own resource `slot` was sampled or set. */
	reported(slot: number): void {
		const now = this.#scheduler.now();
		const cells = this.#cells;
		const at = slot * cellsPerSlot;
		const marks = cells[at + marksCell] as number;
		let patient = true;
		if (marks & toldMark) {
			const moved = (this.#values.value(slot) - (cells[at + toldCell] as number)) | 0;
			const distance = moved < 0 ? -moved : moved;
			patient = distance < this.#own.deadband(slot);
			if (patient && elapsed(cells[at + toldAtCell] as number, now) < this.#heartbeatMs) return;
		}
		cells[at + marksCell] = marks | dueMark;
		// The sample's time, not the frame's: a heartbeat of two periods must not slip to three for the waiting's sake.
		cells[at + toldAtCell] = now;
		this.wake(now, patient ? gatherMs + randomBelow(this.#random, this.#batch, this.#spreadMs) : gatherMs);
	}

	close(): void {
		this.#scheduler.cancel(this.#timer);
	}

	/** Flushes after `delay`, or earlier where that is planned already. */
	private wake(now: number, delay: number): void {
		const at = (now + delay) | 0;
		if (this.#timerSet) {
			if (elapsed(at, this.#timerAt) <= 0) return;
			this.#scheduler.cancel(this.#timer);
		}
		this.#timerSet = true;
		this.#timerAt = at;
		this.#timer = this.#scheduler.after(delay, this.#flush);
	}

	private flushDue(): void {
		this.#timerSet = false;
		let slot = 0;
		while (slot < this.#own.count) {
			let count = 0;
			for (; slot < this.#own.count && count < readingsPerMessage; slot++) {
				if ((this.#cells[slot * cellsPerSlot + marksCell] as number) & dueMark) this.#batch[count++] = slot;
			}
			if (count === 0) return;
			if (!this.#sender.sendReadings(this.#batch, count)) {
				this.wake(this.#scheduler.now(), retryMs);
				return;
			}
			for (let index = 0; index < count; index++) {
				const told = this.#batch[index] as number;
				this.#cells[told * cellsPerSlot + marksCell] = toldMark;
				this.#cells[told * cellsPerSlot + toldCell] = this.#values.value(told);
			}
		}
	}
}
