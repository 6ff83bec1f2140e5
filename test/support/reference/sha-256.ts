/** SHA-256 (FIPS 180-4), HMAC (RFC 2104) and HKDF (RFC 5869): small, slow, for tests alone. */

/** The first 32 bits of the fractional parts of a root of each of the first `count` primes. */
function primeRoots(count: number, exponent: number): number[] {
	const primes: number[] = [];
	for (let candidate = 2; primes.length < count; candidate++)
		if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
	return primes.map((prime) => (fractionOfRoot(prime, exponent) | 0) >>> 0);
}

/** Bits 0 … 31 behind the binary point of prime^(1/exponent), found with integers, so exact on every machine. */
function fractionOfRoot(prime: number, exponent: number): number {
	const target = BigInt(prime) << BigInt(32 * exponent);
	let root = 0n;
	for (let bit = 1n << 36n; bit > 0n; bit >>= 1n) if ((root + bit) ** BigInt(exponent) <= target) root += bit;
	return Number(root & 0xffffffffn);
}

function rotate(word: number, by: number): number {
	return (word >>> by) | (word << (32 - by));
}

export class Sha256 {
	readonly #constants = primeRoots(64, 3);
	readonly #initial = primeRoots(8, 2);

	digest(data: Uint8Array): Uint8Array {
		const state = this.#initial.slice();
		const padded = new Uint8Array(((data.length + 8) >> 6) * 64 + 64);
		padded.set(data);
		padded[data.length] = 0x80;
		const bits = data.length * 8;
		for (let place = 0; place < 4; place++) padded[padded.length - 1 - place] = bits >>> (8 * place);
		for (let at = 0; at < padded.length; at += 64) this.#block(state, padded, at);
		return Uint8Array.from(state.flatMap((word) => [word >>> 24, word >>> 16, word >>> 8, word]));
	}

	hmac(key: Uint8Array, data: Uint8Array): Uint8Array {
		const block = new Uint8Array(64);
		block.set(key.length > 64 ? this.digest(key) : key);
		const inner = block.map((byte) => byte ^ 0x36);
		const outer = block.map((byte) => byte ^ 0x5c);
		return this.digest(Uint8Array.of(...outer, ...this.digest(Uint8Array.of(...inner, ...data))));
	}

	hkdf(secret: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Uint8Array {
		const key = this.hmac(salt, secret);
		const output: number[] = [];
		let previous = new Uint8Array(0);
		for (let counter = 1; output.length < length; counter++) {
			previous = new Uint8Array(this.hmac(key, Uint8Array.of(...previous, ...info, counter)));
			output.push(...previous);
		}
		return Uint8Array.from(output.slice(0, length));
	}

	#block(state: number[], bytes: Uint8Array, at: number): void {
		const words: number[] = [];
		for (let index = 0; index < 64; index++) words.push(index < 16 ? wordAt(bytes, at + 4 * index) : extend(words));
		let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number];
		for (let index = 0; index < 64; index++) {
			const choice = (e & f) ^ (~e & g);
			const majority = (a & b) ^ (a & c) ^ (b & c);
			const first =
				(h +
					(rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +
					choice +
					(this.#constants[index] as number) +
					(words[index] as number)) |
				0;
			const second = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority) | 0;
			[h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
		}
		[a, b, c, d, e, f, g, h].forEach((word, index) => {
			state[index] = ((state[index] as number) + word) | 0;
		});
	}
}

function wordAt(bytes: Uint8Array, at: number): number {
	return [0, 1, 2, 3].reduce((word, place) => (word << 8) | (bytes[at + place] as number), 0);
}

function extend(words: readonly number[]): number {
	const back = (steps: number): number => words[words.length - steps] as number;
	const small = rotate(back(15), 7) ^ rotate(back(15), 18) ^ (back(15) >>> 3);
	const large = rotate(back(2), 17) ^ rotate(back(2), 19) ^ (back(2) >>> 10);
	return (back(16) + small + back(7) + large) | 0;
}
