import type { Partition } from "kith/core/partition";
import type { Folder } from "./folder";

/** `Partition` over a file: what the image file has, and erased flash behind it. */
export class FilePartition implements Partition {
	readonly #bytes: Uint8Array;
	readonly #size: number;

	/** @param size of the partition that the file stands for; without the file all of it is erased */
	constructor(folder: Folder, name: string, size: number) {
		this.#bytes = folder.read(name) ?? new Uint8Array(0);
		this.#size = size;
	}

	read(offset: number, target: Uint8Array, length: number): boolean {
		if (offset < 0 || offset + length > this.#size) return false;
		for (let index = 0; index < length; index++) target[index] = this.#bytes[offset + index] ?? 0xff;
		return true;
	}
}
