import { cryptoFaults, type KeyHandle, keyLengthLimit, keyLimit } from "kith/core/crypto";

/** The keys that one node has in keeping, by handle. The lowest free number is given out first. */
export class KeyRing {
	readonly #keys: (Buffer | undefined)[] = [];

	add(bytes: Uint8Array): KeyHandle {
		if (bytes.length === 0 || bytes.length > keyLengthLimit) throw new RangeError(`key of ${bytes.length} bytes`);
		for (let handle = 0; handle < keyLimit; handle++) {
			if (this.#keys[handle] !== undefined) continue;
			this.#keys[handle] = Buffer.from(bytes);
			return handle;
		}
		return cryptoFaults.keysFull;
	}

	get(handle: KeyHandle): Buffer | undefined {
		return this.#keys[handle];
	}

	forget(handle: KeyHandle): void {
		this.#keys[handle]?.fill(0);
		if (handle in this.#keys) this.#keys[handle] = undefined;
	}

	/** Keys in keeping. */
	get size(): number {
		return this.#keys.filter((key) => key !== undefined).length;
	}
}
