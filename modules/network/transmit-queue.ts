import { elapsed } from "kith/core/clock";
import { type Random, randomBelow } from "kith/core/random";
import type { Scheduler } from "kith/core/scheduler";
import type { Link } from "kith/link/link";
import { broadcastAddress } from "kith/link/link";
import type { Counters } from "./counters";
import { frameLengthLimit } from "./header";
import { type NetworkCounter, networkCounters } from "./network-counters";

/** Frames that wait for the link, the one in flight included. */
export const queueLimit = 16;
/** How often a group frame is transmitted: nobody acknowledges it, so one copy more meets most losses. */
export const groupRepeats = 2;
/** A copy or retry follows after a random wait of this many milliseconds, away from what spoiled the first one. */
export const jitterMinimumMs = 5;
export const jitterMaximumMs = 40;
/** A unicast frame that no radio acknowledged is sent once more; beyond that it is the message layer's business. */
export const unicastRetries = 1;
/** A frame in flight of which the link says nothing for so long is taken for gone. */
export const flightLimitMs = 1000;

/** What a frame is, the most urgent first. */
const priorities = { unicast: 0, group: 1, repeat: 2 } as const;

export interface TransmitQueueOptions {
	readonly link: Link;
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly counters: Counters<NetworkCounter>;
}

/**
 * Frames on their way to the link, which takes one at a time. Acts and answers (unicast) go before readings (group),
 * readings before their second copies; equals in the order of their arrival. A full queue gives up what matters least:
 * a second copy for a reading, for an act also a reading that was never sent.
 */
export class TransmitQueue {
	readonly #options: TransmitQueueOptions;
	readonly #frames: Uint8Array[] = [];
	/** 0: the place is free. Counts up, so that of two frames the older one is known. */
	readonly #serials = new Int32Array(queueLimit);
	readonly #lengths = new Uint16Array(queueLimit);
	readonly #destinations = new Uint16Array(queueLimit);
	readonly #priorities = new Uint8Array(queueLimit);
	/** Transmissions still to come, as far as is known. */
	readonly #left = new Uint8Array(queueLimit);
	/** Not before this time. */
	readonly #due = new Int32Array(queueLimit);
	readonly #draw = new Uint8Array(4);
	readonly #ring: () => void;
	#serial = 0;
	#inFlight = -1;
	#flightStart = 0;
	#timer = 0;
	#closed = false;

