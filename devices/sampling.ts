import { elapsed } from "kith/core/clock";
import type { TimerHandle } from "kith/core/scheduler";
import { isFault } from "./fault";
import type { DeviceContext, DeviceFault } from "./kind";

/** A device that is asked for a value again and again, one step at a time, so that nobody waits for a conversion. */
export interface Sampled {
	/**
	 * Goes on with the present sample and tells how long the chip needs, in ms as its datasheet says, before the next
	 * step; or `sampleDone`; or a fault, which ends this sample.
	 */
	step(): number | DeviceFault;
	/** After a fault: the next `step` sets the chip up again and begins a new sample. */
	restart(): void;
}

/** What `Sampled.step` answers when the sample is complete and reported. */
export const sampleDone = -1;

/** Devices without a sampling period of their own report this often, so that what is known of them does not grow old. */
export const refreshPeriodMs = 60_000;

/** The first sample of a node's first device, and how much later each further device follows. */
const firstSampleMs = 100;
const sampleStaggerMs = 50;

/** A millisecond clock may be about to tick: waiting n ms needs n + 1 ticks. */
const tickMs = 1;

/**
 * Lets a device sample every `periodMs`, from `settlingMs` (the chip's power-up time) after boot on, without drift, with
 * one timer and without allocating. A fault is told and the period goes on. Samples that fell due while one took longer
 * than the period, or while the board was busy, are left out.
 */
export class SamplingSchedule {
	readonly #context: DeviceContext;
	readonly #periodMs: number;
	readonly #device: Sampled;
	readonly #call: () => void;
	#due: number;
	#timer: TimerHandle;
	#closed = false;

	constructor(context: DeviceContext, periodMs: number, device: Sampled, settlingMs = 0) {
		this.#context = context;
		this.#periodMs = periodMs;
		this.#device = device;
		this.#call = () => this.#run();
		const delay = firstSampleMs + context.index * sampleStaggerMs + settlingMs;
		this.#due = (context.scheduler.now() + delay) | 0;
		this.#timer = context.scheduler.after(delay, this.#call);
	}

	close(): void {
		this.#closed = true;
		this.#context.scheduler.cancel(this.#timer);
	}

	#run(): void {
		const outcome = this.#device.step();
		if (isFault(outcome)) {
			this.#device.restart();
			this.#context.fault(outcome);
		} else if (outcome >= 0) {
			this.#timer = this.#context.scheduler.after(outcome + tickMs, this.#call);
			return;
		}
		// Whoever heard the report or the fault may have closed the device.
		if (!this.#closed) this.#plan();
	}

	#plan(): void {
		const scheduler = this.#context.scheduler;
		const now = scheduler.now();
		const late = elapsed(this.#due, now);
		this.#due = (now - (late % this.#periodMs) + this.#periodMs) | 0;
		this.#timer = scheduler.after(elapsed(now, this.#due), this.#call);
	}
}
