import type { Random } from "kith/core/random";

/** Repeatable: a small linear congruential generator (Numerical Recipes), good enough to differ from node to node. */
export class FixedRandom implements Random {
	#state: number;

	constructor(seed = 1) {
		this.#state = seed | 0;
	}

	fill(bytes: Uint8Array): void {
		for (let index = 0; index < bytes.length; index++) {
			this.#state = (Math.imul(this.#state, 1664525) + 1013904223) | 0;
			bytes[index] = this.#state >>> 24;
		}
	}
}
