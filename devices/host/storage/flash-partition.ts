import type { Flash, FlashStorage } from "embedded:storage/flash";
import type { Partition } from "kith/core/partition";

/** `Partition` over a data partition of the flash, by its name in partitions.csv. */
export class FlashPartition implements Partition {
	readonly #flash: Flash;
	readonly #size: number;

	/** @param flash the SDK's. Throws where the partition table has none of that name */
	constructor(flash: FlashStorage, name: string) {
		this.#flash = flash.open({ path: name, mode: "r" });
		this.#size = this.#flash.status().size;
	}

	read(offset: number, target: Uint8Array, length: number): boolean {
		if (offset < 0 || offset + length > this.#size) return false;
		try {
			// The SDK reads as much as the array holds.
			this.#flash.read(length === target.length ? target : target.subarray(0, length), offset);
			return true;
		} catch {
			return false;
		}
	}
}
