/** A byte of flash that nothing was written to. */
const erased = 0xff;

/**
 * NOR flash that a board's program writes: writing only takes bits from 1 to 0, and it survives the loss of power. A
 * sector costs no memory before it is written.
 */
export class NorFlash {
	readonly #sectorLength: number;
	readonly #sectors: (Uint8Array | undefined)[];
	/** How often each sector was erased. */
	readonly erases: number[];
	/** Bytes that may still change before the power goes. */
	#powerFor = Number.POSITIVE_INFINITY;
	/** Power went in the middle of a write or an erase: nothing changes any more until `restorePower`. */
	cut = false;

	constructor(size: number, sectorLength: number) {
		this.#sectorLength = sectorLength;
		this.#sectors = new Array<undefined>(size / sectorLength).fill(undefined);
		this.erases = new Array<number>(this.#sectors.length).fill(0);
	}

	/** Within one sector. Undefined where there is none. The bytes are valid until the next call. */
	read(offset: number, length: number): Uint8Array | undefined {
		const at = offset % this.#sectorLength;
		if (!this.#within(offset, length)) return undefined;
		const sector = this.#sectors[Math.trunc(offset / this.#sectorLength)];
		return sector === undefined ? new Uint8Array(length).fill(erased) : sector.subarray(at, at + length);
	}

	/** Within one sector. @returns false where power went, or where there is no such place */
	write(offset: number, bytes: Uint8Array): boolean {
		if (!this.#within(offset, bytes.length)) return false;
		const number = Math.trunc(offset / this.#sectorLength);
		this.#sectors[number] ??= new Uint8Array(this.#sectorLength).fill(erased);
		const sector = this.#sectors[number] as Uint8Array;
		const at = offset % this.#sectorLength;
		const changing = this.#spend(bytes.length);
		for (let index = 0; index < changing; index++)
			sector[at + index] = (sector[at + index] as number) & (bytes[index] as number);
		return !this.cut;
	}

	/** @returns false where power went, or where there is no such sector */
	erase(number: number): boolean {
		if (number >= this.#sectors.length) return false;
		if (this.cut) return false;
		this.erases[number] = (this.erases[number] as number) + 1;
		this.#sectors[number]?.fill(erased, 0, this.#spend(this.#sectorLength));
		return !this.cut;
	}

	/** Lets the power go when `bytes` more have changed; each byte of a sector that is erased counts. */
	cutAfter(bytes: number): void {
		this.#powerFor = Math.max(0, bytes);
	}

	restorePower(): void {
		this.#powerFor = Number.POSITIVE_INFINITY;
		this.cut = false;
	}

	/** How many of so many bytes change before the power goes. */
	#spend(bytes: number): number {
		if (this.cut) return 0;
		const changing = Math.min(bytes, this.#powerFor);
		this.#powerFor -= changing;
		this.cut = changing < bytes;
		return changing;
	}

	#within(offset: number, length: number): boolean {
		return (
			offset >= 0 &&
			(offset % this.#sectorLength) + length <= this.#sectorLength &&
			offset < this.#sectors.length * this.#sectorLength
		);
	}
}
