/**
 * Port: the cryptography of a node. On an ESP32 it is native (PSA, backed by the hardware), in the simulator the host's.
 *
 * For node code: a secret that outlives a call lives behind a handle, in the platform's keeping and not in the XS heap,
 * where a garbage collection may leave copies behind. `importKey` copies; the caller wipes its own array right after
 * (`wipe`), and gives the handle back with `forgetKey`, upon which the platform overwrites its copy. A reboot forgets
 * every handle. Buffers and parameter objects are the caller's, may be reused, and are never kept.
 *
 * Faults are negative numbers, `cryptoFaults`; everything from 0 is a result. What only a bug can cause (a nonce of the
 * wrong length, a range beyond its buffer, a tag length that CCM here does not have) throws RangeError. No fault says
 * more than its kind, and `open` reveals nothing of a text that is not authentic.
 *
 * For platform authors: `seal` and `open` are called for every message, so they must neither allocate in the XS heap
 * nor take a time that depends on secrets. On any fault of `open` the text may be left in any state. `agreeP256` must
 * check that the point is on the curve; it and `publicP256` may take tens of milliseconds.
 */
export interface Crypto {
	/** Bytes of the longest text that `seal` takes and `open` gives. */
	readonly textLimit: number;
	/**
	 * Takes the first `length` (1 … `keyLengthLimit`) bytes into keeping.
	 * @returns a handle, or `keysFull`
	 */
	importKey(bytes: Uint8Array, length: number): KeyHandle;
	/** Overwrites a key; a handle that names none is ignored. The number may be given out again. */
	forgetKey(key: KeyHandle): void;
	/**
	 * AES-128-CCM (NIST SP 800-38C; RFC 3610 with L = 2): encrypts `length` bytes from `offset` in place and puts the tag
	 * behind them, for which there must be room.
	 * @returns `length` + tag length, or `noKey`
	 */
	seal(parameters: AeadParameters, buffer: Uint8Array, offset: number, length: number): number;
	/**
	 * The inverse: verifies and decrypts `length` bytes from `offset`, the tag included, in place.
	 * @returns length of the text, or `notAuthentic` (also for one shorter than a tag), or `noKey`
	 */
	open(parameters: AeadParameters, buffer: Uint8Array, offset: number, length: number): number;
	/** SHA-256 (FIPS 180-4) of the first `length` (0 … `dataLengthLimit`) bytes of `data`, to `digest` (32 bytes). */
	sha256(data: Uint8Array, length: number, digest: Uint8Array): void;
	/**
	 * HMAC-SHA-256 (RFC 2104) of the first `length` (0 … `dataLengthLimit`) bytes of `data`, to `mac` (32 bytes).
	 * @returns 32, or `noKey`
	 */
	hmacSha256(key: KeyHandle, data: Uint8Array, length: number, mac: Uint8Array): number;
	/**
	 * HKDF-SHA-256 (RFC 5869), extract and expand: fills the whole of `output` (1 … `derivedLengthLimit` bytes).
	 * @param salt all of it, at most `keyLengthLimit` bytes; empty as well
	 * @param info of which the first `infoLength` (0 … `keyLengthLimit`) bytes count
	 * @returns the length of `output`, or `noKey`
	 */
	hkdfSha256(secret: KeyHandle, salt: Uint8Array, info: Uint8Array, infoLength: number, output: Uint8Array): number;
	/**
	 * ECDH on P-256 (NIST SP 800-56A): the x coordinate of private key · public key, 32 bytes, as a new key.
	 * @param privateKey of 32 bytes, big-endian
	 * @param publicKey an uncompressed point: 4, x, y (65 bytes)
	 * @returns a handle, or `badPoint`, `badPrivateKey`, `noKey`, `keysFull`, `unsupported`
	 */
	agreeP256(privateKey: KeyHandle, publicKey: Uint8Array): KeyHandle;
	/**
	 * The public key of a private one, to the 65 bytes of `publicKey`.
	 * @returns 65, or `badPrivateKey`, `noKey`, `unsupported`
	 */
	publicP256(privateKey: KeyHandle, publicKey: Uint8Array): number;
}

/** From 0; a negative one is a `CryptoFault`. */
export type KeyHandle = number;

/** What AES-CCM needs beside the text. An object of the caller that is filled anew for each call. */
export interface AeadParameters {
	/** Of a key of 16 bytes. */
	readonly key: KeyHandle;
	/** All of it: `nonceLength` bytes. */
	readonly nonce: Uint8Array;
	/** Of which the first `aadLength` (0 … `aadLengthLimit`) bytes are authenticated with the text. */
	readonly aad: Uint8Array;
	readonly aadLength: number;
	/** 4, 8 or 16 bytes. */
	readonly tagLength: number;
}

/** Keys in keeping at a time: for 64 peers one of the group and two pairwise ones each, and the node's own. */
export const keyLimit = 256;
/** Bytes of the longest key, salt or info. */
export const keyLengthLimit = 160;
export const aeadKeyLength = 16;
export const nonceLength = 13;
export const aadLengthLimit = 64;
/** Bytes of the most that is hashed or authenticated in one call. */
export const dataLengthLimit = 384;
export const derivedLengthLimit = 96;
export const digestLength = 32;
export const p256PrivateLength = 32;
export const p256PublicLength = 65;

export const cryptoFaults = {
	/** The tag does not belong to text, nonce and associated data under this key. */
	notAuthentic: -1,
	/** The handle names no key, or one whose length does not fit the algorithm. */
	noKey: -2,
	/** `keyLimit` keys are in keeping. */
	keysFull: -3,
	/** Not an uncompressed point of P-256, or the point at infinity. */
	badPoint: -4,
	/** 0, or not below the order of P-256. */
	badPrivateKey: -5,
	/** This platform does not have the algorithm. */
	unsupported: -6,
} as const;
export type CryptoFault = (typeof cryptoFaults)[keyof typeof cryptoFaults];

/** Compares `length` bytes from the start of both in a time that does not depend on where they differ. */
export function equalBytes(a: Uint8Array, b: Uint8Array, length: number): boolean {
	let difference = 0;
	for (let index = 0; index < length; index++) difference |= (a[index] as number) ^ (b[index] as number);
	return difference === 0;
}

/** Overwrites a secret that was only passing through. */
export function wipe(bytes: Uint8Array): void {
	bytes.fill(0);
}

/**
 * Throws RangeError where parameters and range can only be a bug. For implementations of `seal` and `open`.
 * @param end of text and tag
 */
export function checkAeadCall(
	crypto: Crypto,
	parameters: AeadParameters,
	buffer: Uint8Array,
	offset: number,
	end: number,
): void {
	const { tagLength, aadLength, nonce } = parameters;
	if (nonce.length !== nonceLength) throw new RangeError(`nonce of ${nonce.length} bytes`);
	if (tagLength !== 4 && tagLength !== 8 && tagLength !== 16) throw new RangeError(`tag of ${tagLength} bytes`);
	if (aadLength < 0 || aadLength > aadLengthLimit || aadLength > parameters.aad.length)
		throw new RangeError(`associated data of ${aadLength} bytes`);
	if (offset < 0 || end < offset || end > buffer.length || end - offset > crypto.textLimit + tagLength)
		throw new RangeError(`text at ${offset} … ${end} of ${buffer.length} bytes`);
}
