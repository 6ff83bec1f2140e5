/**
 * The one global that the simulator's engine gives to a guest machine. Only the simulator's guest composition root
 * (simulator/guest/) may use it; firmware receives ports.
 */
interface KithHost {
	/** Milliseconds since this machine booted, as int32 (wraps after 24.8 days); the time of the current event. */
	now(): number;
	/** Fills `bytes` from this machine's seeded generator (xorshift128, little-endian words, integers only). */
	fillRandom(bytes: Uint8Array): void;
	/**
	 * Hands over the receive buffer and the callback, once. Each event is copied to the start of `buffer`, then
	 * `callback(kind, length)` runs: nothing is allocated per event. Throws TypeError on wrong arguments.
	 */
	listen(buffer: Uint8Array, callback: (kind: number, length: number) => void): void;
	/** Sends `length` bytes to the simulator; delivered in order when the run ends. Throws RangeError beyond the limits. */
	post(kind: number, bytes: Uint8Array, length: number): void;
	/**
	 * Asks the simulator and waits. The answer replaces the start of `bytes`.
	 * @returns the answer's length, or -1 when nobody answers. Throws RangeError when the answer is longer than `bytes`.
	 */
	call(kind: number, bytes: Uint8Array, length: number): number;
	readonly crypto: KithHostCrypto;
}

/**
 * What a board has in hardware, as the port `Crypto` (modules/core/crypto.ts) wants it: same results, same limits, same
 * faults; RangeError for lengths beyond a limit or a buffer, TypeError for arguments of another type. Nothing is
 * allocated in the machine. Keys lie outside of its heap and go with it.
 */
interface KithHostCrypto {
	importKey(bytes: Uint8Array, length: number): number;
	forgetKey(key: number): void;
	/** Forgets all keys of this machine. */
	forgetAll(): void;
	seal(
		key: number,
		nonce: Uint8Array,
		aad: Uint8Array,
		aadLength: number,
		tagLength: number,
		buffer: Uint8Array,
		offset: number,
		length: number,
	): number;
	/** A text that is not authentic is zeroed. */
	open(
		key: number,
		nonce: Uint8Array,
		aad: Uint8Array,
		aadLength: number,
		tagLength: number,
		buffer: Uint8Array,
		offset: number,
		length: number,
	): number;
	sha256(data: Uint8Array, length: number, digest: Uint8Array): void;
	hmacSha256(key: number, data: Uint8Array, length: number, mac: Uint8Array): number;
	hkdfSha256(secret: number, salt: Uint8Array, info: Uint8Array, infoLength: number, output: Uint8Array): number;
	/**
	 * Asks the simulator, as `call` does: with the private key, then the public one, at most 66 bytes of it. The answer is
	 * 0 and the secret, 32 bytes, which becomes a key without passing through the machine; or a negated fault.
	 * @returns a handle or a fault; `unsupported` when nobody answers
	 */
	agreeP256(kind: number, privateKey: number, publicKey: Uint8Array): number;
	/** Asks with the private key; the answer is 0 and the 65 bytes, or a negated fault. @returns 65 or a fault */
	publicP256(kind: number, privateKey: number, publicKey: Uint8Array): number;
}

declare const host: KithHost;
