import { elapsed } from "kith/core/clock";
import { randomBelow } from "kith/core/random";
import type { TimerHandle } from "kith/core/scheduler";
import { broadcastAddress } from "kith/link/link";
import { type ControlSender, controlKinds, entryLength, entryLimit } from "./control";
import { tracks } from "./duplicates";
import { costShift, hopByte, hopMask, noWayOffered } from "./header";
import type { Mesh } from "./mesh";
import { networkCounters } from "./network-counters";
import { frameKey, noFrame } from "./recent-frames";
import { noSlot, priorities } from "./transmit-table";

/** News is told of in rounds: between these, at random, after the first news of a round. */
export const roundMinimumMs = 1200;
export const roundMaximumMs = 2400;
/** Older frames are told of to new neighbours only. */
export const newsMs = 12_000;
/** Frames asked for at once. */
export const wantedLimit = 32;
/** A request waits this long, at random, for the frames to come by themselves. */
export const askMinimumMs = 10;
export const askMaximumMs = 40;
/** What did not come is asked for again after this time, and as many times in all. */
export const askAgainMs = 500;
export const askLimit = 4;
/** Zones whose frames are listed in one round: each has a list of its own, for others must not ask for what they do not hear. */
export const zonesPerRound = 4;
/** An answer waits this long for others to ask for the same. */
export const answerMs = 15;

/** Kind and number of entries; a summary's zone. */
const requestLength = 2;
const summaryLength = 4;
const zoneOffset = 6;
const noNeighbours = 0;

/** Marks a frame in the queue as an answer, apart from one that waits to be relayed. */
const answerKey = 0x40000000;

/**
 * Finds and fills the gaps that window leave. Some time after news came, nodes list the frames that some neighbour may not
 * have been told of: a neighbour that heard the list of another one within its reach is told, so few nodes speak (compare
 * the control messages of MPL, RFC 7731, and the suppression of Trickle, RFC 6206). Everyone is told twice, by whomever. Who
 * misses a frame of a list asks its sender for it, whose radio then makes sure of the answer.
 */
export class Repairs {
	readonly #mesh: Mesh;
	readonly #control: ControlSender;
	/** Keys of the frames to ask for. */
	readonly #wanted = new Int32Array(wantedLimit);
	#wantedCount = 0;
	#asked = 0;
	#askedAddress = 0;
	#askTimer: TimerHandle = 0;
	#roundTimer: TimerHandle = 0;
	readonly #round = (): void => this.tell();
	readonly #ask = (): void => this.#request();

	constructor(mesh: Mesh, control: ControlSender) {
		this.#mesh = mesh;
		this.#control = control;
	}

