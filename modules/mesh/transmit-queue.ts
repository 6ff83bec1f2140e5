import { elapsed } from "kith/core/clock";
import { type Random, randomBelow } from "kith/core/random";
import type { Scheduler } from "kith/core/scheduler";
import type { Link } from "kith/link/link";
import { broadcastAddress } from "kith/link/link";
import type { Counters } from "kith/network/counters";
import type { AirtimeBudget } from "./airtime-budget";
import { type FrameArena, outgoingOffset, placeOffset, queueLimit } from "./frame-arena";
import { type NetworkCounter, networkCounters } from "./network-counters";

/** A retry follows after a random wait of this many milliseconds, away from what spoiled the first transmission. */
export const jitterMinimumMs = 5;
export const jitterMaximumMs = 40;
/** A unicast frame that no radio acknowledged is sent once more; then its way counts as broken. */
export const unicastRetries = 1;
/** A frame in flight of which the link says nothing for so long is taken for gone. */
export const flightLimitMs = 1000;
/** A frame without a way waits this long for one. */
export const parkedMs = 1500;
/** Frames that may wait for a way at once. */
export const parkedLimit = 4;

/** What a frame is, the most urgent first. Bulk: whatever can wait until all else is said. */
export const priorities = { unicast: 0, group: 1, bulk: 2 } as const;
const parked = 3;

/** What the network layer is asked when a neighbour does not answer. */
export interface WayFinder {
	/** Every unicast frame's fate on its link, the last one's after all retries. */
	onAnswer(neighbour: number, acknowledged: boolean): void;
	/**
	 * The frame in `slot` did not arrive at its neighbour.
	 * @returns another neighbour's address to try, 0 to park the frame until `release`, or -1 to give it up
	 */
	onUndelivered(slot: number, neighbour: number): number;
	/** A frame given up, just before its place is free. */
	onGivenUp(slot: number): void;
}

export interface TransmitQueueOptions {
	readonly link: Link;
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly counters: Counters<NetworkCounter>;
	readonly arena: FrameArena;
	readonly airtime: AirtimeBudget;
}

const cellsPerPlace = 4;
/** Counts up, so that of two frames the older one is known. */
const serialCell = 0;
/** Not before this time. */
const dueCell = 1;
/** By which `find` knows a frame that waits to be relayed. */
const keyCell = 2;
/** Address on the link (bits 31-16), length (15-8), priority (7-4), transmissions left as far as is known (3-0). */
const frameCell = 3;

/** `find` of a key that no waiting frame has. */
export const noSlot = -1;

/**
 * Frames on their way to the link, which takes one at a time. Acts and answers (unicast) go before readings (group) and
 * those before bulk; equals in the order of their arrival, none before its time. A full queue gives up what matters least:
 * the oldest bulk frame for a reading, for an act also the oldest reading.
 */
export class TransmitQueue {
	wayFinder: WayFinder | undefined;
	/** Bits of the places whose frame waits to be relayed, and can be found by its key. */
	relays = 0;
	readonly #options: TransmitQueueOptions;
	readonly #arena: FrameArena;
	/** Of each place four numbers, see above. */
	readonly #cells = new Int32Array(queueLimit * cellsPerPlace);
	readonly #draw = new Uint8Array(4);
	readonly #ring: () => void;
	/** Bits of the places that are taken. */
	#taken = 0;
	#parkedCount = 0;
	#serial = 0;
	#inFlight = -1;
	#flightStart = 0;
	#timer = 0;
	#closed = false;

