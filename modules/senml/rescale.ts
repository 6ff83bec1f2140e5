const int32Maximum = 0x7fffffff;
const int32Minimum = -0x80000000;

/** What `rescale` and `fromFloat` answer where the number is none at that scale: not an integer. */
export const unrepresentable = 0.5;

/**
 * `mantissa` · 10^`exponent` in 10^-`scale` units, exactly: `unrepresentable` where digits would be lost or the result
 * is beyond int32.
 */
export function rescale(mantissa: number, exponent: number, scale: number): number {
	let shift = exponent + scale;
	let value = mantissa;
	if (value === 0) return 0;
	// At most ten steps: int32 has ten digits.
	while (shift > 0) {
		value *= 10;
		if (value > int32Maximum || value < int32Minimum) return unrepresentable;
		shift--;
	}
	while (shift < 0) {
		if (value % 10 !== 0) return unrepresentable;
		value = (value / 10) | 0;
		shift++;
	}
	return value;
}

/**
 * A float in 10^-`scale` units (scale 0-9) where it is a decimal number of that scale: the nearest float to that number,
 * of its own precision. 120.1 as a double is 1201 at scale 1; the double above it is `unrepresentable`, as is what lies
 * beyond int32.
 * @param single whether the number came in single precision
 */
export function fromFloat(value: number, single: boolean, scale: number): number {
	let power = 1;
	for (let step = 0; step < scale; step++) power *= 10;
	const nearest = Math.round(value * power);
	if (!(nearest <= int32Maximum && nearest >= int32Minimum)) return unrepresentable;
	// Division rounds correctly, so this is the float that the decimal number is written as.
	const back = single ? Math.fround(nearest / power) : nearest / power;
	return back === value ? nearest | 0 : unrepresentable;
}
