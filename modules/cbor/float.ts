/** Floating-point items (RFC 8949 section 3.3), for desktop and boot. Exact, with no rounding of its own. */

/** Half precision (IEEE 754 binary16) from its 16 bits, as appendix D of RFC 8949 has it. */
export function halfToNumber(bits: number): number {
	const exponent = (bits >> 10) & 0x1f;
	const mantissa = bits & 0x3ff;
	let magnitude: number;
	if (exponent === 0) magnitude = mantissa / 0x1000000;
	else if (exponent === 31) magnitude = mantissa === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
	else if (exponent < 25) magnitude = (0x400 + mantissa) / (1 << (25 - exponent));
	else magnitude = (0x400 + mantissa) * (1 << (exponent - 25));
	return bits & 0x8000 ? -magnitude : magnitude;
}

/** The 16 bits of the half that is exactly `value`, or -1 where there is none. NaN is the quiet one. */
export function numberToHalf(value: number): number {
	if (Number.isNaN(value)) return 0x7e00;
	const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
	const magnitude = Math.abs(value);
	if (magnitude === Number.POSITIVE_INFINITY) return sign | 0x7c00;
	if (magnitude === 0) return sign;
	if (magnitude > 65504) return -1;
	// Subnormal: a multiple of 2^-24 below 2^-14.
	if (magnitude < 1 / 0x4000) return exactBits(sign, magnitude * 0x1000000);
	let exponent = 15;
	let scaled = magnitude;
	while (scaled >= 2) {
		scaled /= 2;
		exponent++;
	}
	while (scaled < 1) {
		scaled *= 2;
		exponent--;
	}
	return exactBits(sign | (exponent << 10), (scaled - 1) * 0x400);
}

function exactBits(upper: number, mantissa: number): number {
	return Number.isInteger(mantissa) ? upper | mantissa : -1;
}
