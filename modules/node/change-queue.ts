/** Slots with news, in the order in which it came, each at most once: as long as the slots are many, it cannot overflow. */
export class ChangeQueue {
	readonly #slots: Uint8Array;
	readonly #queued: Uint8Array;
	#first = 0;
	#count = 0;

	constructor(slots: number) {
		this.#slots = new Uint8Array(slots);
		this.#queued = new Uint8Array(slots);
	}

	add(slot: number): void {
		if (this.#queued[slot] === 1) return;
		this.#queued[slot] = 1;
		const size = this.#slots.length;
		let place = this.#first + this.#count++;
		if (place >= size) place -= size;
		this.#slots[place] = slot;
	}

	/** The next slot, or -1. */
	take(): number {
		if (this.#count === 0) return -1;
		const slot = this.#slots[this.#first] as number;
		this.#first = this.#first + 1 < this.#slots.length ? this.#first + 1 : 0;
		this.#count--;
		this.#queued[slot] = 0;
		return slot;
	}
}
