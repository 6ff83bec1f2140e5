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
	/**
	 * Bytes that may still change, an erase counting one for each of its sector, before a write or an erase is cut where it
	 * is. What comes after is refused until it is set again.
	 */
	powerFor = Number.POSITIVE_INFINITY;

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
		for (const [index, byte] of bytes.entries()) {
			if (this.powerFor <= 0) return false;
			this.powerFor--;
			sector[at + index] = (sector[at + index] as number) & byte;
		}
		return true;
	}

	/** @returns false where power went, or where there is no such sector */
	erase(number: number): boolean {
		if (number >= this.#sectors.length) return false;
		const whole = this.powerFor >= this.#sectorLength;
		this.#sectors[number]?.fill(erased, 0, whole ? this.#sectorLength : Math.max(0, this.powerFor));
		this.powerFor = Math.max(0, this.powerFor - this.#sectorLength);
		this.erases[number] = (this.erases[number] as number) + 1;
		return whole;
	}

	/** All of it, as after flashing the board anew. */
	eraseAll(): void {
		this.#sectors.fill(undefined);
	}

	#within(offset: number, length: number): boolean {
		return (
			offset >= 0 &&
			(offset % this.#sectorLength) + length <= this.#sectorLength &&
			offset < this.#sectors.length * this.#sectorLength
		);
	}
}
