import { type CryptoFault, p256PrivateLength, p256PublicLength } from "kith/core/crypto";
import { cryptoCalls } from "../guest/protocol";
import { agreeOnP256, publicKeyOnP256 } from "./p256";
import type { SharedSecrets } from "./shared-secrets";

/**
 * The part of a simulated board's cryptography that the engine leaves to the session: answers `cryptoCalls`. Knows
 * nothing but the question, so answers are the same in every run, and boards of one batch may ask in any order.
 */
export class BoardCrypto {
	readonly #shared: SharedSecrets | undefined;
	readonly #answer = new Uint8Array(1 + p256PublicLength);

	/** @param shared what all boards of a session have agreed on so far */
	constructor(shared?: SharedSecrets) {
		this.#shared = shared;
	}

	/** Whether a question is for us. */
	static answers(kind: number): boolean {
		return kind === cryptoCalls.agreeP256 || kind === cryptoCalls.publicP256;
	}

	/**
	 * @param bytes valid during the call only; so is the answer until the next one
	 * @throws RangeError for a question that is none of `cryptoCalls`
	 */
	answer(kind: number, bytes: Uint8Array): Uint8Array {
		const privateKey = bytes.subarray(0, p256PrivateLength);
		switch (kind) {
			case cryptoCalls.agreeP256:
				return this.#result(this.#agree(privateKey, bytes.subarray(p256PrivateLength)));
			case cryptoCalls.publicP256:
				return this.#result(publicKeyOnP256(privateKey));
		}
		throw new RangeError(`a board asked its cryptography a question of the unknown kind ${kind}`);
	}

	#agree(privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array | CryptoFault {
		const known = this.#shared?.get(privateKey, publicKey);
		if (known !== undefined) return known;
		const secret = agreeOnP256(privateKey, publicKey);
		if (typeof secret !== "number") this.#shared?.put(privateKey, publicKey, secret);
		return secret;
	}

	#result(result: Uint8Array | CryptoFault): Uint8Array {
		const answer = this.#answer;
		if (typeof result === "number") {
			answer[0] = -result;
			return answer.subarray(0, 1);
		}
		answer[0] = 0;
		answer.set(result, 1);
		return answer.subarray(0, 1 + result.length);
	}
}
