import { type Store, type StoreFault, storeKeyLengthLimit, storeValueLengthLimit } from "kith/core/store";
import type { Folder } from "./folder";

/** `Store` as files in the process's folder, one for each key. */
export class FileStore implements Store {
	readonly #folder: Folder;

	constructor(folder: Folder) {
		this.#folder = folder;
	}

	read(key: string): Uint8Array | undefined {
		return this.#folder.read(fileOf(key));
	}

	write(key: string, value: Uint8Array): StoreFault | undefined {
		if (key.length > storeKeyLengthLimit || value.length > storeValueLengthLimit) return "too long";
		try {
			this.#folder.write(fileOf(key), value);
			return undefined;
		} catch {
			return "full";
		}
	}

	delete(key: string): void {
		this.#folder.delete(fileOf(key));
	}
}

function fileOf(key: string): string {
	return `store-${key}`;
}
