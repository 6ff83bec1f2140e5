import { storeKeyLengthLimit, storeValueLengthLimit } from "kith/core/store";

/** Keys that one board's store holds. */
export const storeKeyLimit = 64;

/** A board's NVS: survives crashes and power cuts. Limits as in modules/core/store.ts. */
export class NonVolatileStore {
	#values = new Map<string, Uint8Array>();
	#saved: ReadonlyMap<string, Uint8Array> = new Map();

	read(key: string): Uint8Array | undefined {
		return this.#values.get(key);
	}

	/** False: full, or against the limits. */
	write(key: string, value: Uint8Array): boolean {
		if (key.length === 0 || key.length > storeKeyLengthLimit || value.length > storeValueLengthLimit) return false;
		if (!this.#values.has(key) && this.#values.size >= storeKeyLimit) return false;
		// Not value.slice(): that of a Node Buffer shares memory.
		this.#values.set(key, new Uint8Array(value));
		return true;
	}

	delete(key: string): void {
		this.#values.delete(key);
	}

	erase(): void {
		this.#values.clear();
	}

	/** Keeps a copy of everything; `restore` writes it back. Before the first one it is that of an empty store. */
	save(): void {
		this.#saved = new Map(this.#values);
	}

	restore(): void {
		this.#values = new Map(this.#saved);
	}
}
