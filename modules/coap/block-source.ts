/** A representation that is read in parts, so that nobody holds all of it. */
export interface BlockSource {
	/** After `readBlock`: there is more behind what was read. */
	readonly more: boolean;
	/** Writes up to `size` bytes from byte `offset` on to the start of `target`. @returns how many */
	readBlock(offset: number, target: Uint8Array, size: number): number;
}

/** Where a body goes that comes in parts. */
export interface BlockSink {
	/** The next `length` bytes of the body, of which they are the part at `offset`. @returns 0, or the code of a refusal */
	writeBlock(offset: number, buffer: Uint8Array, at: number, length: number): number;
	/** All of it is here. @returns the response's code */
	finish(): number;
	/** No more of it will come. */
	abort(): void;
}
