/** What is wrong with encoded data, said as a sentence that tells where. Thrown and caught within `parseDefinition`. */
export class Malformed extends Error {}

const int32Minimum = -0x8000_0000;
const int32Maximum = 0x7fff_ffff;

/** One array of decoded CBOR whose items are taken one after the other, each with its expected type and range. */
export class Fields {
	readonly #items: readonly unknown[];
	readonly #where: string;
	#next = 0;

	/** @param where for sentences, "rule 2" */
	constructor(value: unknown, where: string) {
		if (!Array.isArray(value)) throw new Malformed(`${where}: not an array`);
		this.#items = value;
		this.#where = where;
	}

	get length(): number {
		return this.#items.length;
	}

	/** A whole number, by default any int32. */
	int(name: string, minimum = int32Minimum, maximum = int32Maximum): number {
		const value = this.#take();
		if (typeof value !== "number" || !Number.isInteger(value) || value < minimum || value > maximum) {
			this.fail(`${name} is not a whole number from ${minimum} to ${maximum}`);
		}
		// Minus zero would not compare equal in tests and traces.
		return value | 0;
	}

	text(name: string, limit: number): string {
		const value = this.#take();
		if (typeof value !== "string" || value.length === 0 || value.length > limit) {
			this.fail(`${name} is not a text of 1 to ${limit} characters`);
		}
		return value;
	}

	boolean(name: string): boolean {
		const value = this.#take();
		if (typeof value !== "boolean") this.fail(`${name} is not true or false`);
		return value;
	}

	/** At most `limit` items, each read by `read`. */
	list<Item>(name: string, limit: number, read: (item: unknown, where: string) => Item): readonly Item[] {
		const value = this.#take();
		if (!Array.isArray(value)) this.fail(`${name} is not an array`);
		if (value.length > limit) this.fail(`${name} has ${value.length} items, more than ${limit}`);
		return value.map((item, index) => read(item, `${this.#where}, ${name} ${index}`));
	}

	map(name: string): ReadonlyMap<unknown, unknown> {
		const value = this.#take();
		if (!(value instanceof Map)) this.fail(`${name} is not a map`);
		return value;
	}

	/** Whether there is a further field. */
	get more(): boolean {
		return this.#next < this.#items.length;
	}

	/** Nothing may be left over. */
	end(): void {
		if (this.#next !== this.#items.length) this.fail(`has ${this.#items.length} fields instead of ${this.#next}`);
	}

	fail(what: string): never {
		throw new Malformed(`${this.#where}: ${what}`);
	}

	#take(): unknown {
		return this.#items[this.#next++];
	}
}