	constructor(options: TransmitQueueOptions) {
		this.#options = options;
		this.#ring = () => {
			this.#timer = 0;
			this.pump();
		};
		this.#arena = options.arena;
	}

	/** A place for a frame of some priority, to be filled and then committed in the same call, or -1: counted, no room. */
	reserve(priority: number): number {
		if (this.#closed) return -1;
		const free = ~this.#taken & ((1 << queueLimit) - 1);
		if (free !== 0) return 31 - Math.clz32(free & -free);
		const slot = this.displace(priority);
		if (slot < 0) this.#options.counters.count(networkCounters.queueFull);
		return slot;
	}

	/** One byte of the frame in a place. */
	byte(slot: number, index: number): number {
		return this.#arena.bytes[placeOffset(slot) + index] as number;
	}

	/** Fills a reserved place with a frame that lies at `from` in the arena. */
	fill(slot: number, from: number, length: number): void {
		this.#arena.copy(from, placeOffset(slot), length);
		this.#cells[slot * cellsPerPlace + frameCell] = length << 8;
	}

	/**
	 * Queues the frame in a place: it goes as soon as its turn comes, perhaps at once, but not before `delayMs` from now.
	 * @param to address on the link
	 */
	queue(slot: number, to: number, priority: number, delayMs: number): void {
		this.#serial = (this.#serial + 1) & 0x3fffffff;
		const at = slot * cellsPerPlace;
		const left = to === broadcastAddress ? 1 : 1 + unicastRetries;
		const cells = this.#cells;
		cells[at + serialCell] = this.#serial;
		cells[at + dueCell] = (this.#options.scheduler.now() + delayMs) | 0;
		cells[at + frameCell] = (to << 16) | ((cells[at + frameCell] as number) & 0xff00) | (priority << 4) | left;
		this.#taken |= 1 << slot;
		this.pump();
	}

	/** `fill` and `queue` in one. */
	commit(slot: number, from: number, length: number, to: number, priority: number, delayMs: number): void {
		this.fill(slot, from, length);
		this.queue(slot, to, priority, delayMs);
	}

	/** Instead of `queue`, for a frame without a way: it waits for `release`, `parkedMs` at most. False: too many wait. */
	park(slot: number): boolean {
		if (this.#parkedCount >= parkedLimit) return false;
		this.#parkedCount++;
		this.queue(slot, 0, parked, parkedMs);
		return true;
	}

	/** Whether any frame waits for a way. */
	get hasParked(): boolean {
		return this.#parkedCount > 0;
	}

	/** The next place of a parked frame after `slot` (-1: the first), or `noSlot`. */
	nextParked(slot: number): number {
		for (let next = slot + 1; next < queueLimit; next++)
			if (this.#taken & (1 << next) && this.priority(next) === parked) return next;
		return noSlot;
	}

	/** A way for a parked frame was found. */
	release(slot: number, to: number): void {
		this.#parkedCount--;
		this.queue(slot, to, priorities.unicast, 0);
	}

	/** Marks a committed frame as waiting to be relayed, to be found by `key` until it is on its way. */
	mark(slot: number, key: number): void {
		this.#cells[slot * cellsPerPlace + keyCell] = key;
		this.relays |= 1 << slot;
	}

	/** Place of the frame that waits to be relayed under this key, or `noSlot`. */
	find(key: number): number {
		const cells = this.#cells;
		for (let set = this.relays; set !== 0; set &= set - 1) {
			const slot = 31 - Math.clz32(set & -set);
			if (cells[slot * cellsPerPlace + keyCell] === key) return slot;
		}
		return noSlot;
	}

	/** Takes back a frame that waits. */
	cancel(slot: number): void {
		if (slot !== this.#inFlight) this.free(slot);
	}

	/** A frame that waits for one neighbour goes to all of them instead. */
	broadcast(slot: number): void {
		if (slot === this.#inFlight) return;
		this.direct(slot, broadcastAddress, 1);
	}

	/** A frame that waits is due this long from now. */
	postpone(slot: number, delayMs: number): void {
		this.#cells[slot * cellsPerPlace + dueCell] = (this.#options.scheduler.now() + delayMs) | 0;
		// The timer rings for the former time, finds nothing due, and waits on.
	}

	/** From the link: the frame in flight arrived, or not. */
	onSent(delivered: boolean): void {
		const slot = this.#inFlight;
		this.#inFlight = -1;
		if (slot < 0 || this.#closed) return;
		this.landed(slot, delivered);
		this.pump();
	}

	/** Frames waiting or in flight. */
	get length(): number {
		let count = 0;
		for (let set = this.#taken; set !== 0; set &= set - 1) count++;
		return count;
	}

	/** Forgets everything. May be called twice. */
	close(): void {
		this.#closed = true;
		this.#options.scheduler.cancel(this.#timer);
		this.#timer = 0;
		this.#inFlight = -1;
		this.#taken = 0;
		this.relays = 0;
	}

	private free(slot: number): void {
		const rest = ~(1 << slot);
		this.#taken &= rest;
		this.relays &= rest;
		if (this.priority(slot) !== parked) return;
		this.#parkedCount--;
		this.#cells[slot * cellsPerPlace + frameCell] = 0;
	}

	/** Gives up the least important frame that matters less than the new one: its oldest. */
	private displace(priority: number): number {
		let found = -1;
		for (let slot = 0; slot < queueLimit; slot++) {
			const other = this.priority(slot);
			if (slot === this.#inFlight || other <= priority || other === parked) continue;
			if (found < 0 || other > this.priority(found)) found = slot;
			else if (other === this.priority(found) && this.isOlder(slot, found)) found = slot;
		}
		if (found < 0) return -1;
		this.#options.counters.count(networkCounters.displaced);
		this.free(found);
		return found;
	}

	private isOlder(slot: number, than: number): boolean {
		return (
			(((this.#cells[than * cellsPerPlace] as number) - (this.#cells[slot * cellsPerPlace] as number)) & 0x3fffffff) <
			0x1fffffff
		);
	}

	/** Hands frames to the link until it has one in flight or none is due; then waits for the next one to be due. */
	private pump(): void {
		const now = this.#options.scheduler.now();
		if (this.#inFlight >= 0 && !this.flightIsLost(now)) return;
		while (this.#inFlight < 0) {
			const slot = this.choose(now);
			if (slot < 0) {
				this.waitForDue(now);
				return;
			}
			this.transmit(slot, now);
		}
	}

	private flightIsLost(now: number): boolean {
		if (elapsed(this.#flightStart, now) < flightLimitMs) return false;
		const slot = this.#inFlight;
		this.#inFlight = -1;
		this.#options.counters.count(networkCounters.sentUnreported);
		this.landed(slot, false);
		return true;
	}

	private choose(now: number): number {
		let found = -1;
		for (let set = this.#taken; set !== 0; set &= set - 1) {
			const slot = 31 - Math.clz32(set & -set);
			if (elapsed(this.#cells[slot * cellsPerPlace + dueCell] as number, now) < 0) continue;
			if (found >= 0) {
				const difference = this.priority(slot) - this.priority(found);
				if (difference > 0 || (difference === 0 && !this.isOlder(slot, found))) continue;
			}
			found = slot;
		}
		return found;
	}

	private transmit(slot: number, now: number): void {
		const { link, counters, airtime } = this.#options;
		const frame = this.#cells[slot * cellsPerPlace + frameCell] as number;
		const priority = (frame >> 4) & 0x0f;
		if (priority === parked) {
			this.giveUp(slot);
			return;
		}
		const length = (frame >> 8) & 0xff;
		const wait = airtime.waitMs(priority, now);
		if (wait > 0) {
			counters.count(networkCounters.airtimeSpent);
			this.postpone(slot, wait);
			return;
		}
		this.#arena.copy(placeOffset(slot), outgoingOffset, length);
		const fault = link.send(frame >>> 16, this.#arena.outgoing, length);
		if (fault === undefined) {
			airtime.spend(length, now);
			this.#inFlight = slot;
			this.relays &= ~(1 << slot);
			this.#flightStart = now;
			this.#cells[slot * cellsPerPlace + frameCell] = frame - 1;
			counters.count(networkCounters.transmissions);
		} else if (fault === "busy") {
			counters.count(networkCounters.linkBusy);
			this.jitter(slot);
		} else {
			// "down", for the network never makes a frame too long: peers that matter will be asked again.
			counters.count(networkCounters.linkDown);
			this.free(slot);
		}
	}

	/** A transmission ended: the frame is done, or a retry follows, or another way. */
	private landed(slot: number, delivered: boolean): void {
		const frame = this.#cells[slot * cellsPerPlace + frameCell] as number;
		const to = frame >>> 16;
		if (to === broadcastAddress) {
			this.free(slot);
			return;
		}
		if (delivered) {
			this.wayFinder?.onAnswer(to, true);
			this.free(slot);
			return;
		}
		const counters = this.#options.counters;
		if ((frame & 0x0f) > 0) {
			counters.count(networkCounters.retries);
			this.jitter(slot);
			return;
		}
		counters.count(networkCounters.unacknowledged);
		// Meanwhile other frames may be queued, and must not find this one due.
		this.postpone(slot, parkedMs);
		this.wayFinder?.onAnswer(to, false);
		const next = this.wayFinder === undefined ? -1 : this.wayFinder.onUndelivered(slot, to);
		if (next > 0) this.again(slot, next);
		else if (next < 0 || !this.park(slot)) this.giveUp(slot);
	}

	/** To another neighbour, at once: `onSent` pumps. */
	private again(slot: number, to: number): void {
		this.direct(slot, to, 1 + unicastRetries);
		this.postpone(slot, 0);
	}

	private direct(slot: number, to: number, left: number): void {
		const at = slot * cellsPerPlace + frameCell;
		this.#cells[at] = (to << 16) | ((this.#cells[at] as number) & 0xfff0) | left;
	}

	private priority(slot: number): number {
		return ((this.#cells[slot * cellsPerPlace + frameCell] as number) >> 4) & 0x0f;
	}

	private giveUp(slot: number): void {
		this.postpone(slot, parkedMs);
		this.wayFinder?.onGivenUp(slot);
		this.free(slot);
	}

	private jitter(slot: number): void {
		const { random } = this.#options;
		this.postpone(slot, jitterMinimumMs + randomBelow(random, this.#draw, jitterMaximumMs - jitterMinimumMs + 1));
	}

	private waitForDue(now: number): void {
		const scheduler = this.#options.scheduler;
		scheduler.cancel(this.#timer);
		this.#timer = 0;
		let nearest = -1;
		for (let set = this.#taken; set !== 0; set &= set - 1) {
			const slot = 31 - Math.clz32(set & -set);
			const left = elapsed(now, this.#cells[slot * cellsPerPlace + dueCell] as number);
			if (nearest < 0 || left < nearest) nearest = left;
		}
		if (nearest >= 0) this.#timer = scheduler.after(nearest, this.#ring);
	}
}
