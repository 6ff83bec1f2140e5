import type { AeadParameters, Crypto, KeyHandle } from "kith/core/crypto";
import { cryptoCalls } from "./protocol";

/**
 * What a board has in hardware: native functions of the engine, which check every length and keep the keys, and for
 * P-256 ask the session. As on a board, a message costs one native call and no memory.
 */
export class SimulatedCrypto implements Crypto {
	/** What one Ethernet frame holds, with room to spare. */
	readonly textLimit = 1500;

	/** The board has booted: forgets all its keys. */
	constructor() {
		host.crypto.forgetAll();
	}

	importKey(bytes: Uint8Array, length: number): KeyHandle {
		return host.crypto.importKey(bytes, length);
	}

	forgetKey(key: KeyHandle): void {
		host.crypto.forgetKey(key);
	}

	seal(parameters: AeadParameters, buffer: Uint8Array, offset: number, length: number): number {
		const { key, nonce, aad, aadLength, tagLength } = parameters;
		return host.crypto.seal(key, nonce, aad, aadLength, tagLength, buffer, offset, length);
	}

	open(parameters: AeadParameters, buffer: Uint8Array, offset: number, length: number): number {
		const { key, nonce, aad, aadLength, tagLength } = parameters;
		return host.crypto.open(key, nonce, aad, aadLength, tagLength, buffer, offset, length);
	}

	sha256(data: Uint8Array, length: number, digest: Uint8Array): void {
		host.crypto.sha256(data, length, digest);
	}

	hmacSha256(key: KeyHandle, data: Uint8Array, length: number, mac: Uint8Array): number {
		return host.crypto.hmacSha256(key, data, length, mac);
	}

	hkdfSha256(secret: KeyHandle, salt: Uint8Array, info: Uint8Array, infoLength: number, output: Uint8Array): number {
		return host.crypto.hkdfSha256(secret, salt, info, infoLength, output);
	}

	agreeP256(privateKey: KeyHandle, publicKey: Uint8Array): KeyHandle {
		return host.crypto.agreeP256(cryptoCalls.agreeP256, privateKey, publicKey);
	}

	publicP256(privateKey: KeyHandle, publicKey: Uint8Array): number {
		return host.crypto.publicP256(cryptoCalls.publicP256, privateKey, publicKey);
	}
}
