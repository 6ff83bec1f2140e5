/**
 * The simulator's dice: xoshiro128** (Blackman and Vigna, 2018) in 32-bit integers, seeded through splitmix32, so that
 * every machine throws the same. Each user forks its own stream by name: adding one thing to a world does not change
 * the luck of everything else.
 */
export class SeededRandom {
	readonly #state = new Uint32Array(4);

	constructor(seed: number, stream = "") {
		let mix = seed >>> 0;
		for (let index = 0; index < stream.length; index++)
			mix = Math.imul(mix ^ stream.charCodeAt(index), 0x01000193) >>> 0;
		for (let index = 0; index < 4; index++) {
			mix = (mix + 0x9e3779b9) >>> 0;
			let word = Math.imul(mix ^ (mix >>> 16), 0x21f0aaad);
			word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
			this.#state[index] = (word ^ (word >>> 15)) >>> 0;
		}
	}

	/** A further independent stream. */
	fork(stream: string): SeededRandom {
		return new SeededRandom(this.uint32(), stream);
	}

	/** 0 … 2^32-1. */
	uint32(): number {
		const s = this.#state as unknown as [number, number, number, number];
		const scrambled = Math.imul(s[1], 5);
		const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
		const shifted = s[1] << 9;
		s[2] ^= s[0];
		s[3] ^= s[1];
		s[1] ^= s[2];
		s[0] ^= s[3];
		s[2] ^= shifted;
		s[3] = (s[3] << 11) | (s[3] >>> 21);
		return result;
	}

	/** 0 ≤ x < 1, a multiple of 2^-32. */
	uniform(): number {
		return this.uint32() / 0x1_0000_0000;
	}

	/** A whole number, 0 … limit-1. */
	below(limit: number): number {
		return Math.floor(this.uniform() * limit);
	}

	/** Near-normal with mean 0 and deviation 1: the sum of twelve uniforms less six, exact on every machine; never beyond ±6. */
	normal(): number {
		let sum = -6;
		for (let draw = 0; draw < 12; draw++) sum += this.uniform();
		return sum;
	}
}
