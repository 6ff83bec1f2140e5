/**
 * AES-128 (FIPS 197), forward only, as CCM needs it. Small and slow, with tables made at run time and accesses that
 * depend on secrets: for tests alone.
 */
export class Aes128 {
	readonly #box: Uint8Array;
	readonly #roundKeys = new Uint8Array(176);
	readonly #state = new Uint8Array(16);

	constructor(key: Uint8Array) {
		this.#box = substitutionBox();
		this.#expand(key);
	}

	/** Encrypts the 16 bytes of `block` in place. */
	encrypt(block: Uint8Array): void {
		this.#addRoundKey(block, 0);
		for (let round = 1; round <= 10; round++) {
			this.#substituteAndShift(block);
			if (round < 10) for (let column = 0; column < 16; column += 4) mixColumn(block, column);
			this.#addRoundKey(block, round);
		}
	}

	#expand(key: Uint8Array): void {
		const words = this.#roundKeys;
		const box = this.#box;
		words.set(key);
		let constant = 1;
		for (let at = 16; at < 176; at += 4) {
			for (let place = 0; place < 4; place++) {
				let byte = words[at - 4 + place] as number;
				if (at % 16 === 0) {
					byte = box[words[at - 4 + ((place + 1) & 3)] as number] as number;
					if (place === 0) byte ^= constant;
				}
				words[at + place] = (words[at - 16 + place] as number) ^ byte;
			}
			if (at % 16 === 0) constant = double(constant);
		}
	}

	#addRoundKey(block: Uint8Array, round: number): void {
		for (let index = 0; index < 16; index++)
			block[index] = (block[index] as number) ^ (this.#roundKeys[16 * round + index] as number);
	}

	#substituteAndShift(block: Uint8Array): void {
		const state = this.#state;
		state.set(block);
		for (let index = 0; index < 16; index++)
			block[index] = this.#box[state[(index + 4 * (index & 3)) & 15] as number] as number;
	}
}

function double(byte: number): number {
	return ((byte << 1) ^ (byte & 0x80 ? 0x11b : 0)) & 0xff;
}

function mixColumn(block: Uint8Array, at: number): void {
	const column = [0, 1, 2, 3].map((row) => block[at + row] as number);
	for (let row = 0; row < 4; row++) {
		const [a, b, c, d] = [0, 1, 2, 3].map((step) => column[(row + step) & 3] as number) as [
			number,
			number,
			number,
			number,
		];
		block[at + row] = double(a) ^ double(b) ^ b ^ c ^ d;
	}
}

/** Section 5.1.1: inverse in GF(2^8), found through powers of 3 and of its inverse, then the affine transformation. */
function substitutionBox(): Uint8Array {
	const box = new Uint8Array(256);
	let power = 1;
	let inverse = 1;
	do {
		power = power ^ double(power);
		inverse ^= inverse << 1;
		inverse ^= inverse << 2;
		inverse ^= inverse << 4;
		inverse &= 0xff;
		if (inverse & 0x80) inverse ^= 0x09;
		let bits = inverse;
		for (let turn = 1; turn <= 4; turn++) bits ^= ((inverse << turn) | (inverse >> (8 - turn))) & 0xff;
		box[power] = bits ^ 0x63;
	} while (power !== 1);
	box[0] = 0x63;
	return box;
}
