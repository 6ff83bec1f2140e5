import {
	type AeadParameters,
	aeadKeyLength,
	type Crypto,
	checkAeadCall,
	cryptoFaults,
	dataLengthLimit,
	derivedLengthLimit,
	digestLength,
	type KeyHandle,
	keyLengthLimit,
	keyLimit,
} from "kith/core/crypto";
import { Aes128 } from "./reference/aes-128";
import { ccmOpen, ccmSeal } from "./reference/ccm";
import { Sha256 } from "./reference/sha-256";

/**
 * The port in TypeScript alone, so that portable tests have it inside XS: written from the standards, slow, and careless
 * about time and memory. P-256 it does not have.
 */
export class ReferenceCrypto implements Crypto {
	readonly textLimit: number = 1500;
	readonly #keys: (Uint8Array | undefined)[] = new Array(keyLimit).fill(undefined);
	readonly #sha = new Sha256();
	/** Every (key, nonce) that sealed something, as text. */
	readonly used = new Set<string>();
	/** Of those, the ones that did it twice: there must never be any. */
	readonly reused: string[] = [];

	importKey(bytes: Uint8Array, length: number): KeyHandle {
		if (length < 1 || length > keyLengthLimit || length > bytes.length) throw new RangeError(`key of ${length} bytes`);
		const handle = this.#keys.indexOf(undefined);
		if (handle < 0) return cryptoFaults.keysFull;
		this.#keys[handle] = bytes.slice(0, length);
		return handle;
	}

	forgetKey(key: KeyHandle): void {
		if (this.#keys[key] !== undefined) this.#keys[key] = undefined;
	}

	/** Keys in keeping. */
	get keyCount(): number {
		return this.#keys.filter((key) => key !== undefined).length;
	}

	seal(parameters: AeadParameters, buffer: Uint8Array, offset: number, length: number): number {
		const { nonce, tagLength } = parameters;
		const end = offset + length;
		checkAeadCall(this, parameters, buffer, offset, end + tagLength);
		const key = this.#aeadKey(parameters.key);
		if (key === undefined) return cryptoFaults.noKey;
		const pair = `${key.join()} ${nonce.join()}`;
		if (this.used.has(pair)) this.reused.push(pair);
		this.used.add(pair);
		buffer.set(ccmSeal(new Aes128(key), nonce, aadOf(parameters), buffer.slice(offset, end), tagLength), offset);
		return length + tagLength;
	}

	open(parameters: AeadParameters, buffer: Uint8Array, offset: number, length: number): number {
		checkAeadCall(this, parameters, buffer, offset, offset + length);
		const { nonce, tagLength } = parameters;
		const key = this.#aeadKey(parameters.key);
		if (key === undefined) return cryptoFaults.noKey;
		if (length < tagLength) return cryptoFaults.notAuthentic;
		const sealed = buffer.slice(offset, offset + length);
		const text = ccmOpen(new Aes128(key), nonce, aadOf(parameters), sealed, tagLength);
		if (text === undefined) return cryptoFaults.notAuthentic;
		buffer.set(text, offset);
		return text.length;
	}

	sha256(data: Uint8Array, length: number, digest: Uint8Array): void {
		digest.set(this.#sha.digest(checked(data, length)));
	}

	hmacSha256(key: KeyHandle, data: Uint8Array, length: number, mac: Uint8Array): number {
		const bytes = checked(data, length);
		const secret = this.#keys[key];
		if (secret === undefined) return cryptoFaults.noKey;
		mac.set(this.#sha.hmac(secret, bytes));
		return digestLength;
	}

	hkdfSha256(secret: KeyHandle, salt: Uint8Array, info: Uint8Array, infoLength: number, output: Uint8Array): number {
		const key = this.#keys[secret];
		if (key === undefined) return cryptoFaults.noKey;
		if (salt.length > keyLengthLimit || infoLength > keyLengthLimit || output.length > derivedLengthLimit)
			throw new RangeError("salt, info or output too long");
		output.set(this.#sha.hkdf(key, salt, checked(info, infoLength), output.length));
		return output.length;
	}

	agreeP256(_privateKey: KeyHandle, _publicKey: Uint8Array): KeyHandle {
		return cryptoFaults.unsupported;
	}

	publicP256(): number {
		return cryptoFaults.unsupported;
	}

	#aeadKey(handle: KeyHandle): Uint8Array | undefined {
		const key = this.#keys[handle];
		return key?.length === aeadKeyLength ? key : undefined;
	}
}

function aadOf(parameters: AeadParameters): Uint8Array {
	return parameters.aad.slice(0, parameters.aadLength);
}

function checked(data: Uint8Array, length: number): Uint8Array {
	if (length < 0 || length > data.length || length > dataLengthLimit) throw new RangeError(`data of ${length} bytes`);
	return data.slice(0, length);
}
