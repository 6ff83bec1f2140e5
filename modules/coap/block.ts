/** SZX of the largest block: 1024 bytes. 7 is reserved (RFC 7959 section 2.2; over reliable transports only, RFC 8323). */
export const largestSzx = 6;
/** NUM has 20 bits: a Block option is at most three bytes long. */
export const blockNumberLimit = 0xf_ffff;
export const blockLengthLimit = 3;

/** The value of a Block1 or Block2 option (section 2.2): which block, whether more follow, and how large blocks are. */
export function blockValue(number: number, more: boolean, szx: number): number {
	return (number << 4) | (more ? 8 : 0) | szx;
}

export function blockNumber(value: number): number {
	return value >>> 4;
}

export function blockMore(value: number): boolean {
	return (value & 8) !== 0;
}

/** 0 … 7; `largestSzx` at most in what can be used. */
export function blockSzx(value: number): number {
	return value & 7;
}

/** Bytes of a block: 16 … 1024. */
export function blockSize(szx: number): number {
	return 16 << szx;
}

/** Where the block begins, in bytes from the start of the body. */
export function blockOffset(value: number): number {
	return blockNumber(value) * blockSize(blockSzx(value));
}

/** SZX of the largest block that `room` bytes hold; 0 also where they hold none. */
export function szxFor(room: number): number {
	let szx = largestSzx;
	while (szx > 0 && blockSize(szx) > room) szx--;
	return szx;
}
