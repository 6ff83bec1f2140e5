/** Partial IVs as the wire has them (RFC 8613 section 5): big-endian, without leading zeros, 0 as one byte. */

export const twoTo32 = 0x1_0000_0000;

/** Bytes that `value` (0 … 2^40-1) takes: 1-5. */
export function partialIvLength(value: number): number {
	if (value < 0x100) return 1;
	if (value < 0x10000) return 2;
	if (value < 0x1000000) return 3;
	return value < twoTo32 ? 4 : 5;
}

/** Writes `value` to `bytes` from `at`. @returns where it ends */
export function writePartialIv(bytes: Uint8Array, at: number, value: number): number {
	if (value < 0x100) {
		bytes[at] = value;
		return at + 1;
	}
	const length = partialIvLength(value);
	let to = at;
	if (length === 5) bytes[to++] = value / twoTo32;
	for (let shift = 8 * (at + length - to - 1); shift >= 0; shift -= 8) bytes[to++] = value >>> shift;
	return to;
}

/** Reads `length` (1-5) bytes. @returns the value, or -1 for leading zeros: a number has one encoding */
export function readPartialIv(bytes: Uint8Array, at: number, length: number): number {
	let value = bytes[at] as number;
	if (length === 1) return value;
	if (value === 0) return -1;
	for (let index = 1; index < length; index++) value = value * 256 + (bytes[at + index] as number);
	return value;
}
