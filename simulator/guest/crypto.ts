import {
	type AeadParameters,
	aadLengthLimit,
	type Crypto,
	checkAeadCall,
	dataLengthLimit,
	derivedLengthLimit,
	digestLength,
	type KeyHandle,
	keyLengthLimit,
	p256PublicLength,
} from "kith/core/crypto";
import { aeadLayout, cryptoCalls, eventBytesLimit } from "./protocol";
import type { Wire } from "./wire";

const longestTag = 16;

/**
 * What a board has in hardware: the session computes, and keeps the keys. Everything crosses in the wire's buffer, so
 * nothing is allocated per message. Where the host answers -1 there is no cryptography in this session: a bug.
 */
export class SimulatedCrypto implements Crypto {
	/** With its tag and what goes in front of it, that fills the wire. */
	readonly textLimit = eventBytesLimit - aeadLayout.text - longestTag;
	readonly #wire: Wire;

	constructor(wire: Wire) {
		this.#wire = wire;
		this.#call(cryptoCalls.reset);
	}

	importKey(bytes: Uint8Array, length: number): KeyHandle {
		if (length < 1 || length > keyLengthLimit || length > bytes.length) throw new RangeError(`key of ${length} bytes`);
		this.#wire.begin().copy(bytes, length);
		return this.#handle(cryptoCalls.importKey);
	}

	forgetKey(key: KeyHandle): void {
		this.#wire.begin().uint16(key);
		this.#call(cryptoCalls.forgetKey);
	}

	seal(parameters: AeadParameters, buffer: Uint8Array, offset: number, length: number): number {
		checkAeadCall(this, parameters, buffer, offset, offset + length + parameters.tagLength);
		return this.#aead(cryptoCalls.seal, parameters, buffer, offset, length);
	}

	open(parameters: AeadParameters, buffer: Uint8Array, offset: number, length: number): number {
		checkAeadCall(this, parameters, buffer, offset, offset + length);
		return this.#aead(cryptoCalls.open, parameters, buffer, offset, length);
	}

	sha256(data: Uint8Array, length: number, digest: Uint8Array): void {
		checkLength(data, length, dataLengthLimit);
		this.#wire.begin().copy(data, length);
		this.#result(cryptoCalls.sha256, digest, digestLength);
	}

	hmacSha256(key: KeyHandle, data: Uint8Array, length: number, mac: Uint8Array): number {
		checkLength(data, length, dataLengthLimit);
		this.#wire.begin().uint16(key).copy(data, length);
		return this.#result(cryptoCalls.hmacSha256, mac, digestLength);
	}

	hkdfSha256(secret: KeyHandle, salt: Uint8Array, info: Uint8Array, infoLength: number, output: Uint8Array): number {
		checkLength(salt, salt.length, keyLengthLimit);
		checkLength(info, infoLength, keyLengthLimit);
		checkLength(output, output.length, derivedLengthLimit);
		const wire = this.#wire.begin().uint16(secret).uint8(output.length).uint8(salt.length);
		wire.copy(salt, salt.length).copy(info, infoLength);
		return this.#result(cryptoCalls.hkdfSha256, output, output.length);
	}

	agreeP256(privateKey: KeyHandle, publicKey: Uint8Array): KeyHandle {
		// What is too long for a point is none, however long: the session sees that from one byte too many.
		this.#wire
			.begin()
			.uint16(privateKey)
			.copy(publicKey, Math.min(publicKey.length, p256PublicLength + 1));
		return this.#handle(cryptoCalls.agreeP256);
	}

	publicP256(privateKey: KeyHandle, publicKey: Uint8Array): number {
		this.#wire.begin().uint16(privateKey);
		return this.#result(cryptoCalls.publicP256, publicKey, p256PublicLength);
	}

	#aead(kind: number, parameters: AeadParameters, buffer: Uint8Array, offset: number, length: number): number {
		const bytes = this.#wire.bytes;
		const { key, aad, aadLength } = parameters;
		bytes[aeadLayout.key] = key;
		bytes[aeadLayout.key + 1] = key >> 8;
		bytes[aeadLayout.tagLength] = parameters.tagLength;
		bytes[aeadLayout.aadLength] = aadLength;
		bytes.set(parameters.nonce, aeadLayout.nonce);
		// An array that fits is copied as a whole: one call instead of a loop.
		if (aad.length <= aadLengthLimit) bytes.set(aad, aeadLayout.aad);
		else for (let index = 0; index < aadLength; index++) bytes[aeadLayout.aad + index] = aad[index] as number;
		const text = aeadLayout.text;
		for (let index = 0; index < length; index++) bytes[text + index] = buffer[offset + index] as number;
		const count = host.call(kind, bytes, text + length) - 1;
		if (count < 0) throw new Error("this session has no cryptography");
		const fault = bytes[0] as number;
		if (fault !== 0) return -fault;
		for (let index = 0; index < count; index++) buffer[offset + index] = bytes[1 + index] as number;
		return count;
	}

	/** Asks with what the wire holds. @returns 0, or a fault */
	#call(kind: number): number {
		const wire = this.#wire;
		if (wire.call(kind) < 1) throw new Error("this session has no cryptography");
		return -(wire.bytes[0] as number);
	}

	#handle(kind: number): KeyHandle {
		const fault = this.#call(kind);
		const bytes = this.#wire.bytes;
		return fault !== 0 ? fault : (bytes[1] as number) | ((bytes[2] as number) << 8);
	}

	#result(kind: number, output: Uint8Array, length: number): number {
		const fault = this.#call(kind);
		if (fault !== 0) return fault;
		const bytes = this.#wire.bytes;
		for (let index = 0; index < length; index++) output[index] = bytes[1 + index] as number;
		return length;
	}
}

function checkLength(bytes: Uint8Array, length: number, limit: number): void {
	if (length < 0 || length > bytes.length || length > limit) throw new RangeError(`${length} bytes`);
}
