/** Milliseconds that are told apart; what takes longer counts as this long. */
const limit = 20_000;

/** How often things took how many milliseconds: a million of them take no more room than one. */
export class Histogram {
	readonly #counts = new Uint32Array(limit + 1);
	#total = 0;

	get total(): number {
		return this.#total;
	}

	add(value: number): void {
		const place = Math.min(limit, Math.max(0, Math.floor(value)));
		this.#counts[place] = (this.#counts[place] as number) + 1;
		this.#total++;
	}

	addAll(other: Histogram): void {
		for (const [value, count] of other.entries()) {
			this.#counts[value] = (this.#counts[value] as number) + count;
			this.#total += count;
		}
	}

	/** The smallest value that this share of all does not exceed; of nothing 0. Exact to one. */
	quantile(share: number): number {
		const wanted = Math.ceil(this.#total * share);
		let seen = 0;
		for (const [value, count] of this.entries()) {
			seen += count;
			if (seen >= wanted) return value;
		}
		return 0;
	}

	get mean(): number {
		let sum = 0;
		for (const [value, count] of this.entries()) sum += value * count;
		return this.#total === 0 ? 0 : sum / this.#total;
	}

	/** Share of all that were at most this. */
	within(value: number): number {
		let seen = 0;
		for (const [each, count] of this.entries()) if (each <= value) seen += count;
		return this.#total === 0 ? 0 : seen / this.#total;
	}

	/** Values that occurred, the smallest first, with how often. */
	*entries(): Generator<readonly [value: number, count: number]> {
		for (let value = 0; value <= limit; value++) {
			const count = this.#counts[value] as number;
			if (count > 0) yield [value, count];
		}
	}
}
