/**
 * Stands in for the modules of test/support/reference inside the emulator: the same functions on the engine's native
 * cryptography. In TypeScript they would take most of the time there; and so the C files run in these tests too.
 */

/** A key for `ccmSeal` and `ccmOpen`; in the machine's keeping only while one of them runs. */
export class Aes128 {
	readonly key: Uint8Array;

	constructor(key: Uint8Array) {
		this.key = key;
	}
}

function withKey<T>(bytes: Uint8Array, use: (key: number) => T): T {
	const key = host.crypto.importKey(bytes, bytes.length);
	if (key < 0) throw new Error("no room for a key");
	const result = use(key);
	host.crypto.forgetKey(key);
	return result;
}

export function ccmSeal(
	aes: Aes128,
	nonce: Uint8Array,
	aad: Uint8Array,
	text: Uint8Array,
	tagLength: number,
): Uint8Array {
	const sealed = new Uint8Array(text.length + tagLength);
	sealed.set(text);
	withKey(aes.key, (key) => host.crypto.seal(key, nonce, aad, aad.length, tagLength, sealed, 0, text.length));
	return sealed;
}

export function ccmOpen(
	aes: Aes128,
	nonce: Uint8Array,
	aad: Uint8Array,
	sealed: Uint8Array,
	tagLength: number,
): Uint8Array | undefined {
	const text = sealed.slice();
	const length = withKey(aes.key, (key) =>
		host.crypto.open(key, nonce, aad, aad.length, tagLength, text, 0, text.length),
	);
	return length < 0 ? undefined : text.slice(0, length);
}

export class Sha256 {
	digest(data: Uint8Array): Uint8Array {
		const digest = new Uint8Array(32);
		host.crypto.sha256(data, data.length, digest);
		return digest;
	}

	hmac(secret: Uint8Array, data: Uint8Array): Uint8Array {
		const mac = new Uint8Array(32);
		withKey(secret, (key) => host.crypto.hmacSha256(key, data, data.length, mac));
		return mac;
	}

	hkdf(secret: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Uint8Array {
		const output = new Uint8Array(length);
		withKey(secret, (key) => host.crypto.hkdfSha256(key, salt, info, info.length, output));
		return output;
	}
}
