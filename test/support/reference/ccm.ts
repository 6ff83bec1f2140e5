import type { Aes128 } from "./aes-128";

/** CCM (RFC 3610) with nonces of 13 bytes, so L = 2. Written along section 2 of the RFC; for tests alone. */

/** The tag before it is encrypted (section 2.2), `tagLength` bytes. */
function authenticate(
	aes: Aes128,
	nonce: Uint8Array,
	aad: Uint8Array,
	text: Uint8Array,
	tagLength: number,
): Uint8Array {
	const flags = (aad.length > 0 ? 0x40 : 0) | (((tagLength - 2) / 2) << 3) | 1;
	const mac = Uint8Array.of(flags, ...nonce, text.length >> 8, text.length);
	aes.encrypt(mac);
	const absorb = (bytes: Uint8Array): void => {
		for (let at = 0; at < bytes.length; at += 16) {
			for (let place = 0; place < 16; place++) mac[place] = (mac[place] as number) ^ (bytes[at + place] ?? 0);
			aes.encrypt(mac);
		}
	};
	if (aad.length > 0) absorb(Uint8Array.of(aad.length >> 8, aad.length, ...aad));
	absorb(text);
	return mac.slice(0, tagLength);
}

/** Key stream (section 2.3) over `bytes`, in place, from block `counter` on. */
function encrypt(aes: Aes128, nonce: Uint8Array, bytes: Uint8Array, counter: number): void {
	for (let at = 0; at < bytes.length; at += 16) {
		const block = counter + at / 16;
		const stream = Uint8Array.of(1, ...nonce, block >> 8, block);
		aes.encrypt(stream);
		for (let place = 0; place < 16 && at + place < bytes.length; place++)
			bytes[at + place] = (bytes[at + place] as number) ^ (stream[place] as number);
	}
}

/** Text and tag. */
export function ccmSeal(
	aes: Aes128,
	nonce: Uint8Array,
	aad: Uint8Array,
	text: Uint8Array,
	tagLength: number,
): Uint8Array {
	const tag = authenticate(aes, nonce, aad, text, tagLength);
	const sealed = text.slice();
	encrypt(aes, nonce, sealed, 1);
	encrypt(aes, nonce, tag, 0);
	return Uint8Array.of(...sealed, ...tag);
}

/** The text, or undefined where the tag is not its. */
export function ccmOpen(
	aes: Aes128,
	nonce: Uint8Array,
	aad: Uint8Array,
	sealed: Uint8Array,
	tagLength: number,
): Uint8Array | undefined {
	const text = sealed.slice(0, sealed.length - tagLength);
	const tag = sealed.slice(sealed.length - tagLength);
	encrypt(aes, nonce, text, 1);
	encrypt(aes, nonce, tag, 0);
	const expected = authenticate(aes, nonce, aad, text, tagLength);
	return expected.every((byte, index) => byte === tag[index]) ? text : undefined;
}
