const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;
/** Bytes of the longest text: an int32 with sign and point, and zeros in front where the scale is larger. */
export const valueTextLimit = 16;

/**
 * Writes a value as people read it, in ASCII, and allocates nothing: 2345 at scale 2 is "23.45", 2300 is "23"; a boolean
 * is "true" or "false".
 *
 * @param start where it begins
 * @returns where it ends: from 0 on, how many bytes now lie at the start of `target`
 */
export function writeValueText(target: Uint8Array, value: number, scale: number, boolean: boolean, start = 0): number {
	if (boolean) return writeWord(target, value !== 0, start);
	let digits = scale;
	let rest = value;
	// Trailing zeros of the fraction go.
	while (digits > 0 && rest % 10 === 0) {
		rest = (rest / 10) | 0;
		digits--;
	}
	let at = start;
	if (rest < 0) target[at++] = minus;
	let count = 1;
	for (let left = (rest / 10) | 0; left !== 0 || count <= digits; left = (left / 10) | 0) count++;
	const length = at + count + (digits > 0 ? 1 : 0);
	let end = length;
	for (let digit = 0; digit < count; digit++) {
		if (digit === digits && digits > 0) target[--end] = point;
		const low = rest % 10;
		target[--end] = zero + (low < 0 ? -low : low);
		rest = (rest / 10) | 0;
	}
	return length;
}

function writeWord(target: Uint8Array, value: boolean, start: number): number {
	const word = value ? 0x7472_7565 : 0x6661_6c73;
	for (let index = 0; index < 4; index++) target[start + index] = word >> (24 - 8 * index);
	if (value) return start + 4;
	target[start + 4] = 0x65;
	return start + 5;
}
