import { elapsed } from "kith/core/clock";

/** Confirmable messages remembered at a time. */
export const rememberedLimit = 16;
/** Longest reply remembered, as a whole message. */
export const rememberedLength = 64;

/**
 * What was answered to confirmable messages, so that a repeat of one (its acknowledgement was lost) gets the same
 * answer and is not acted upon again (RFC 7252 section 4.5). An entry lives for one exchange lifetime; when all are
 * taken the oldest goes.
 */
export class RememberedReplies {
	/** 0: the entry is free, as no node has that address. */
	readonly #origins = new Uint16Array(rememberedLimit);
	readonly #messageIds = new Uint16Array(rememberedLimit);
	readonly #since = new Int32Array(rememberedLimit);
	readonly #lengths = new Uint8Array(rememberedLimit);
	readonly #replies = new Uint8Array(rememberedLimit * rememberedLength);
	readonly #lifetimeMs: number;

	constructor(lifetimeMs: number) {
		this.#lifetimeMs = lifetimeMs;
	}

	/** The entry of this message, or -1 when it is new. */
	find(origin: number, messageId: number, now: number): number {
		const origins = this.#origins;
		for (let entry = 0; entry < rememberedLimit; entry++) {
			if (origins[entry] !== origin || this.#messageIds[entry] !== messageId) continue;
			const age = elapsed(this.#since[entry] as number, now);
			// Negative: not used for so long that the clock's differences wrapped.
			if (age >= 0 && age < this.#lifetimeMs) return entry;
		}
		return -1;
	}

	/** Whether `claim` will forget an entry before its time. */
	isFull(now: number): boolean {
		return this.#age(this.#oldest(now), now) < this.#lifetimeMs;
	}

	/** Makes an entry for a new message, before it is acted upon. */
	claim(origin: number, messageId: number, now: number): number {
		const entry = this.#oldest(now);
		this.#origins[entry] = origin;
		this.#messageIds[entry] = messageId;
		this.#since[entry] = now;
		this.#lengths[entry] = 0;
		return entry;
	}

	/** Keeps what was answered. A reply longer than `rememberedLength` is not kept: its request must bear repetition. */
	store(entry: number, reply: Uint8Array, length: number): void {
		if (length > rememberedLength) return;
		const start = entry * rememberedLength;
		for (let index = 0; index < length; index++) this.#replies[start + index] = reply[index] as number;
		this.#lengths[entry] = length;
	}

	/** Copies the remembered reply to the start of `target`. @returns its length, 0 where none was kept */
	recall(entry: number, target: Uint8Array): number {
		const start = entry * rememberedLength;
		const length = this.#lengths[entry] as number;
		for (let index = 0; index < length; index++) target[index] = this.#replies[start + index] as number;
		return length;
	}

	#oldest(now: number): number {
		let oldest = 0;
		let oldestAge = -1;
		for (let entry = 0; entry < rememberedLimit; entry++) {
			const age = this.#age(entry, now);
			if (age <= oldestAge) continue;
			oldest = entry;
			oldestAge = age;
		}
		return oldest;
	}

	/** Milliseconds since the entry was made; a whole lifetime where there is none, or it is older than the clock tells. */
	#age(entry: number, now: number): number {
		if (this.#origins[entry] === 0) return this.#lifetimeMs;
		const age = elapsed(this.#since[entry] as number, now);
		return age < 0 ? this.#lifetimeMs : age;
	}
}
