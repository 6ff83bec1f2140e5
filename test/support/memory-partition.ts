import type { Partition } from "kith/core/partition";

/** A partition in memory that counts its reads and fails on request. Portable. */
export class MemoryPartition implements Partition {
	readonly bytes: Uint8Array;
	/** Reads from here on fail, as where a sector is worn out. */
	failsFrom = Number.POSITIVE_INFINITY;
	reads = 0;
	longestRead = 0;

	/** @param length of the partition: what the image leaves is erased */
	constructor(image: Uint8Array, length = 0x8000) {
		this.bytes = new Uint8Array(length).fill(0xff);
		this.bytes.set(image);
	}

	read(offset: number, target: Uint8Array, length: number): boolean {
		this.reads++;
		this.longestRead = Math.max(this.longestRead, length);
		if (offset + length > this.bytes.length || offset + length > this.failsFrom) return false;
		for (let index = 0; index < length; index++) target[index] = this.bytes[offset + index] as number;
		return true;
	}
}
