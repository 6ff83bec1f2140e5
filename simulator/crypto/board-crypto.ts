import { aadLengthLimit, derivedLengthLimit, digestLength, nonceLength, p256PublicLength } from "kith/core/crypto";
import { aeadLayout, cryptoCalls, eventBytesLimit } from "../guest/protocol";
import { NodeCrypto } from "./node-crypto";
import type { SharedSecrets } from "./shared-secrets";

/** Room for the longest answer: what the guest's wire holds. */
const answerBytes = eventBytesLimit;

/**
 * The cryptography of one simulated board: answers what its program asks over `cryptoCalls`. Depends on nothing but this
 * board's own calls, so answers are the same in every run, and boards of one batch may ask in any order.
 */
export class BoardCrypto {
	#crypto: NodeCrypto;
	readonly #shared: SharedSecrets | undefined;
	readonly #answer = new Uint8Array(answerBytes);
	readonly #nonce = new Uint8Array(nonceLength);
	readonly #aad = new Uint8Array(aadLengthLimit);

	/** @param shared what all boards of a session have agreed on so far */
	constructor(shared?: SharedSecrets) {
		this.#shared = shared;
		this.#crypto = new NodeCrypto(shared);
	}

	/** Whether a question is for us. */
	static answers(kind: number): boolean {
		return kind >= cryptoCalls.reset && kind <= cryptoCalls.publicP256;
	}

	/** Keys that the board has in keeping. */
	get keyCount(): number {
		return this.#crypto.keyCount;
	}

	/**
	 * @param bytes valid during the call only; so is the answer until the next one
	 * @throws RangeError for a question that is none of `cryptoCalls`, or one that only a bug of the guest can ask
	 */
	answer(kind: number, bytes: Uint8Array): Uint8Array {
		const crypto = this.#crypto;
		const handle = (bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8);
		const rest = bytes.subarray(2);
		switch (kind) {
			case cryptoCalls.reset:
				this.#crypto = new NodeCrypto(this.#shared);
				return this.#bytes(0);
			case cryptoCalls.importKey:
				return this.#handle(crypto.importKey(bytes, bytes.length));
			case cryptoCalls.forgetKey:
				crypto.forgetKey(handle);
				return this.#bytes(0);
			case cryptoCalls.seal:
			case cryptoCalls.open:
				return this.#aead(kind, handle, bytes);
			case cryptoCalls.sha256:
				crypto.sha256(bytes, bytes.length, this.#room(digestLength));
				return this.#bytes(digestLength);
			case cryptoCalls.hmacSha256:
				return this.#bytes(crypto.hmacSha256(handle, rest, rest.length, this.#room(digestLength)));
			case cryptoCalls.hkdfSha256:
				return this.#hkdf(handle, bytes);
			case cryptoCalls.agreeP256:
				return this.#handle(crypto.agreeP256(handle, rest));
			case cryptoCalls.publicP256:
				return this.#bytes(crypto.publicP256(handle, this.#room(p256PublicLength)));
		}
		throw new RangeError(`a board asked its cryptography a question of the unknown kind ${kind}`);
	}

	#aead(kind: number, key: number, bytes: Uint8Array): Uint8Array {
		const { nonce, aad, text } = aeadLayout;
		const length = bytes.length - text;
		this.#nonce.set(bytes.subarray(nonce, nonce + nonceLength));
		this.#aad.set(bytes.subarray(aad, aad + aadLengthLimit));
		this.#answer.set(bytes.subarray(text), 1);
		const parameters = {
			key,
			nonce: this.#nonce,
			aad: this.#aad,
			aadLength: bytes[aeadLayout.aadLength] as number,
			tagLength: bytes[aeadLayout.tagLength] as number,
		};
		const crypto = this.#crypto;
		const seal = kind === cryptoCalls.seal;
		return this.#bytes(
			seal ? crypto.seal(parameters, this.#answer, 1, length) : crypto.open(parameters, this.#answer, 1, length),
		);
	}

	#hkdf(secret: number, bytes: Uint8Array): Uint8Array {
		const [, , outputLength = 0, saltLength = 0] = bytes;
		if (outputLength > derivedLengthLimit) throw new RangeError(`${outputLength} bytes of output`);
		const salt = bytes.subarray(4, 4 + saltLength);
		const info = bytes.subarray(4 + saltLength);
		return this.#bytes(this.#crypto.hkdfSha256(secret, salt, info, info.length, this.#room(outputLength)));
	}

	/** Where a result goes, behind the status. */
	#room(length: number): Uint8Array {
		return this.#answer.subarray(1, 1 + length);
	}

	/** @param result length of what lies behind the status, or a fault */
	#bytes(result: number): Uint8Array {
		this.#answer[0] = result < 0 ? -result : 0;
		return this.#answer.subarray(0, 1 + Math.max(0, result));
	}

	#handle(result: number): Uint8Array {
		this.#answer[1] = result;
		this.#answer[2] = result >> 8;
		return this.#bytes(result < 0 ? result : 2);
	}
}
