import { type AeadParameters, type Crypto, nonceLength } from "kith/core/crypto";
import { type MessageIdentity, type Protection, protectionFaults } from "kith/security/protection";
import { rowFields } from "./context-table";
import type { GroupContexts } from "./group-contexts";

/** Bytes of the tag: it keeps strangers out for one hop; what the message says is protected end to end. */
export const hopTagLength = 4;
/** Sets the hop's nonces apart from those of the same sender's group messages, which have an ID's length there. */
const hopMark = 0x80;

/**
 * What goes from one radio to the next is sealed by the radio that sends it, with AES-CCM under its group key: so nobody
 * but members can make a node take, answer or pass on a message to one, or see which it is. The whole of the frame in
 * front of the message is authenticated. The nonce is that of an OSCORE message of the sender (RFC 8613 section 5.2) with
 * the frame's sequence as Partial IV and the first bit turned around, so that no nonce of a group message is ever met.
 */
export class HopProtection implements Protection {
	readonly overhead = hopTagLength;
	readonly #crypto: Crypto;
	readonly #groups: GroupContexts;
	readonly #input: HopInput;
	/** Of the own context that sealed last, and the lowest sequence that it may still use. */
	#serial = 0;
	#next = 0;

	constructor(crypto: Crypto, groups: GroupContexts) {
		this.#crypto = crypto;
		this.#groups = groups;
		this.#input = new HopInput(groups.contexts.input.nonce);
	}

	protect(frame: Uint8Array, messageOffset: number, messageLength: number, identity: MessageIdentity): number {
		const { contexts, ownRow: row } = this.#groups;
		const serial = contexts.serial(row);
		const { sequence } = identity;
		if (serial !== this.#serial) {
			this.#serial = serial;
			this.#next = 0;
		}
		if (sequence < this.#next) return protectionFaults.noKey;
		this.#next = sequence + 1;
		const input = this.#input;
		input.prepare(contexts.senderKey(row), contexts.bytes, contexts.at(row) + rowFields.senderNonce, sequence);
		input.aad = frame;
		input.aadLength = messageOffset;
		const sealed = this.#crypto.seal(input, frame, messageOffset, messageLength);
		return sealed < 0 ? protectionFaults.noKey : sealed;
	}

	unprotect(frame: Uint8Array, bodyOffset: number, bodyLength: number, identity: MessageIdentity): number {
		if (bodyLength < hopTagLength) return protectionFaults.tooShort;
		const groups = this.#groups;
		const key = groups.keys[identity.place] as number;
		if (key < 0) return protectionFaults.noKey;
		const input = this.#input;
		input.prepare(key, groups.contexts.bytes, groups.at(identity.place), identity.sequence);
		input.aad = frame;
		input.aadLength = bodyOffset;
		const length = this.#crypto.open(input, frame, bodyOffset, bodyLength);
		return length < 0 ? protectionFaults.notAuthentic : length;
	}
}

class HopInput implements AeadParameters {
	key = -1;
	readonly nonce: Uint8Array;
	aad: Uint8Array;
	aadLength = 0;
	readonly tagLength = hopTagLength;

	/** @param nonce of anybody who makes it anew for every message */
	constructor(nonce: Uint8Array) {
		this.nonce = nonce;
		this.aad = nonce;
	}

	prepare(key: number, table: Uint8Array, nonceAt: number, sequence: number): void {
		const nonce = this.nonce;
		this.key = key;
		for (let index = 0; index < nonceLength; index++) nonce[index] = table[nonceAt + index] as number;
		nonce[0] = (nonce[0] as number) ^ hopMark;
		nonce[nonceLength - 3] = (nonce[nonceLength - 3] as number) ^ (sequence >> 16);
		nonce[nonceLength - 2] = (nonce[nonceLength - 2] as number) ^ (sequence >> 8);
		nonce[nonceLength - 1] = (nonce[nonceLength - 1] as number) ^ sequence;
	}
}
