import type { Flash } from "kith/core/flash";

/** NOR flash in memory that loses its power after so many more bytes written or erased. Portable. */
export class MemoryFlash implements Flash {
	readonly sectorLength: number;
	readonly sectors: number;
	readonly bytes: Uint8Array;
	readonly erases: number[];
	/** Calls of `read`. */
	reads = 0;
	/** Bytes that may still change before the power goes. */
	powerFor = Number.POSITIVE_INFINITY;

	constructor(sectors: number, sectorLength: number) {
		this.sectors = sectors;
		this.sectorLength = sectorLength;
		this.bytes = new Uint8Array(sectors * sectorLength).fill(0xff);
		this.erases = new Array<number>(sectors).fill(0);
	}

	read(offset: number, target: Uint8Array, length: number): boolean {
		this.reads++;
		if (offset < 0 || offset + length > this.bytes.length) return false;
		for (let index = 0; index < length; index++) target[index] = this.bytes[offset + index] as number;
		return true;
	}

	write(offset: number, source: Uint8Array, length: number): boolean {
		for (let index = 0; index < length; index++) {
			if (this.powerFor <= 0) return false;
			this.powerFor--;
			this.bytes[offset + index] = (this.bytes[offset + index] as number) & (source[index] as number);
		}
		return true;
	}

	erase(sector: number): boolean {
		this.erases[sector] = (this.erases[sector] as number) + 1;
		for (let index = 0; index < this.sectorLength; index++) {
			if (this.powerFor <= 0) return false;
			this.powerFor--;
			this.bytes[sector * this.sectorLength + index] = 0xff;
		}
		return true;
	}
}
