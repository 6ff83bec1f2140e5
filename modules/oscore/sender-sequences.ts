import { partialIvLimit } from "./limits";

/**
 * The Sender Sequence Numbers of a table of contexts (RFC 8613 section 7.2): the one place where the numbers come from
 * that make nonces. A number is handed out once: `take` only counts up, and there is no way back but a new context with
 * a new key. At its limit a sender falls silent.
 */
export class SenderSequences {
	/** The next number of each sender. -1: no sender. */
	readonly #next: Float64Array;
	readonly #limit: number;

	/** @param limit the highest number that a sender may use, at most `partialIvLimit`; else RangeError */
	constructor(capacity: number, limit: number) {
		if (!(limit >= 0 && limit <= partialIvLimit)) throw new RangeError(`sequence limit ${limit}`);
		this.#next = new Float64Array(capacity).fill(-1);
		this.#limit = limit;
	}

	/** A new key starts to count. Throws RangeError where a sender counts already. */
	start(row: number): void {
		if (this.#next[row] !== -1) throw new RangeError(`sender ${row} is counting already`);
		this.#next[row] = 0;
	}

	/** The key is gone for good. */
	stop(row: number): void {
		this.#next[row] = -1;
	}

	/** A number that this key never had, or -1 where there is none left (or no sender). */
	take(row: number): number {
		const number = this.#next[row] as number;
		if (number < 0 || number > this.#limit) return -1;
		this.#next[row] = number + 1;
		return number;
	}

	/**
	 * The same for a number that the frame around the message counts already: it must not be below the next one, which
	 * moves behind it.
	 * @returns `number`, or -1 where it was passed, or there is no sender
	 */
	claim(row: number, number: number): number {
		const next = this.#next[row] as number;
		if (next < 0 || !(number >= next && number <= this.#limit)) return -1;
		this.#next[row] = number + 1;
		return number;
	}

	/** The next number, to be kept through a deep sleep. -1: no sender. */
	next(row: number): number {
		return this.#next[row] as number;
	}

	/** Goes on where the same key was before a deep sleep. Throws RangeError for a number that would be a step back. */
	resume(row: number, next: number): void {
		const present = this.#next[row] as number;
		if (present < 0 || !(next >= present && next <= this.#limit + 1))
			throw new RangeError(`sender ${row} cannot go from ${present} to ${next}`);
		this.#next[row] = next;
	}

	/** Numbers that are left. */
	left(row: number): number {
		const number = this.#next[row] as number;
		return number < 0 ? 0 : this.#limit + 1 - number;
	}
}
