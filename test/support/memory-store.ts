import type { Store, StoreFault } from "kith/core/store";

/** A store in memory that counts its writes and refuses them on request. Portable. */
export class MemoryStore implements Store {
	readonly #values = new Map<string, Uint8Array>();
	/** What every write answers; undefined: they succeed. */
	refuses: StoreFault | undefined;
	writes = 0;

	read(key: string): Uint8Array | undefined {
		return this.#values.get(key)?.slice();
	}

	write(key: string, value: Uint8Array): StoreFault | undefined {
		if (this.refuses !== undefined) return this.refuses;
		this.writes++;
		this.#values.set(key, value.slice());
		return undefined;
	}

	delete(key: string): void {
		this.#values.delete(key);
	}
}
