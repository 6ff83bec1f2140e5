/**
 * The straight line through (x1, y1) and (x2, y2) at `x`, rounded to the nearest whole number (halves up) and held
 * between y1 and y2. x1 and x2 differ.
 */
export function line(x: number, x1: number, y1: number, x2: number, y2: number): number {
	const y = Math.floor(y1 + ((x - x1) * (y2 - y1)) / (x2 - x1) + 0.5);
	return Math.max(Math.min(y1, y2), Math.min(y, Math.max(y1, y2)));
}
