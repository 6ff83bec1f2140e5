import { type Random, randomBelow } from "kith/core/random";
import type { Scheduler } from "kith/core/scheduler";
import { broadcastAddress, type Link } from "kith/link/link";
import type { Counters } from "kith/network/counters";
import type { AirtimeBudget } from "./airtime-budget";
import { type FrameArena, outgoingOffset, queueLimit } from "./frame-arena";
import { hopByte } from "./header";
import { type NetworkCounter, networkCounters } from "./network-counters";
import type { FrameUser } from "./recent-frames";
import {
	allPlaces,
	cellsPerPlace,
	dueCell,
	frameCell,
	keyCell,
	noSlot,
	parked,
	placeCell,
	priorities,
	TransmitTable,
} from "./transmit-table";

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

const { transmissions } = networkCounters;
/** Of a flood's cell: its priority, and that it is sent once. */
const onceToAll = (priorities.group << 4) | 1;

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

/**
 * Frames on their way to the link, which takes one at a time. Acts and answers (unicast) go before readings (group) and
 * those before bulk; equals in the order of their arrival, none before its time. A full queue gives up what matters least:
 * the oldest bulk frame for a reading, for an act also the oldest reading.
 */
export class TransmitQueue {
	wayFinder: WayFinder | undefined;
	readonly #table: TransmitTable;
	readonly #link: Link;
	readonly #scheduler: Scheduler;
	readonly #random: Random;
	readonly #counters: Counters<NetworkCounter>;
	readonly #airtime: AirtimeBudget;
	readonly #arena: FrameArena;
	readonly #draw = new Uint8Array(4);
	readonly #ring: () => void;
	#flightStart = 0;
	#timer = 0;
	#timerDue = 0;
	#closed = false;

	constructor(options: TransmitQueueOptions) {
		this.#ring = () => {
			this.#timer = 0;
			this.pump(this.#scheduler.now());
		};
		this.#link = options.link;
		this.#scheduler = options.scheduler;
		this.#random = options.random;
		this.#counters = options.counters;
		this.#airtime = options.airtime;
		this.#arena = options.arena;
		this.#table = new TransmitTable(options.arena, options.counters);
	}

	/** Who sends from among the recent frames. */
	get user(): FrameUser {
		return this.#table;
	}

	/** Whether any frame waits to be relayed, and can be found by its key. */
	get hasRelays(): boolean {
		return this.#table.relays !== 0;
	}

