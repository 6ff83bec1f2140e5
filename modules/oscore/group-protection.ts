import { messageTypes } from "kith/coap/codes";
import { type MessageIdentity, type Protection, protectionFaults } from "kith/security/protection";
import type { CoseObject } from "./cose-object";
import { oscoreFaults } from "./faults";
import { tagLength } from "./limits";

/** Of a CoAP message without a token. */
const headerLength = 4;
/** Version 1, non-confirmable, no token. */
const nonConfirmable = 0x40 | (messageTypes.nonConfirmable << 4);
const everybody = 0xffff;
/** What a body has more than its message: code and tag, for the header. */
const groupOverhead = 1 + tagLength - headerLength;
/** Peers whose group messages are understood: twice those of a node, so that places are mostly found at once. */
export const groupPeerLimit = 128;
const placeMask = 0xff;
const nobody = -1;

export interface GroupProtectionOptions {
	readonly cose: CoseObject;
	/** The row that this node sends to the group with; its Sender ID is its address (`addressId`). */
	readonly ownRow: number;
	/** For frames to one. */
	readonly unicast: Protection;
}

/**
 * Group messages as OSCORE messages of which only the ciphertext travels (compare RFC 8824): the frame's header says who
 * sends and counts, so it is kid and Partial IV, and its boot number names the sender's context. Everything else of the
 * OSCORE message is always the same, and is put back: CoAP header (non-confirmable, outer code POST, no token, message id
 * from the sequence) and OSCORE option.
 *
 * Authentic are origin, boot and sequence, which the nonce and key are made from, and the message. Version, type, network
 * tag and destination are not needed to be: with others the frame would not have come here. Repeats are the network
 * layer's to suppress, by the very numbers that are verified here.
 */
export class GroupProtection implements Protection {
	readonly overhead: number;
	readonly #cose: CoseObject;
	readonly #unicast: Protection;
	/** (address << 16 | boot) of the peer whose address hashes here or, the place being taken, just before; 0: nobody. */
	readonly #senders = new Int32Array(placeMask + 1);
	readonly #rows = new Int16Array(placeMask + 1).fill(nobody);
	#count = 0;
	#ownRow: number;

	constructor(options: GroupProtectionOptions) {
		this.#cose = options.cose;
		this.#unicast = options.unicast;
		this.#ownRow = options.ownRow;
		this.overhead = Math.max(groupOverhead, options.unicast.overhead);
	}

	/** Goes on with another context, of a new boot number. */
	renew(ownRow: number): void {
		this.#ownRow = ownRow;
	}

	/**
	 * A peer's present context, in place of the one before. Throws RangeError beyond `groupPeerLimit` peers.
	 * @param boot that its frames name
	 * @param row of a context that receives from it; -1: its frames are not understood any more
	 */
	learn(address: number, boot: number, row: number): void {
		const senders = this.#senders;
		let place = address & placeMask;
		while (senders[place] !== 0 && (senders[place] as number) >>> 16 !== address) place = (place + 1) & placeMask;
		if (senders[place] === 0) {
			if (this.#count === groupPeerLimit) throw new RangeError(`more than ${groupPeerLimit} peers`);
			this.#count++;
		}
		senders[place] = (address << 16) | boot;
		this.#rows[place] = row;
	}

	/** Throws RangeError for a group message that is not non-confirmable, or has a token. */
	protect(frame: Uint8Array, messageOffset: number, messageLength: number, identity: MessageIdentity): number {
		if (identity.destination !== everybody) return this.#unicast.protect(frame, messageOffset, messageLength, identity);
		if (frame[messageOffset] !== nonConfirmable || messageLength < headerLength)
			throw new RangeError("a group message is non-confirmable and has no token");
		const number = this.#cose.claimNumber(this.#ownRow, identity.sequence);
		if (number < 0) return protectionFaults.noKey;
		frame[messageOffset] = frame[messageOffset + 1] as number;
		frame.copyWithin(messageOffset + 1, messageOffset + headerLength, messageOffset + messageLength);
		const sealed = this.#cose.sealRequest(this.#ownRow, frame, messageOffset, messageLength - headerLength + 1);
		return sealed < 0 ? protectionFaults.noKey : sealed;
	}

	unprotect(frame: Uint8Array, bodyOffset: number, bodyLength: number, identity: MessageIdentity): number {
		if (identity.destination !== everybody) return this.#unicast.unprotect(frame, bodyOffset, bodyLength, identity);
		if (bodyLength <= tagLength) return protectionFaults.tooShort;
		const sequence = identity.sequence;
		const origin = identity.origin;
		const sender = (origin << 16) | identity.boot;
		const senders = this.#senders;
		let place = origin & placeMask;
		while (senders[place] !== sender) {
			if (senders[place] === 0) return protectionFaults.noKey;
			place = (place + 1) & placeMask;
		}
		const row = this.#rows[place] as number;
		if (row < 0) return protectionFaults.noKey;
		const length = this.#cose.openRequestUnmarked(row, sequence, frame, bodyOffset, bodyLength);
		if (length < 0) return length === oscoreFaults.noKey ? protectionFaults.noKey : protectionFaults.notAuthentic;
		const code = frame[bodyOffset] as number;
		frame.copyWithin(bodyOffset + headerLength, bodyOffset + 1, bodyOffset + length);
		frame[bodyOffset] = nonConfirmable;
		frame[bodyOffset + 1] = code;
		frame[bodyOffset + 2] = sequence >> 8;
		frame[bodyOffset + 3] = sequence;
		return length - 1 + headerLength;
	}
}
