/** How long to wait before the next try, in ms: doubles from the first to the limit, then stays, for ever. */
export interface BackoffPolicy {
	readonly firstMs: number;
	readonly limitMs: number;
}

export const brokerBackoff: BackoffPolicy = { firstMs: 1_000, limitMs: 60_000 };

export class Backoff {
	readonly #policy: BackoffPolicy;
	#nextMs: number;

	constructor(policy: BackoffPolicy) {
		this.#policy = policy;
		this.#nextMs = policy.firstMs;
	}

	/** The wait before the try that comes now. */
	next(): number {
		const wait = this.#nextMs;
		this.#nextMs = Math.min(wait * 2, this.#policy.limitMs);
		return wait;
	}

	/** It worked: the next failure starts from the first wait again. */
	reset(): void {
		this.#nextMs = this.#policy.firstMs;
	}
}
