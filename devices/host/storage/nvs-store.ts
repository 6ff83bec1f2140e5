import type { KeyValueStorage, Storage } from "embedded:storage/key-value";
import { type Store, type StoreFault, storeKeyLengthLimit, storeValueLengthLimit } from "kith/core/store";

/** NVS namespace of all keys, at most 15 characters. */
const namespace = "kith";

/**
 * `Store` on NVS (ESP-IDF, "Non-Volatile Storage Library": a cut write leaves the old value). A value that NVS cannot
 * read, because another program wrote the key in another type, counts as none.
 */
export class NvsStore implements Store {
	readonly #storage: Storage;

	/** @param keyValue the SDK's. Throws where NVS does not open: the partition is missing or was never formatted */
	constructor(keyValue: KeyValueStorage) {
		this.#storage = keyValue.open({ path: namespace, format: "buffer" });
	}

	read(key: string): Uint8Array | undefined {
		try {
			const value = this.#storage.read(key);
			return value === undefined ? undefined : new Uint8Array(value);
		} catch {
			return undefined;
		}
	}

	write(key: string, value: Uint8Array): StoreFault | undefined {
		if (key.length > storeKeyLengthLimit || value.length > storeValueLengthLimit) return "too long";
		try {
			this.#storage.write(key, value);
			return undefined;
		} catch {
			// NVS refuses for want of space; worn sectors are what makes space scarce.
			return "full";
		}
	}

	delete(key: string): void {
		try {
			this.#storage.delete(key);
		} catch {
			// It was not there, or stays: the port has no fault for it.
		}
	}
}
