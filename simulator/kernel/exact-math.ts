/**
 * Elementary functions made of IEEE 754 additions, multiplications, divisions and square roots alone, so that every
 * machine and every version of the JavaScript engine gives the same bits: the language leaves `Math.sin` and its
 * relatives to the engine. Twelve digits are right, far more than any model that
 * uses them deserves.
 */

const tau = 2 * Math.PI;
const halfPi = Math.PI / 2;

/** e^x for -700 ≤ x ≤ 700; beyond that 0 or Infinity. */
export function exponential(x: number): number {
	if (x < -700) return 0;
	if (x > 700) return Number.POSITIVE_INFINITY;
	// x = k ln 2 + r with |r| ≤ ln 2 / 2, then Taylor's series for e^r and k doublings.
	const k = Math.round(x / Math.LN2);
	const r = x - k * Math.LN2;
	let sum = 1;
	for (let n = 16; n >= 1; n--) sum = 1 + (r / n) * sum;
	let scale = 1;
	for (let left = Math.abs(k); left > 0; left--) scale *= 2;
	return k < 0 ? sum / scale : sum * scale;
}

/** Natural logarithm of x > 0. */
export function logarithm(x: number): number {
	if (!(x > 0)) throw new RangeError(`no logarithm of ${x}`);
	let mantissa = x;
	let k = 0;
	while (mantissa > Math.SQRT2) {
		mantissa /= 2;
		k++;
	}
	while (mantissa < Math.SQRT1_2) {
		mantissa *= 2;
		k--;
	}
	// ln m = 2 artanh((m-1)/(m+1))
	const z = (mantissa - 1) / (mantissa + 1);
	const square = z * z;
	let sum = 0;
	for (let n = 31; n >= 1; n -= 2) sum = 1 / n + square * sum;
	return 2 * z * sum + k * Math.LN2;
}

/** log10 of x > 0. */
export function decadic(x: number): number {
	return logarithm(x) / Math.LN10;
}

/** Sine of an angle in radians; for |x| beyond some tens the absolute error grows with it, as 1e-16 |x|. */
export function sine(x: number): number {
	let angle = x - tau * Math.round(x / tau);
	if (angle > halfPi) angle = tau / 2 - angle;
	else if (angle < -halfPi) angle = -tau / 2 - angle;
	const square = angle * angle;
	let sum = 1;
	for (let n = 20; n >= 2; n -= 2) sum = 1 - (square / (n * (n + 1))) * sum;
	return angle * sum;
}

/** Cosine of an angle in radians. */
export function cosine(x: number): number {
	return sine(x + halfPi);
}

/** Inverse sine in radians of -1 ≤ x ≤ 1, by Newton's method on {@link sine}. */
export function arcsine(x: number): number {
	if (x > 0.9) return halfPi - 2 * arcsine(Math.sqrt((1 - x) / 2));
	if (x < -0.9) return -arcsine(-x);
	let angle = x * (1 + (x * x) / 6);
	for (let round = 0; round < 6; round++) angle -= (sine(angle) - x) / cosine(angle);
	return angle;
}
