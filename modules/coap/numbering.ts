import type { Random } from "kith/core/random";

/**
 * Message ids and tokens of one endpoint (RFC 7252 sections 4.4 and 5.3.1): both count up from a random start, so that
 * neither repeats within an exchange's lifetime and a rebooted node hardly ever repeats its former numbers.
 */
export class Numbering {
	#messageId: number;
	#token: number;

	constructor(random: Random) {
		const seed = new Uint8Array(4);
		random.fill(seed);
		this.#messageId = ((seed[0] as number) << 8) | (seed[1] as number);
		this.#token = ((seed[2] as number) << 8) | (seed[3] as number);
	}

	messageId(): number {
		this.#messageId = (this.#messageId + 1) & 0xffff;
		return this.#messageId;
	}

	/** 16 bits: far more than an endpoint has exchanges, so that a late response never meets another request. */
	token(): number {
		this.#token = (this.#token + 1) & 0xffff;
		return this.#token;
	}
}