	/** A flood was sent or heard. */
	news(): void {
		if (this.#roundTimer !== 0) return;
		const delay = roundMinimumMs + randomBelow(this.#mesh.random, this.#mesh.draw, roundMaximumMs - roundMinimumMs);
		this.#roundTimer = this.#mesh.scheduler.after(delay, this.#round);
	}

	/** A new neighbour knows nothing yet: tells it of all recent frames, by a list of its own. */
	welcome(address: number): void {
		const { recent, counters } = this.#mesh;
		let zone = this.nextZone(-1, noNeighbours);
		for (let lists = 0; zone >= 0 && lists < zonesPerRound; lists++) {
			this.beginSummary(zone);
			// The oldest first, so that newer values come last.
			for (let back = recent.count - 1; back >= 0; back--) {
				const index = recent.index(back);
				if (this.zone(index) === zone) this.addEntry(recent.key(index));
			}
			if (this.endList() > 0 && this.#control.send(address, priorities.bulk)) counters.count(networkCounters.summaries);
			zone = this.nextZone(zone, noNeighbours);
		}
	}

	/** A list of frames that the neighbour in `slot` has. @returns false where the message makes no sense */
	summary(slot: number, message: Uint8Array, offset: number, length: number, from: number): boolean {
		const count = entries(message, offset, length, summaryLength);
		if (count < 0) return false;
		const zone = ((message[offset + 2] as number) << 8) | (message[offset + 3] as number);
		if (zone !== broadcastAddress && this.#mesh.zones.indexOf(zone) < 0) return true;
		const { recent, neighbours } = this.#mesh;
		const reach = neighbours.reach(slot);
		for (let index = 0; index < count; index++) {
			const key = this.key(message, offset + summaryLength + index * entryLength);
			if (key === noFrame) continue;
			const found = recent.find(key);
			if (found !== noFrame) {
				recent.known(found, 1 << slot);
				recent.tell(found, reach);
			} else if (this.isMissing(key)) this.want(key, from);
		}
		return true;
	}

	/** The neighbour in `slot` asks for frames. @returns false where the message makes no sense */
	request(message: Uint8Array, offset: number, length: number, from: number): boolean {
		const count = entries(message, offset, length, requestLength);
		if (count < 0) return false;
		for (let index = 0; index < count; index++) {
			const key = this.key(message, offset + requestLength + index * entryLength);
			if (key === noFrame) continue;
			const found = this.#mesh.recent.find(key);
			if (found !== noFrame) this.answer(key, found, from);
		}
		return true;
	}

	close(): void {
		const { scheduler } = this.#mesh;
		scheduler.cancel(this.#roundTimer);
		scheduler.cancel(this.#askTimer);
	}

	/** Lists what some neighbour may not know of. Again, later, until all were told twice. */
	private tell(): void {
		this.#roundTimer = 0;
		const { recent, neighbours, scheduler } = this.#mesh;
		const { reached } = neighbours;
		let again = false;
		if (reached === noNeighbours)
			again = recent.count > 0 && elapsed(recent.time(recent.index(0)), scheduler.now()) <= newsMs;
		else {
			let zone = this.nextZone(-1, reached);
			for (let lists = 0; zone >= 0 && lists < zonesPerRound; lists++) {
				if (this.tellZone(zone, reached)) again = true;
				zone = this.nextZone(zone, reached);
			}
			if (zone >= 0) again = true;
		}
		if (again) this.news();
	}

	/** @returns true where somebody has to be told again */
	private tellZone(zone: number, reached: number): boolean {
		const { recent, scheduler, counters } = this.#mesh;
		const now = scheduler.now();
		let again = false;
		this.beginSummary(zone);
		for (let back = 0; back < recent.count && this.#control.message[1] !== entryLimit; back++) {
			const index = recent.index(back);
			if (elapsed(recent.time(index), now) > newsMs) break;
			if ((reached & ~recent.told(index)) === 0 || this.zone(index) !== zone) continue;
			this.addEntry(recent.key(index));
			recent.tell(index, reached);
			if ((reached & ~recent.told(index)) !== 0) again = true;
		}
		if (this.endList() > 0 && this.#control.sendToAll(priorities.bulk)) counters.count(networkCounters.summaries);
		return again;
	}

	private want(key: number, from: number): void {
		if (this.#wantedCount === wantedLimit) return;
		for (let index = 0; index < this.#wantedCount; index++) if (this.#wanted[index] === key) return;
		this.#wanted[this.#wantedCount++] = key;
		this.#askedAddress = from;
		this.#asked = 0;
		if (this.#askTimer !== 0) return;
		const delay = askMinimumMs + randomBelow(this.#mesh.random, this.#mesh.draw, askMaximumMs - askMinimumMs);
		this.#askTimer = this.#mesh.scheduler.after(delay, this.#ask);
	}

	#request(): void {
		this.#askTimer = 0;
		this.#control.begin(controlKinds.request);
		this.#control.uint8(0);
		let missing = 0;
		for (let index = 0; index < this.#wantedCount; index++) {
			const key = this.#wanted[index] as number;
			if (!this.isMissing(key)) continue;
			this.#wanted[missing++] = key;
			this.addEntry(key);
		}
		this.#wantedCount = missing;
		if (missing === 0) return;
		if (this.#control.send(this.#askedAddress, priorities.group))
			this.#mesh.counters.count(networkCounters.repairRequests);
		if (++this.#asked < askLimit) this.#askTimer = this.#mesh.scheduler.after(askAgainMs, this.#ask);
		else this.#wantedCount = 0;
	}

	private answer(key: number, index: number, from: number): void {
		const { queue, arena, recent, counters } = this.#mesh;
		const waiting = queue.find(key | answerKey);
		if (waiting !== noSlot) {
			queue.broadcast(waiting);
			return;
		}
		const offset = recent.offset(index);
		const hops = (arena.bytes[offset + hopByte] as number) & hopMask;
		if (hops === 0) return;
		const slot = queue.reserveReference(priorities.bulk);
		if (slot < 0) return;
		queue.refer(slot, offset, recent.length(index), (noWayOffered << costShift) | (hops > 1 ? hops - 1 : 1));
		queue.queue(slot, from, priorities.group, answerMs);
		queue.mark(slot, key | answerKey);
		counters.count(networkCounters.repairs);
	}

	private isMissing(key: number): boolean {
		const { window, places } = this.#mesh;
		const place = key >> 24;
		if (place === 0 || window.boot(place) < 0) return false;
		return window.judge(places.addresses[place] as number, window.boot(place), key & 0xffffff, tracks.flood) === 0;
	}

	/** The key of an entry: an origin's address and the low half of a sequence, taken for the one next to the highest. */
	private key(message: Uint8Array, at: number): number {
		const { address, places, window, maker } = this.#mesh;
		const origin = ((message[at] as number) << 8) | (message[at + 1] as number);
		const low = ((message[at + 2] as number) << 8) | (message[at + 3] as number);
		const place = origin === address ? 0 : places.find(origin);
		if (place === 0 && origin !== address) return noFrame;
		const highest = place === 0 ? maker.next : window.highest(place, tracks.flood);
		const sequence = highest + (((low - highest) << 16) >> 16);
		return sequence < 0 ? noFrame : frameKey(place, sequence & 0xffffff);
	}

	private beginSummary(zone: number): void {
		this.#control.begin(controlKinds.summary);
		this.#control.uint8(0);
		this.#control.uint16(zone);
	}

	/** Which zone the frame at `index` of the recent ones is for. */
	private zone(index: number): number {
		const { arena, recent } = this.#mesh;
		const at = recent.offset(index) + zoneOffset;
		return ((arena.bytes[at] as number) << 8) | (arena.bytes[at + 1] as number);
	}

	/**
	 * The zone with the next higher number of which there is a recent frame, or -1.
	 * @param untold neighbours: only frames of which some of them may not have been told twice, and no old ones
	 */
	private nextZone(after: number, untold: number): number {
		const { recent, scheduler } = this.#mesh;
		const now = scheduler.now();
		let found = -1;
		for (let back = 0; back < recent.count; back++) {
			const index = recent.index(back);
			if (untold !== noNeighbours) {
				if (elapsed(recent.time(index), now) > newsMs) break;
				if ((untold & ~recent.told(index)) === 0) continue;
			}
			const zone = this.zone(index);
			if (zone > after && (found < 0 || zone < found)) found = zone;
		}
		return found;
	}

	private addEntry(key: number): void {
		const { address, places } = this.#mesh;
		const place = key >> 24;
		if (key === noFrame || this.#control.message[1] === entryLimit) return;
		this.#control.message[1] = (this.#control.message[1] as number) + 1;
		this.#control.uint16(place === 0 ? address : (places.addresses[place] as number));
		this.#control.uint16(key & 0xffff);
	}

	/** @returns the number of entries */
	private endList(): number {
		return this.#control.message[1] as number;
	}
}

/** Number of entries of a list that begin after `start` bytes, or -1 where its length is another. */
function entries(message: Uint8Array, offset: number, length: number, start: number): number {
	const count = length < start ? entryLimit + 1 : (message[offset + 1] as number);
	return count <= entryLimit && length === start + count * entryLength ? count : -1;
}