	constructor(options: TransmitQueueOptions) {
		this.#options = options;
		this.#ring = () => {
			this.#timer = 0;
			this.#pump();
		};
		for (let slot = 0; slot < queueLimit; slot++) this.#frames.push(new Uint8Array(frameLengthLimit));
	}

	/** A place for a frame to `destination`, to be filled and then committed in the same call, or -1: counted, no room. */
	reserve(destination: number): number {
		if (this.#closed) return -1;
		let slot = this.#findFree();
		if (slot < 0) slot = this.#displace(destination);
		if (slot < 0) this.#options.counters.count(networkCounters.queueFull);
		return slot;
	}

	/** The buffer of a reserved place, `frameLengthLimit` bytes. */
	frame(slot: number): Uint8Array {
		return this.#frames[slot] as Uint8Array;
	}

	/** The frame is written: it goes as soon as its turn comes, perhaps at once. */
	commit(slot: number, destination: number, length: number): void {
		const group = destination === broadcastAddress;
		this.#serial = (this.#serial + 1) & 0x3fffffff || 1;
		this.#serials[slot] = this.#serial;
		this.#lengths[slot] = length;
		this.#destinations[slot] = destination;
		this.#priorities[slot] = group ? priorities.group : priorities.unicast;
		this.#left[slot] = group ? groupRepeats : 1 + unicastRetries;
		this.#due[slot] = this.#options.scheduler.now();
		this.#pump();
	}

	/** From the link: the frame in flight arrived, or not. */
	onSent(delivered: boolean): void {
		const slot = this.#inFlight;
		this.#inFlight = -1;
		if (slot < 0 || this.#closed) return;
		this.#landed(slot, delivered);
		this.#pump();
	}

	/** Frames waiting or in flight. */
	get length(): number {
		let count = 0;
		for (let slot = 0; slot < queueLimit; slot++) if (this.#serials[slot] !== 0) count++;
		return count;
	}

	/** Forgets everything. May be called twice. */
	close(): void {
		this.#closed = true;
		this.#options.scheduler.cancel(this.#timer);
		this.#timer = 0;
		this.#inFlight = -1;
		this.#serials.fill(0);
	}

	#findFree(): number {
		const serials = this.#serials;
		for (let slot = 0; slot < queueLimit; slot++) if (serials[slot] === 0) return slot;
		return -1;
	}

	/** Gives up the least important frame that matters less than the new one: its oldest. */
	#displace(destination: number): number {
		const least = destination === broadcastAddress ? priorities.repeat : priorities.group;
		let found = -1;
		for (let slot = 0; slot < queueLimit; slot++) {
			const priority = this.#priorities[slot] as number;
			if (slot === this.#inFlight || priority < least) continue;
			if (found < 0 || priority > (this.#priorities[found] as number)) found = slot;
			else if (priority === this.#priorities[found] && this.#isOlder(slot, found)) found = slot;
		}
		if (found < 0) return -1;
		const repeat = this.#priorities[found] === priorities.repeat;
		this.#options.counters.count(repeat ? networkCounters.repeatsDropped : networkCounters.displaced);
		this.#serials[found] = 0;
		return found;
	}

	#isOlder(slot: number, than: number): boolean {
		return (((this.#serials[than] as number) - (this.#serials[slot] as number)) & 0x3fffffff) < 0x1fffffff;
	}

	/** Hands frames to the link until it has one in flight or none is due; then waits for the next one to be due. */
	#pump(): void {
		const now = this.#options.scheduler.now();
		if (this.#inFlight >= 0 && !this.#flightIsLost(now)) return;
		while (this.#inFlight < 0) {
			const slot = this.#choose(now);
			if (slot < 0) {
				this.#waitForDue(now);
				return;
			}
			this.#transmit(slot, now);
		}
	}

	#flightIsLost(now: number): boolean {
		if (elapsed(this.#flightStart, now) < flightLimitMs) return false;
		const slot = this.#inFlight;
		this.#inFlight = -1;
		this.#options.counters.count(networkCounters.sentUnreported);
		this.#landed(slot, false);
		return true;
	}

	#choose(now: number): number {
		let found = -1;
		for (let slot = 0; slot < queueLimit; slot++) {
			if (this.#serials[slot] === 0 || elapsed(this.#due[slot] as number, now) < 0) continue;
			if (found >= 0) {
				const difference = (this.#priorities[slot] as number) - (this.#priorities[found] as number);
				if (difference > 0 || (difference === 0 && !this.#isOlder(slot, found))) continue;
			}
			found = slot;
		}
		return found;
	}

	#transmit(slot: number, now: number): void {
		const { link, counters } = this.#options;
		const fault = link.send(this.#destinations[slot] as number, this.frame(slot), this.#lengths[slot] as number);
		if (fault === undefined) {
			this.#inFlight = slot;
			this.#flightStart = now;
			this.#left[slot] = (this.#left[slot] as number) - 1;
			counters.count(networkCounters.transmissions);
			if (this.#priorities[slot] === priorities.repeat) counters.count(networkCounters.repeats);
		} else if (fault === "busy") {
			counters.count(networkCounters.linkBusy);
			this.#postpone(slot);
		} else {
			// "down", for the network never makes a frame too long: peers that matter will be asked again.
			counters.count(networkCounters.linkDown);
			this.#serials[slot] = 0;
		}
	}

	/** A transmission ended: the frame is done, or another copy or retry follows. */
	#landed(slot: number, delivered: boolean): void {
		const counters = this.#options.counters;
		const unicast = this.#priorities[slot] === priorities.unicast;
		const left = this.#left[slot] as number;
		if (unicast && !delivered) counters.count(left > 0 ? networkCounters.retries : networkCounters.unacknowledged);
		if (left === 0 || (unicast && delivered)) {
			this.#serials[slot] = 0;
			return;
		}
		if (!unicast) this.#priorities[slot] = priorities.repeat;
		this.#postpone(slot);
	}

	#postpone(slot: number): void {
		const { random, scheduler } = this.#options;
		const jitter = jitterMinimumMs + randomBelow(random, this.#draw, jitterMaximumMs - jitterMinimumMs + 1);
		this.#due[slot] = (scheduler.now() + jitter) | 0;
	}

	#waitForDue(now: number): void {
		const scheduler = this.#options.scheduler;
		scheduler.cancel(this.#timer);
		this.#timer = 0;
		let nearest = -1;
		for (let slot = 0; slot < queueLimit; slot++) {
			if (this.#serials[slot] === 0) continue;
			const left = elapsed(now, this.#due[slot] as number);
			if (nearest < 0 || left < nearest) nearest = left;
		}
		if (nearest >= 0) this.#timer = scheduler.after(nearest, this.#ring);
	}
}
