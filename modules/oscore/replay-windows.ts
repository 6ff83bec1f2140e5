/** Numbers up to the highest that are remembered one by one (RFC 8613 section 3.2.2). */
export const replayWindowLength = 32;

export const verdicts = { fresh: 0, replayed: 1, unsynchronized: 2 } as const;

/** `#highest` of a window that … */
const nothingYet = -1;
const lost = -2;

/**
 * The replay windows of a table of contexts: per sender the highest number accepted and a bitmap of the 32 up to it
 * (bit 0: the highest). A number is first judged, and accepted only when its message was verified; nothing may come
 * between the two.
 *
 * A window that was lost (appendix B.1.2) believes no number until a challenge proved one fresh; from there on, that one
 * is the lower limit.
 */
export class ReplayWindows {
	readonly #highest: Float64Array;
	readonly #bitmaps: Int32Array;

	constructor(capacity: number) {
		const room = new ArrayBuffer(12 * capacity);
		this.#highest = new Float64Array(room, 0, capacity).fill(nothingYet);
		this.#bitmaps = new Int32Array(room, 8 * capacity, capacity);
	}

	/** A new key: nothing was ever received under it. */
	clear(row: number): void {
		this.#highest[row] = nothingYet;
		this.#bitmaps[row] = 0;
	}

	/** What was received under this key is no longer known. */
	lose(row: number): void {
		this.#highest[row] = lost;
	}

	/** A message with this number is fresh, as its sender proved: it and all before it count as received. */
	synchronize(row: number, number: number): void {
		this.#highest[row] = number;
		this.#bitmaps[row] = -1;
	}

	/** Changes nothing. @returns one of `verdicts` */
	judge(row: number, number: number): number {
		const behind = (this.#highest[row] as number) - number;
		if (behind < 0) return this.#highest[row] === lost ? verdicts.unsynchronized : verdicts.fresh;
		if (behind >= replayWindowLength) return verdicts.replayed;
		return (this.#bitmaps[row] as number) & (1 << behind) ? verdicts.replayed : verdicts.fresh;
	}

	/** Marks a number that was just judged fresh, once its message is verified. */
	accept(row: number, number: number): void {
		const ahead = number - (this.#highest[row] as number);
		const bitmap = this.#bitmaps[row] as number;
		if (ahead > 0) {
			this.#highest[row] = number;
			this.#bitmaps[row] = ahead >= replayWindowLength ? 1 : (bitmap << ahead) | 1;
		} else this.#bitmaps[row] = bitmap | (1 << -ahead);
	}

	/** The highest number accepted; -1: none, -2: unknown. For a deep sleep, and for vouching. */
	highest(row: number): number {
		return this.#highest[row] as number;
	}

	/** Of the 32 numbers up to the highest; bit 0 is that one. */
	bitmap(row: number): number {
		return this.#bitmaps[row] as number;
	}
}
