import type { AeadParameters, Crypto, KeyHandle } from "kith/core/crypto";

/*
 * Called as plain functions with the object in front: `native(…).call(…)` would make a function object for every call,
 * because XS keeps C functions as primitives, without one. Methods that hand on just their own parameters, in their order,
 * cost nothing: the compiler puts the C function in their place.
 */
type Aead = (
	self: PsaCrypto,
	key: KeyHandle,
	nonce: Uint8Array,
	aad: Uint8Array,
	aadLength: number,
	tagLength: number,
	buffer: Uint8Array,
	offset: number,
	length: number,
) => number;
type Hkdf = Crypto["hkdfSha256"];
const seal = native("xs_kith_crypto_seal") as Aead;
const open = native("xs_kith_crypto_open") as Aead;

/**
 * The Crypto port over PSA Crypto (PSA Crypto API 1.1): on a board the chip's hardware where it has some, on Linux Mbed
 * TLS. Keys lie in the C heap. Lengths are checked in C, once. When the library itself fails (no memory for a moment) the
 * fault is `unsupported`, and from `open` `notAuthentic`.
 */
export class PsaCrypto extends Native("xs_kith_crypto_destructor") implements Crypto {
	/** Throws where the library does not start. One per node. */
	constructor() {
		super();
		(native("xs_kith_crypto") as () => void).call(this);
	}

	/** The longest ESP-NOW frame of version 2 (1470 bytes) less the shortest tag; `kithTextLimit` in psa-crypto.h. */
	get textLimit(): number {
		return 1466;
	}

	importKey(bytes: Uint8Array, length: number): KeyHandle {
		return (native("xs_kith_crypto_import_key") as Crypto["importKey"]).call(this, bytes, length);
	}

	forgetKey(key: KeyHandle): void {
		(native("xs_kith_crypto_forget_key") as Crypto["forgetKey"]).call(this, key);
	}

	seal(parameters: AeadParameters, buffer: Uint8Array, offset: number, length: number): number {
		const { key, nonce, aad, aadLength, tagLength } = parameters;
		return seal(this, key, nonce, aad, aadLength, tagLength, buffer, offset, length);
	}

	open(parameters: AeadParameters, buffer: Uint8Array, offset: number, length: number): number {
		const { key, nonce, aad, aadLength, tagLength } = parameters;
		return open(this, key, nonce, aad, aadLength, tagLength, buffer, offset, length);
	}

	sha256(data: Uint8Array, length: number, digest: Uint8Array): void {
		(native("xs_kith_crypto_sha256") as Crypto["sha256"]).call(this, data, length, digest);
	}

	hmacSha256(key: KeyHandle, data: Uint8Array, length: number, mac: Uint8Array): number {
		return (native("xs_kith_crypto_hmac_sha256") as Crypto["hmacSha256"]).call(this, key, data, length, mac);
	}

	hkdfSha256(secret: KeyHandle, salt: Uint8Array, info: Uint8Array, infoLength: number, output: Uint8Array): number {
		return (native("xs_kith_crypto_hkdf_sha256") as Hkdf).call(this, secret, salt, info, infoLength, output);
	}

	agreeP256(privateKey: KeyHandle, publicKey: Uint8Array): KeyHandle {
		return (native("xs_kith_crypto_agree_p256") as Crypto["agreeP256"]).call(this, privateKey, publicKey);
	}

	publicP256(privateKey: KeyHandle, publicKey: Uint8Array): number {
		return (native("xs_kith_crypto_public_p256") as Crypto["publicP256"]).call(this, privateKey, publicKey);
	}
}
