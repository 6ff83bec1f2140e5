/**
 * What a layer counts, by name: `names` gives each its place in a table of int32 that wraps. Layers count with the
 * constants of their table, people read by name.
 */
export class Counters<Name extends string> {
	/** By the numbers of `names`; for what is counted on a hot path, where a call less matters. */
	readonly counts: Int32Array;
	readonly #names: Readonly<Record<Name, number>>;

	constructor(names: Readonly<Record<Name, number>>) {
		this.#names = names;
		this.counts = new Int32Array(Object.keys(names).length);
	}

	/** @param index one of `names` */
	count(index: number): void {
		const counts = this.counts;
		counts[index] = (counts[index] as number) + 1;
	}

	/** @param index one of `names` */
	add(index: number, count: number): void {
		const counts = this.counts;
		counts[index] = (counts[index] as number) + count;
	}

	get(name: Name): number {
		return this.counts[this.#names[name]] as number;
	}

	/** All that is not 0, for a report. */
	nonZero(): Map<Name, number> {
		const found = new Map<Name, number>();
		const names = Object.keys(this.#names) as Name[];
		for (const name of names) if (this.get(name) !== 0) found.set(name, this.get(name));
		return found;
	}
}
