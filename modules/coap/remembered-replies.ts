import { elapsed } from "kith/core/clock";
import { noBytes } from "kith/core/no-bytes";
import { firstDistantPeer } from "./policy";

/** Confirmable messages of nodes remembered at a time, and of peers beyond the radio: neither can make the other's go. */
export const rememberedLimit = 16;
export const rememberedDistantLimit = 4;
/** Longest reply remembered, as a whole message; of longer ones only the latest is. */
export const rememberedLength = 64;

const rowLength = 4;
const row = {
	/** 0: the entry is free, as no peer has that address. */
	origin: 0,
	messageId: 1,
	since: 2,
	/** Of the reply, 0: none is kept. */
	length: 3,
} as const;

/** For how long a message must be remembered: an EXCHANGE_LIFETIME (RFC 7252 section 4.8.2) of either kind of peers. */
export interface Lifetimes {
	readonly nearMs: number;
	/** 0: there are no peers beyond the radio. */
	readonly distantMs: number;
}

/**
 * What was answered to confirmable messages, so that a repeat of one (its acknowledgement was lost) gets the same
 * answer and is not acted upon again (RFC 7252 section 4.5). An entry lives for one exchange lifetime; when all are
 * taken the oldest goes. The room for all that is made when there is first something to remember, for either kind of peers
 * by itself: a board that only tells never needs its 2 KB.
 */
export class RememberedReplies {
	/** Rows of int32. The entries of peers beyond the radio come last. */
	#cells: Int32Array | undefined;
	#near: Uint8Array = noBytes;
	#distant: Uint8Array = noBytes;
	#long: Uint8Array = noBytes;
	readonly #longest: number;
	/** Whose reply `#long` is, -1: nobody's. */
	#longEntry = -1;
	readonly #lifetimes: Lifetimes;

	/** @param longest bytes of a reply, at most */
	constructor(lifetimes: Lifetimes, longest: number) {
		this.#longest = longest;
		this.#lifetimes = lifetimes;
	}

	/** The entry of this message, or -1 when it is new. */
	find(origin: number, messageId: number, now: number): number {
		const cells = this.#cells;
		if (cells === undefined) return -1;
		for (let at = 0; at < cells.length; at += rowLength) {
			if (cells[at] !== origin || cells[at + row.messageId] !== messageId) continue;
			if (this.isAlive(cells, at / rowLength, now)) return at / rowLength;
		}
		return -1;
	}

	/** Whether `claim` will forget an entry of such peers before its time. */
	isFull(origin: number, now: number): boolean {
		const cells = this.#cells;
		return cells !== undefined && this.isAlive(cells, this.oldest(cells, origin, now), now);
	}

	/** Makes an entry for a new message, before it is acted upon. */
	claim(origin: number, messageId: number, now: number): number {
		this.#cells ??= this.makeRoom();
		const cells = this.#cells;
		const entry = this.oldest(cells, origin, now);
		cells[entry * rowLength + row.origin] = origin;
		cells[entry * rowLength + row.messageId] = messageId;
		cells[entry * rowLength + row.since] = now;
		cells[entry * rowLength + row.length] = 0;
		if (this.#longEntry === entry) this.#longEntry = -1;
		return entry;
	}

	/** Keeps what was answered. A longer reply than `rememberedLength` is kept until there is another such one. */
	store(entry: number, reply: Uint8Array, length: number): void {
		const cells = this.#cells;
		if (cells === undefined) return;
		let target: Uint8Array;
		let start = 0;
		if (length > rememberedLength) {
			if (length > this.#longest) return;
			if (this.#long.length === 0) this.#long = new Uint8Array(this.#longest);
			if (this.#longEntry >= 0) cells[this.#longEntry * rowLength + row.length] = 0;
			this.#longEntry = entry;
			target = this.#long;
		} else {
			target = this.room(entry);
			start = startOf(entry);
		}
		for (let index = 0; index < length; index++) target[start + index] = reply[index] as number;
		cells[entry * rowLength + row.length] = length;
	}

	/** Copies the remembered reply to the start of `target`. @returns its length, 0 where none was kept */
	recall(entry: number, target: Uint8Array): number {
		const length = this.#cells?.[entry * rowLength + row.length] ?? 0;
		const long = entry === this.#longEntry;
		if (length === 0) return 0;
		const source = long ? this.#long : this.room(entry);
		const start = long ? 0 : startOf(entry);
		for (let index = 0; index < length; index++) target[index] = source[start + index] as number;
		return length;
	}

	private makeRoom(): Int32Array {
		const entries = rememberedLimit + (this.#lifetimes.distantMs > 0 ? rememberedDistantLimit : 0);
		return new Int32Array(entries * rowLength);
	}

	/** Where the entry's reply is kept, at `startOf`. */
	private room(entry: number): Uint8Array {
		if (entry < rememberedLimit) {
			if (this.#near.length === 0) this.#near = new Uint8Array(rememberedLimit * rememberedLength);
			return this.#near;
		}
		if (this.#distant.length === 0) this.#distant = new Uint8Array(rememberedDistantLimit * rememberedLength);
		return this.#distant;
	}

	/** Among the entries for such peers: a free one, else one whose time is over, else the oldest. */
	private oldest(cells: Int32Array, origin: number, now: number): number {
		const distant = origin >= firstDistantPeer;
		let oldest = distant ? rememberedLimit : 0;
		const end = distant ? cells.length / rowLength : rememberedLimit;
		let oldestAge = -1;
		for (let entry = oldest; entry < end; entry++) {
			if (!this.isAlive(cells, entry, now)) return entry;
			const age = elapsed(cells[entry * rowLength + row.since] as number, now);
			if (age <= oldestAge) continue;
			oldest = entry;
			oldestAge = age;
		}
		return oldest;
	}

	private isAlive(cells: Int32Array, entry: number, now: number): boolean {
		const origin = cells[entry * rowLength + row.origin] as number;
		if (origin === 0) return false;
		const age = elapsed(cells[entry * rowLength + row.since] as number, now);
		// Negative: not used for so long that the clock's differences wrapped.
		return age >= 0 && age < (origin < firstDistantPeer ? this.#lifetimes.nearMs : this.#lifetimes.distantMs);
	}
}

function startOf(entry: number): number {
	return (entry < rememberedLimit ? entry : entry - rememberedLimit) * rememberedLength;
}
