/** Decimal text of values that are held as integers in 10^-scale units. */

/** 2345 at scale 2 is "23.45"; trailing zeros go: 2300 is "23". */
export function formatDecimal(value: number, scale: number): string {
	if (scale === 0) return String(value);
	const negative = value < 0;
	const digits = String(negative ? -value : value).padStart(scale + 1, "0");
	let end = digits.length;
	while (end > digits.length - scale && digits.charCodeAt(end - 1) === 0x30) end--;
	const whole = digits.slice(0, -scale);
	const fraction = digits.slice(digits.length - scale, end);
	const text = fraction === "" ? whole : `${whole}.${fraction}`;
	return negative ? `-${text}` : text;
}

/**
 * Reads `[-]digits[.digits]` exactly, without floating point. Undefined for anything else, for more decimals than
 * `scale` (unless zeros), and for what does not fit an int32.
 */
export function parseDecimal(text: string, scale: number): number | undefined {
	let index = 0;
	const negative = text.charCodeAt(0) === 0x2d;
	if (negative) index++;
	let value = 0;
	let digits = 0;
	let decimals = -1;
	for (; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (code === 0x2e && decimals < 0 && digits > 0) {
			decimals = 0;
			continue;
		}
		if (code < 0x30 || code > 0x39) return undefined;
		if (decimals >= 0 && ++decimals > scale) {
			if (code !== 0x30) return undefined;
			continue;
		}
		value = value * 10 + (code - 0x30);
		digits++;
		if (value > 0x7fffffff) return undefined;
	}
	if (digits === 0 || decimals === 0) return undefined;
	for (let place = Math.max(decimals, 0); place < scale; place++) value *= 10;
	if (value > 0x7fffffff) return undefined;
	return negative && value !== 0 ? -value : value;
}
