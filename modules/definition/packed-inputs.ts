import type { InputDefinition } from "./definition";

/** Bytes of one input: address (two, big-endian), resource id, format (scale, and one bit for each of what follows). */
export const inputLength = 4;
export const booleanFormat = 0x80;
export const publicFormat = 0x40;
export const criticalFormat = 0x20;
/** Decimal places of a quantity, at most. */
export const scaleLimit = 3;

/** A node's inputs as its definition holds them: a gateway has 192, too many to be an object each. */
export class PackedInputs {
	readonly count: number;
	readonly #bytes: Uint8Array;

	/** @param bytes kept; whole records that were checked */
	constructor(bytes: Uint8Array) {
		this.count = bytes.length / inputLength;
		this.#bytes = bytes;
	}

	/** Bits 31-16 the address, 15-8 the resource id, 7-0 the format; as an int32. */
	record(input: number): number {
		const at = input * inputLength;
		const bytes = this.#bytes;
		return (
			((bytes[at] as number) << 24) |
			((bytes[at + 1] as number) << 16) |
			((bytes[at + 2] as number) << 8) |
			(bytes[at + 3] as number)
		);
	}
}

/** Throws RangeError on numbers that a record has no room for. */
export function packInputs(inputs: readonly InputDefinition[]): Uint8Array {
	const bytes = new Uint8Array(inputs.length * inputLength);
	inputs.forEach(({ address, resourceId, scale, boolean, public: open = false, critical = false }, index) => {
		if (address >>> 16 !== 0 || resourceId >>> 8 !== 0 || scale >>> 0 > scaleLimit)
			throw new RangeError(`input ${index}: address ${address}, resource id ${resourceId}, scale ${scale}`);
		const format = scale | (boolean ? booleanFormat : 0) | (open ? publicFormat : 0) | (critical ? criticalFormat : 0);
		bytes.set([address >> 8, address, resourceId, format], index * inputLength);
	});
	return bytes;
}
