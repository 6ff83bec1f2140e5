import { type AeadParameters, nonceLength } from "kith/core/crypto";
import { aeadAlgorithm, idLengthLimit, tagLength } from "./limits";
import { twoTo32, writePartialIv } from "./partial-iv";

/** Where nonce and associated data are made: at the start of the contexts' table, so that copies are within one array. */
const aadStart = 16;
const aadRoom = 48;
export const workLength = aadStart + aadRoom;

/** Enc_structure up to the byte string of the external_aad (RFC 8613 section 5.4): ["Encrypt0", h'', … */
const structure = [0x83, 0x68, 0x45, 0x6e, 0x63, 0x72, 0x79, 0x70, 0x74, 0x30, 0x40] as const;
/** aad_array up to request_kid: [1, [AES-CCM-16-64-128], … */
const version = [0x85, 0x01, 0x81, aeadAlgorithm] as const;
const headAt = aadStart + structure.length;
const kidAt = headAt + 1 + version.length;
/** Head of a CBOR byte string of up to 23 bytes, and, of an ID, where its length is in it. */
const bytesHead = 0x40;
const lengthBits = 15;

/**
 * Nonce and associated data of one message at a time. Both are made from a row of the contexts' table and two numbers,
 * by changing what differs from the message before.
 */
export class AeadInput implements AeadParameters {
	key = -1;
	readonly nonce: Uint8Array;
	readonly aad: Uint8Array;
	aadLength = 0;
	readonly tagLength = tagLength;
	readonly #bytes: Uint8Array;

	/** @param bytes the table; its first `workLength` bytes are ours */
	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
		this.nonce = new Uint8Array(bytes.buffer, bytes.byteOffset, nonceLength);
		this.aad = new Uint8Array(bytes.buffer, bytes.byteOffset + aadStart, aadRoom);
		bytes.set(structure, aadStart);
		bytes.set(version, headAt + 1);
	}

	/**
	 * @param nonceBase where in the table the nonce of number 0 lies, for the sender of `noncePartialIv`
	 * @param kid where the request's kid lies, as a CBOR byte string
	 * @param requestPartialIv the number of the request that the message is, or answers
	 */
	prepare(nonceBase: number, noncePartialIv: number, kid: number, requestPartialIv: number): void {
		const bytes = this.#bytes;
		bytes.copyWithin(0, nonceBase, nonceBase + nonceLength);
		// Most numbers are short: of every reading, so without a call.
		bytes[nonceLength - 1] = (bytes[nonceLength - 1] as number) ^ noncePartialIv;
		if (noncePartialIv > 0xff) xorHighBytes(bytes, noncePartialIv);
		bytes.copyWithin(kidAt, kid, kid + 1 + idLengthLimit);
		let at = kidAt + 1 + ((bytes[kidAt] as number) & lengthBits);
		if (requestPartialIv < 0x100) {
			bytes[at] = bytesHead | 1;
			bytes[at + 1] = requestPartialIv;
			at += 2;
		} else if (requestPartialIv < 0x1000000) {
			const length = requestPartialIv < 0x10000 ? 2 : 3;
			bytes[at++] = bytesHead | length;
			if (length === 3) bytes[at++] = requestPartialIv >> 16;
			bytes[at] = requestPartialIv >> 8;
			bytes[at + 1] = requestPartialIv;
			at += 2;
		} else {
			const end = writePartialIv(bytes, at + 1, requestPartialIv);
			bytes[at] = bytesHead | (end - at - 1);
			at = end;
		}
		// No class I options.
		bytes[at] = bytesHead;
		// The external_aad is at most 19 bytes long.
		bytes[headAt] = bytesHead | (at - headAt);
		this.aadLength = at + 1 - aadStart;
	}
}

/** Of the nonce, all bytes of the Partial IV but the last (RFC 8613 section 5.2). */
function xorHighBytes(bytes: Uint8Array, value: number): void {
	bytes[nonceLength - 2] = (bytes[nonceLength - 2] as number) ^ (value >>> 8);
	if (value < 0x10000) return;
	bytes[nonceLength - 3] = (bytes[nonceLength - 3] as number) ^ (value >>> 16);
	if (value < 0x1000000) return;
	bytes[nonceLength - 4] = (bytes[nonceLength - 4] as number) ^ (value >>> 24);
	bytes[nonceLength - 5] = (bytes[nonceLength - 5] as number) ^ (value / twoTo32);
}
