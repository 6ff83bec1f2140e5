const bucketMask = 63;

/** Rows by their Recipient ID: lists, the newest first, in tables that never grow. */
export class KidIndex {
	/** Row + 1 of the newest one whose ID hashes here; 0: none. */
	readonly #buckets: Uint8Array;
	/** Row + 1 of the next older one. */
	readonly #older: Uint8Array;

	/** @param capacity rows, at most 254 */
	constructor(capacity: number) {
		const room = new ArrayBuffer(bucketMask + 1 + capacity);
		this.#buckets = new Uint8Array(room, 0, bucketMask + 1);
		this.#older = new Uint8Array(room, bucketMask + 1, capacity);
	}

	/** The newest row whose ID could be the `length` bytes at `at`, or -1. */
	first(bytes: Uint8Array, at: number, length: number): number {
		return (this.#buckets[bucketOf(bytes, at, length)] as number) - 1;
	}

	/** The next older one, or -1. */
	next(row: number): number {
		return (this.#older[row] as number) - 1;
	}

	add(row: number, bytes: Uint8Array, at: number, length: number): void {
		const bucket = bucketOf(bytes, at, length);
		this.#older[row] = this.#buckets[bucket] as number;
		this.#buckets[bucket] = row + 1;
	}

	/** The row must have been added under this ID. */
	remove(row: number, bytes: Uint8Array, at: number, length: number): void {
		const bucket = bucketOf(bytes, at, length);
		const next = this.#older[row] as number;
		let entry = this.#buckets[bucket] as number;
		if (entry === row + 1) {
			this.#buckets[bucket] = next;
			return;
		}
		while (this.#older[entry - 1] !== row + 1) entry = this.#older[entry - 1] as number;
		this.#older[entry - 1] = next;
	}
}

/** By the last byte, in which addresses given out in a row differ. */
function bucketOf(bytes: Uint8Array, at: number, length: number): number {
	return length > 0 ? (bytes[at + length - 1] as number) & bucketMask : 0;
}
