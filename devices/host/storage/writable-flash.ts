import type { FlashStorage, Flash as SdkFlash } from "embedded:storage/flash";
import type { Flash } from "kith/core/flash";

/**
 * `Flash` over a data partition, by its name in partitions.csv. The SDK passes ESP-IDF's partition functions through:
 * they program bytes at any offset and erase only when told. The SDK moves as much as an array holds: a call for all of
 * one allocates nothing, a call for a part of it costs a view.
 */
export class WritableFlash implements Flash {
	readonly sectorLength: number;
	readonly sectors: number;
	readonly #flash: SdkFlash;

	/** @param flash the SDK's. Throws where the partition table has none of that name */
	constructor(flash: FlashStorage, name: string) {
		this.#flash = flash.open({ path: name, mode: "r+" });
		const { blockLength, blocks } = this.#flash.status();
		this.sectorLength = blockLength;
		this.sectors = blocks;
	}

	read(offset: number, target: Uint8Array, length: number): boolean {
		try {
			this.#flash.read(length === target.length ? target : target.subarray(0, length), offset);
			return true;
		} catch {
			return false;
		}
	}

	write(offset: number, source: Uint8Array, length: number): boolean {
		try {
			this.#flash.write(length === source.length ? source : source.subarray(0, length), offset);
			return true;
		} catch {
			return false;
		}
	}

	erase(sector: number): boolean {
		try {
			this.#flash.eraseBlock(sector);
			return true;
		} catch {
			return false;
		}
	}
}
