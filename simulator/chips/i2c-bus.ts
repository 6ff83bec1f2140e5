import type { Microseconds } from "../kernel/agenda";
import type { I2cChip } from "./chip";

/** One board's I2C bus: brings each transaction to the chip with that address; nobody acknowledges any other. */
export class I2cBus {
	readonly #chips = new Map<number, I2cChip>();

	/** Throws RangeError where two chips would answer to one address. */
	add(chip: I2cChip): void {
		if (this.#chips.has(chip.address)) throw new RangeError(`two chips at I2C address 0x${chip.address.toString(16)}`);
		this.#chips.set(chip.address, chip);
	}

	/** One write transaction; false: not acknowledged. */
	write(address: number, bytes: Uint8Array, now: Microseconds): boolean {
		return this.#chips.get(address)?.write(bytes, now) ?? false;
	}

	/** One read transaction of `count` bytes; undefined: not acknowledged. */
	read(address: number, count: number, now: Microseconds): Uint8Array | undefined {
		return this.#chips.get(address)?.read(count, now);
	}
}

/** A master that asks for more than there is reads the idle bus, which is high. */
export function paddedTo(bytes: Uint8Array, count: number): Uint8Array {
	const padded = new Uint8Array(count).fill(0xff);
	padded.set(bytes.subarray(0, count));
	return padded;
}
