/** Slots with news, in the order in which it came, each at most once: as long as the slots are many, it cannot overflow. */
export class ChangeQueue {
	/** The queue, then for each slot 1 where it is in it. */
	readonly #cells: Uint8Array;
	readonly #size: number;
	#first = 0;
	#count = 0;

	constructor(slots: number) {
		this.#cells = new Uint8Array(2 * slots);
		this.#size = slots;
	}

	add(slot: number): void {
		const cells = this.#cells;
		const size = this.#size;
		if (cells[size + slot] === 1) return;
		cells[size + slot] = 1;
		let place = this.#first + this.#count++;
		if (place >= size) place -= size;
		cells[place] = slot;
	}

	/** The next slot, or -1. */
	take(): number {
		if (this.#count === 0) return -1;
		const slot = this.#cells[this.#first] as number;
		this.#first = this.#first + 1 < this.#size ? this.#first + 1 : 0;
		this.#count--;
		this.#cells[this.#size + slot] = 0;
		return slot;
	}
}
