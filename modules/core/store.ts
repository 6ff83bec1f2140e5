/**
 * Port: a small key-value memory that survives power loss (NVS on an ESP32).
 *
 * For node code: at most 64 keys of 1-15 ASCII characters, values of at most 512 bytes; writes wear flash, so write
 * rarely. A value read is a copy.
 *
 * For platform authors: a `write` cut by a power loss leaves either the old or the new value, never a mixture.
 */
export interface Store {
	/** The stored bytes, or undefined where the key was never written (or was deleted). */
	read(key: string): Uint8Array | undefined;
	/** Stores `value`; the fault says why nothing was stored. */
	write(key: string, value: Uint8Array): StoreFault | undefined;
	delete(key: string): void;
}

export type StoreFault = "full" | "too long" | "worn out";

export const storeKeyLengthLimit = 15;
export const storeValueLengthLimit = 512;
