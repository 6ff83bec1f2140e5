import { elapsed } from "kith/core/clock";
import { type Crypto, digestLength, equalBytes, type KeyHandle, wipe } from "kith/core/crypto";
import type { Random } from "kith/core/random";

/** Bytes of an Echo value: when it was made, and 8 of a MAC. RFC 9175 section 2.2.1 allows 1-40. */
export const echoLength = 12;
const macLength = echoLength - 4;
const dataLength = 8;
const keyLength = 32;
/** A key is replaced after so long, well before the milliseconds since boot come round: 12 days. */
export const echoKeyLifetimeMs = 1 << 30;

/**
 * Challenges that prove a request fresh (Echo, RFC 9175 section 2; appendix A item 2): the value says when it was made,
 * for whom, and that we made it. Nothing is stored per challenge, so asking us for many costs no memory. The key is drawn
 * at boot and never leaves this object: challenges die with it.
 *
 * Values go inside OSCORE messages, so only the peer that was asked can have read it. A caller that uses this more rarely
 * than every `echoKeyLifetimeMs` calls `renewIfOld` that often.
 */
export class EchoChallenges {
	readonly #crypto: Crypto;
	readonly #random: Random;
	readonly #data = new Uint8Array(dataLength);
	readonly #mac = new Uint8Array(digestLength);
	#key: KeyHandle;
	#keySince: number;

	/** Throws Error where the platform keeps no more keys: without challenges a node must not run. */
	constructor(crypto: Crypto, random: Random, now: number) {
		this.#crypto = crypto;
		this.#random = random;
		this.#key = this.draw();
		this.#keySince = now;
	}

	/**
	 * Writes a challenge to the first `echoLength` bytes of `value`.
	 * @param subject who is asked: the context's serial, or an address
	 * @param now milliseconds since boot
	 * @returns `echoLength`
	 */
	issue(subject: number, now: number, value: Uint8Array): number {
		this.renewIfOld(now);
		this.authenticate(subject, now);
		for (let index = 0; index < 4; index++) value[index] = this.#data[4 + index] as number;
		for (let index = 0; index < macLength; index++) value[4 + index] = this.#mac[index] as number;
		return echoLength;
	}

	/**
	 * Whether `length` bytes from `offset` are a challenge that we made for this subject in the last `maximumAgeMs`: then
	 * the request that brings it was made after that.
	 */
	isFresh(
		subject: number,
		now: number,
		maximumAgeMs: number,
		buffer: Uint8Array,
		offset: number,
		length: number,
	): boolean {
		if (length !== echoLength) return false;
		this.renewIfOld(now);
		let made = 0;
		for (let index = 0; index < 4; index++) made = (made << 8) | (buffer[offset + index] as number);
		this.authenticate(subject, made);
		const data = this.#data;
		for (let index = 0; index < macLength; index++) data[index] = buffer[offset + 4 + index] as number;
		const age = elapsed(made, now);
		return equalBytes(data, this.#mac, macLength) && age >= 0 && age <= maximumAgeMs;
	}

	/** Replaces the key where it is old; challenges made before are refused then. */
	renewIfOld(now: number): void {
		const age = elapsed(this.#keySince, now);
		if (age >= 0 && age < echoKeyLifetimeMs) return;
		this.#crypto.forgetKey(this.#key);
		this.#key = this.draw();
		this.#keySince = now;
	}

	/** May be called twice. */
	close(): void {
		this.#crypto.forgetKey(this.#key);
		this.#key = -1;
	}

	private authenticate(subject: number, time: number): void {
		const data = this.#data;
		for (let index = 0; index < 4; index++) {
			data[index] = subject >> (24 - 8 * index);
			data[4 + index] = time >> (24 - 8 * index);
		}
		if (this.#crypto.hmacSha256(this.#key, data, dataLength, this.#mac) < 0) throw new Error("challenges are closed");
	}

	private draw(): KeyHandle {
		const bytes = new Uint8Array(keyLength);
		this.#random.fill(bytes);
		const key = this.#crypto.importKey(bytes, keyLength);
		wipe(bytes);
		if (key < 0) throw new Error("no room for the key of the challenges");
		return key;
	}
}
