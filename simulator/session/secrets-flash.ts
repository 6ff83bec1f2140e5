import { secretsPartitionLength } from "kith/secrets/layout";

/** A byte of flash that nothing was written to. */
const erased = 0xff;

/** The secrets partition of one board. Its image is made when the board first reads it, as many never do. */
export class SecretsFlash {
	readonly #make: () => Uint8Array;
	#flash: Uint8Array | undefined;
	/** Whether it holds what somebody put there in the place of the board's own image. */
	#foreign = false;

	/** @param make the board's own image, as the keys of the moment are */
	constructor(make: () => Uint8Array) {
		this.#make = make;
	}

	/** Undefined beyond the partition's end. The bytes are valid until the next call. */
	read(offset: number, length: number): Uint8Array | undefined {
		if (offset + length > secretsPartitionLength) return undefined;
		this.#flash ??= partition(this.#make());
		return this.#flash.subarray(offset, offset + length);
	}

	/** Flashes another image, at most `secretsPartitionLength` bytes; an empty one erases the partition. */
	write(image: Uint8Array): void {
		this.#flash = partition(image);
		this.#foreign = true;
	}

	/** Flashes the board's own image. */
	writeOwn(): void {
		this.#flash = undefined;
		this.#foreign = false;
	}

	/** Keys were made anew somewhere: flashes the board's own image, unless another was put there. */
	renew(): void {
		if (!this.#foreign) this.#flash = undefined;
	}
}

function partition(image: Uint8Array): Uint8Array {
	const flash = new Uint8Array(secretsPartitionLength).fill(erased);
	flash.set(image);
	return flash;
}
