import { messageTypes } from "kith/coap/codes";
import { type MessageIdentity, type Protection, protectionFaults } from "kith/security/protection";
import type { CoseObject } from "./cose-object";
import { oscoreFaults } from "./faults";
import { chanceLength, type GroupContexts } from "./group-contexts";
import { tagLength } from "./limits";

/** Of a CoAP message without a token. */
const headerLength = 4;
/** Version 1, non-confirmable, no token. */
const nonConfirmable = 0x40 | (messageTypes.nonConfirmable << 4);
/** In the low half of a frame's first byte. */
const helloType = 2;

/**
 * Group messages as OSCORE messages of which only the ciphertext travels (compare RFC 8824): the frame's header says who
 * sends and counts, so it is kid and Partial IV, and its boot number names the sender's context. Everything else of the
 * OSCORE message is always the same, and is put back: CoAP header (non-confirmable, outer code POST, no token, message id
 * from the sequence) and OSCORE option.
 *
 * A hello is no CoAP message: what is in it starts with the boot's chance, in the clear, which whoever does not know the
 * boot needs for its keys. What follows is sealed as it is. `openHello` opens it.
 *
 * Authentic are origin, boot and sequence, which the nonce and key are made from, and the message. Version, type, network
 * tag and destination are not needed to be: with others the frame would not have come here. Repeats are the network
 * layer's to suppress, by the very numbers that are verified here.
 */
export class GroupProtection implements Protection {
	/** Code and tag, in place of a CoAP header. */
	readonly overhead = 1 + tagLength - headerLength;
	readonly #cose: CoseObject;
	readonly #groups: GroupContexts;

	constructor(cose: CoseObject, groups: GroupContexts) {
		this.#cose = cose;
		this.#groups = groups;
	}

	/** Throws RangeError for a group message that is not non-confirmable, or has a token. */
	protect(frame: Uint8Array, messageOffset: number, messageLength: number, identity: MessageIdentity): number {
		const row = this.#groups.ownRow;
		const number = this.#cose.claimNumber(row, identity.sequence);
		if (number < 0) return protectionFaults.noKey;
		if (((frame[0] as number) & 0x0f) === helloType) {
			const sealed = this.#cose.sealRequest(row, frame, messageOffset + chanceLength, messageLength - chanceLength);
			return sealed < 0 ? protectionFaults.noKey : chanceLength + sealed;
		}
		if (frame[messageOffset] !== nonConfirmable || messageLength < headerLength)
			throw new RangeError("a group message is non-confirmable and has no token");
		frame[messageOffset] = frame[messageOffset + 1] as number;
		frame.copyWithin(messageOffset + 1, messageOffset + headerLength, messageOffset + messageLength);
		const sealed = this.#cose.sealRequest(row, frame, messageOffset, messageLength - headerLength + 1);
		return sealed < 0 ? protectionFaults.noKey : sealed;
	}

	unprotect(frame: Uint8Array, bodyOffset: number, bodyLength: number, identity: MessageIdentity): number {
		if (bodyLength <= tagLength) return protectionFaults.tooShort;
		const sequence = identity.sequence;
		const groups = this.#groups;
		const place = identity.place;
		const key = groups.keys[place] as number;
		if (key < 0) return protectionFaults.noKey;
		const at = groups.at(place);
		const length = this.#cose.openFrom(key, at, groups.kidOf(at), sequence, frame, bodyOffset, bodyLength);
		if (length < 0) return length === oscoreFaults.noKey ? protectionFaults.noKey : protectionFaults.notAuthentic;
		const code = frame[bodyOffset] as number;
		frame.copyWithin(bodyOffset + headerLength, bodyOffset + 1, bodyOffset + length);
		frame[bodyOffset] = nonConfirmable;
		frame[bodyOffset + 1] = code;
		frame[bodyOffset + 2] = sequence >> 8;
		frame[bodyOffset + 3] = sequence;
		return length - 1 + headerLength;
	}

	/**
	 * Opens what follows the chance of a hello, `length` bytes at `offset`.
	 * @param place of the peer whose believed boot it should be under; 0: the derived one
	 * @returns length of the text, or a fault of OSCORE
	 */
	openHello(place: number, frame: Uint8Array, offset: number, length: number, sequence: number): number {
		const groups = this.#groups;
		const at = groups.at(place);
		return this.#cose.openFrom(groups.keys[place] as number, at, groups.kidOf(at), sequence, frame, offset, length);
	}
}
