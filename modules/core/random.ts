/**
 * Port: unpredictable bytes. On a board the hardware generator, in the simulator a seeded one.
 * `Math.random` is not this: it is predictable on every platform.
 */
export interface Random {
	/** Fills the whole of `bytes`. */
	fill(bytes: Uint8Array): void;
}

/** A whole number in 0…limit-1, drawn without bias worth caring about for limits up to 65,536. */
export function randomBelow(random: Random, scratch: Uint8Array, limit: number): number {
	random.fill(scratch);
	const draw = (scratch[0] ?? 0) | ((scratch[1] ?? 0) << 8) | ((scratch[2] ?? 0) << 16);
	return draw % limit;
}
