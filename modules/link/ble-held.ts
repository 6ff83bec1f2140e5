import { elapsed } from "kith/core/clock";

/** Broadcasts that can be fetched by neighbours that were not connected when they were sent. */
export const heldLimit = 4;
/** Older ones are news no longer. */
export const holdMs = 10_000;

/** The last broadcasts of this board, by serial 1-255. */
export class HeldBroadcasts {
	readonly #frames: Uint8Array[] = [];
	readonly #lengths = new Uint16Array(heldLimit);
	readonly #serials = new Uint8Array(heldLimit);
	readonly #since = new Int32Array(heldLimit);
	#newest = 0;

	/** @param frameLimit bytes */
	constructor(frameLimit: number) {
		for (let slot = 0; slot < heldLimit; slot++) this.#frames.push(new Uint8Array(frameLimit));
	}

	/** Serial of the newest, 0: none is held. */
	get newest(): number {
		return this.#newest;
	}

	/** Holds a copy in the place of the oldest. @returns its slot */
	add(frame: Uint8Array, length: number, now: number, previous: number): number {
		let slot = 0;
		for (let other = 1; other < heldLimit; other++) {
			if (this.#serials[slot] === 0) break;
			if (this.#serials[other] === 0 || elapsed(this.#since[other] as number, this.#since[slot] as number) > 0)
				slot = other;
		}
		const held = this.#frames[slot] as Uint8Array;
		for (let index = 0; index < length; index++) held[index] = frame[index] as number;
		this.#lengths[slot] = length;
		this.#since[slot] = now;
		this.#newest = previous >= 255 ? 1 : previous + 1;
		this.#serials[slot] = this.#newest;
		return slot;
	}

	frame(slot: number): Uint8Array {
		return this.#frames[slot] as Uint8Array;
	}

	length(slot: number): number {
		return this.#lengths[slot] as number;
	}

	/** 0: the slot is empty. */
	serial(slot: number): number {
		return this.#serials[slot] as number;
	}

	/** Whether one slot's broadcast is older than another's. */
	isOlder(slot: number, than: number): boolean {
		return isLater(this.#serials[than] as number, this.#serials[slot] as number);
	}

	/**
	 * Bit set of the slots with broadcasts later than the serial; all of them for 0, and for one that is later than any of
	 * ours: it is of an earlier life of this board.
	 */
	after(serial: number): number {
		const known = serial !== 0 && (serial === this.#newest || isLater(this.#newest, serial));
		let slots = 0;
		for (let slot = 0; slot < heldLimit; slot++) {
			const held = this.#serials[slot] as number;
			if (held !== 0 && (!known || isLater(held, serial))) slots |= 1 << slot;
		}
		return slots;
	}

	/** Lets go of what is too old. */
	expire(now: number): void {
		let left = false;
		for (let slot = 0; slot < heldLimit; slot++) {
			if (this.#serials[slot] === 0) continue;
			if (elapsed(this.#since[slot] as number, now) > holdMs) this.#serials[slot] = 0;
			else left = true;
		}
		if (!left) this.#newest = 0;
	}
}

/** Serials run from 1 to 255 and begin again. */
function isLater(serial: number, than: number): boolean {
	const ahead = (serial - than + 255) % 255;
	return ahead > 0 && ahead < 128;
}