	/** A place for a frame of some priority, to be filled and queued in the same call, or -1: counted, no room. */
	reserve(priority: number): number {
		return this.reserved(this.#closed ? noSlot : this.#table.room(priority));
	}

	/** As `reserve`, for a frame that lies among the recent ones. */
	reserveReference(priority: number): number {
		return this.reserved(this.#closed ? noSlot : this.#table.referenceRoom(priority));
	}

	/** One byte of the frame in a place. */
	byte(slot: number, index: number): number {
		return this.#arena.bytes[((this.#table.cells[slot * cellsPerPlace + placeCell] as number) >> 8) + index] as number;
	}

	/** Fills a reserved place with a frame that lies at `from` in the arena. */
	fill(slot: number, from: number, length: number): void {
		this.#table.store(slot, from, length);
	}

	/** Instead of `fill`: the recent frame at `offset` is to be sent. @param hops its hop byte, or 0 to leave it as it is */
	refer(slot: number, offset: number, length: number, hops: number): void {
		this.#table.refer(slot, offset, length, hops);
	}

	/**
	 * Queues a recent flood to be passed on: `reserveReference`, `refer`, `mark` and `queue` in one, as it happens so often.
	 * @returns its place, or -1: counted, no room
	 */
	relay(key: number, offset: number, length: number, hops: number, due: number, now: number): number {
		const table = this.#table;
		const free = ~table.taken & allPlaces;
		const slot = free !== 0 ? 31 - Math.clz32(free) : this.reserveReference(priorities.group);
		if (slot < 0) return slot;
		table.relay(slot, key, offset, (broadcastAddress << 16) | (length << 8) | onceToAll, hops, due);
		if (table.inFlight >= 0) this.pump(now);
		else if (this.#timer === 0 || ((due - this.#timerDue) | 0) < 0) this.wakeBy(due);
		return slot;
	}

	/**
	 * Queues the frame in a place: it goes as soon as its turn comes, perhaps at once, but not before `delayMs` from now.
	 * @param to address on the link
	 */
	queue(slot: number, to: number, priority: number, delayMs: number): void {
		const now = this.#scheduler.now();
		const left = to === broadcastAddress ? 1 : 1 + unicastRetries;
		this.#table.take(slot, to, priority, (now + delayMs) | 0, left);
		if (delayMs === 0 || this.#table.inFlight >= 0) this.pump(now);
		else this.wakeBy((now + delayMs) | 0);
	}

	/** `fill` and `queue` in one. */
	commit(slot: number, from: number, length: number, to: number, priority: number, delayMs: number): void {
		this.#table.store(slot, from, length);
		this.queue(slot, to, priority, delayMs);
	}

	/** Instead of `queue`, for a frame without a way: it waits for `release`, `parkedMs` at most. False: too many wait. */
	park(slot: number): boolean {
		if (this.#table.parkedCount >= parkedLimit) return false;
		this.#table.parkedCount++;
		this.queue(slot, 0, parked, parkedMs);
		return true;
	}

	/** Whether any frame waits for a way. */
	get hasParked(): boolean {
		return this.#table.parkedCount > 0;
	}

	/** The next place of a parked frame after `slot` (-1: the first), or `noSlot`. */
	nextParked(slot: number): number {
		const table = this.#table;
		for (let next = slot + 1; next < queueLimit; next++)
			if (table.taken & (1 << next) && table.priority(next) === parked) return next;
		return noSlot;
	}

	/** A way for a parked frame was found. */
	release(slot: number, to: number): void {
		this.#table.parkedCount--;
		this.queue(slot, to, priorities.unicast, 0);
	}

	/** Marks a queued frame as waiting to be relayed, to be found by `key` until it is on its way. */
	mark(slot: number, key: number): void {
		this.#table.cells[slot * cellsPerPlace + keyCell] = key;
		this.#table.relays |= 1 << slot;
	}

	/** Place of the frame that waits to be relayed under this key, or `noSlot`. */
	find(key: number): number {
		return this.#table.find(key);
	}

	/** Takes back a frame that waits. */
	cancel(slot: number): void {
		if (slot !== this.#table.inFlight) this.#table.free(slot);
	}

	/** A frame that waits for one neighbour goes to all of them instead. */
	broadcast(slot: number): void {
		if (slot === this.#table.inFlight) return;
		this.direct(slot, broadcastAddress, 1);
	}

	/** A frame that waits is due this long from now. */
	postpone(slot: number, delayMs: number): void {
		this.#table.cells[slot * cellsPerPlace + dueCell] = (this.#scheduler.now() + delayMs) | 0;
		// The timer rings for the former time, finds nothing due, and waits on.
	}

	/** From the link: the frame in flight arrived, or not. */
	onSent(delivered: boolean): void {
		const table = this.#table;
		const slot = table.inFlight;
		table.inFlight = noSlot;
		if (slot < 0 || this.#closed) return;
		if ((table.cells[slot * cellsPerPlace + frameCell] as number) >>> 16 === broadcastAddress) table.free(slot);
		else this.landed(slot, delivered);
		if (table.taken !== 0) this.pump(this.#scheduler.now());
	}

	/** Frames waiting or in flight. */
	get length(): number {
		if (this.#closed) return 0;
		let count = 0;
		for (let set = this.#table.taken; set !== 0; set &= set - 1) count++;
		return count;
	}

	/** Forgets everything. May be called twice. */
	close(): void {
		const table = this.#table;
		this.#closed = true;
		this.#scheduler.cancel(this.#timer);
		this.#timer = 0;
		table.inFlight = noSlot;
		// No place is free any more.
		table.taken = -1;
		table.relays = 0;
		table.references = 0;
	}

	private reserved(slot: number): number {
		if (slot < 0 && !this.#closed) this.#counters.count(networkCounters.queueFull);
		return slot;
	}

	/** Hands frames to the link until it has one in flight or none is due; then waits for the next one to be due. */
	private pump(now: number): void {
		if (this.#table.inFlight >= 0 && !this.flightIsLost(now)) return;
		while (this.#table.inFlight < 0) {
			const slot = this.#table.choose(now);
			if (slot < 0) {
				const wait = this.#table.nearest(now);
				if (wait >= 0) this.wakeBy((now + wait) | 0);
				return;
			}
			this.transmit(slot, now);
		}
	}

	private flightIsLost(now: number): boolean {
		if (((now - this.#flightStart) | 0) < flightLimitMs) return false;
		const slot = this.#table.inFlight;
		this.#table.inFlight = noSlot;
		this.#counters.count(networkCounters.sentUnreported);
		this.landed(slot, false);
		return true;
	}

	/** Few variables: a link that has much to do has to fit on the stack above it. */
	private transmit(slot: number, now: number): void {
		const frame = this.#table.cells[slot * cellsPerPlace + frameCell] as number;
		if (((frame >> 4) & 0x0f) === parked) {
			this.giveUp(slot);
			return;
		}
		if (!this.prepare(slot, frame, now)) return;
		const fault = this.#link.send(frame >>> 16, this.#arena.outgoing, (frame >> 8) & 0xff);
		if (fault === undefined) this.departed(slot, frame, now);
		else if (fault === "busy") {
			this.#counters.count(networkCounters.linkBusy);
			this.jitter(slot);
		} else {
			// "down", for the network never makes a frame too long: peers that matter will be asked again.
			this.#counters.count(networkCounters.linkDown);
			this.#table.free(slot);
		}
	}

	/** Copies the frame to the outgoing place, unless it has to wait for its share of the air. */
	private prepare(slot: number, frame: number, now: number): boolean {
		const { cells } = this.#table;
		const at = slot * cellsPerPlace;
		const wait = this.#airtime.waitMs((frame >> 4) & 0x0f, now);
		if (wait > 0) {
			this.#counters.count(networkCounters.airtimeSpent);
			cells[at + dueCell] = (now + wait) | 0;
			return false;
		}
		const { bytes, outgoing } = this.#arena;
		const place = cells[at + placeCell] as number;
		const from = place >> 8;
		bytes.copyWithin(outgoingOffset, from, from + ((frame >> 8) & 0xff));
		if ((place & 0xff) !== 0) outgoing[hopByte] = place;
		return true;
	}

	private departed(slot: number, frame: number, now: number): void {
		const table = this.#table;
		const { counts } = this.#counters;
		this.#airtime.spend((frame >> 8) & 0xff);
		table.inFlight = slot;
		table.relays &= ~(1 << slot);
		table.cells[slot * cellsPerPlace + frameCell] = frame - 1;
		this.#flightStart = now;
		counts[transmissions] = (counts[transmissions] as number) + 1;
	}

	/** A transmission ended: the frame is done, or a retry follows, or another way. */
	private landed(slot: number, delivered: boolean): void {
		const table = this.#table;
		const frame = table.cells[slot * cellsPerPlace + frameCell] as number;
		const to = frame >>> 16;
		if (to === broadcastAddress) {
			table.free(slot);
			return;
		}
		if (delivered) {
			this.wayFinder?.onAnswer(to, true);
			table.free(slot);
			return;
		}
		const counters = this.#counters;
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
		const { cells } = this.#table;
		cells[at] = (to << 16) | ((cells[at] as number) & 0xfff0) | left;
	}

	private giveUp(slot: number): void {
		this.postpone(slot, parkedMs);
		this.wayFinder?.onGivenUp(slot);
		this.#table.free(slot);
	}

	private jitter(slot: number): void {
		this.postpone(slot, jitterMinimumMs + randomBelow(this.#random, this.#draw, jitterMaximumMs - jitterMinimumMs + 1));
	}

	/** The timer rings at `due`, or before. */
	private wakeBy(due: number): void {
		if (this.#timer !== 0) {
			if (((due - this.#timerDue) | 0) >= 0) return;
			this.#scheduler.cancel(this.#timer);
		}
		this.#timerDue = due;
		this.#timer = this.#scheduler.at(due, this.#ring);
	}
}
