import { type Crypto, cryptoFaults, type KeyHandle } from "kith/core/crypto";
import { type ContextTable, rowFields } from "./context-table";
import { oscoreFaults } from "./faults";
import { tagLength } from "./limits";
import { verdicts } from "./replay-windows";
import type { RequestBinding } from "./request-binding";

/**
 * The ciphertext of one message (RFC 8613 section 5): picks key, nonce and associated data, has it sealed or opened in
 * place, and keeps the replay window. It knows nothing of CoAP, and what it is told of a message need not have come in
 * an OSCORE option: a frame that names its sender and counts its messages says as much.
 */
export class CoseObject {
	/** The request opened last came through a window that was lost: it is authentic, but perhaps old (appendix B.1.2). */
	unsynchronized = false;
	readonly #crypto: Crypto;
	readonly #contexts: ContextTable;
	/** Bytes of the longest ciphertext. */
	readonly #longest: number;
	/** What the next seal uses, and the serial of whose it is; -1: nothing was taken. */
	#number = -1;
	#serial = 0;
	/** The number is that of a request, whose nonce was taken. */
	#isRequests = false;

	constructor(crypto: Crypto, contexts: ContextTable) {
		this.#crypto = crypto;
		this.#longest = crypto.textLimit + tagLength;
		this.#contexts = contexts;
	}

	/** Takes a number for the next message of this sender, which alone may then be sealed. @returns it, or a fault */
	takeNumber(row: number): number {
		if (this.#contexts.senderKey(row) < 0) return oscoreFaults.noKey;
		return this.keep(row, this.#contexts.sequences.take(row));
	}

	/** As `takeNumber`, for a number that the frame counts. */
	claimNumber(row: number, number: number): number {
		if (this.#contexts.senderKey(row) < 0) return oscoreFaults.noKey;
		return this.keep(row, this.#contexts.sequences.claim(row, number));
	}

	/** Takes the nonce of a request for the next response, in place of a number. @returns false where it is spent */
	takeNonce(row: number, binding: RequestBinding): boolean {
		const serial = this.#contexts.serial(row);
		if (!binding.takeNonce(serial)) return false;
		this.#number = binding.partialIv;
		this.#serial = serial;
		this.#isRequests = true;
		return true;
	}

	/** Seals a request under the number just taken. @returns length with the tag, or a fault */
	sealRequest(row: number, buffer: Uint8Array, offset: number, length: number): number {
		const contexts = this.#contexts;
		const at = contexts.at(row);
		if (this.#isRequests) throw new Error("the nonce of a request is for its response");
		const number = this.spend(row);
		contexts.input.prepare(at + rowFields.senderNonce, number, at + rowFields.senderId, number);
		return this.seal(row, buffer, offset, length);
	}

	/** Seals a response under the number, or the nonce, just taken. @returns length with the tag, or a fault */
	sealResponse(row: number, requestNumber: number, buffer: Uint8Array, offset: number, length: number): number {
		const contexts = this.#contexts;
		const at = contexts.at(row);
		const nonce = this.#isRequests ? at + rowFields.recipientNonce : at + rowFields.senderNonce;
		const number = this.spend(row);
		contexts.input.prepare(nonce, number, at + rowFields.recipientId, requestNumber);
		return this.seal(row, buffer, offset, length);
	}

	/** Opens a request, the tag included in `length`, and marks its number. @returns length of the text, or a fault */
	openRequest(row: number, number: number, buffer: Uint8Array, offset: number, length: number): number {
		const windows = this.#contexts.windows;
		const verdict = windows.judge(row, number);
		if (verdict === verdicts.replayed) return oscoreFaults.replayed;
		const textLength = this.openRequestUnmarked(row, number, buffer, offset, length);
		if (textLength < 0) return textLength;
		this.unsynchronized = verdict === verdicts.unsynchronized;
		if (!this.unsynchronized) windows.accept(row, number);
		return textLength;
	}

	/** As `openRequest`, for a caller that has windows of its own: a repeat is opened as well. */
	openRequestUnmarked(row: number, number: number, buffer: Uint8Array, offset: number, length: number): number {
		const contexts = this.#contexts;
		const key = contexts.recipientKey(row);
		if (key < 0) return oscoreFaults.noKey;
		if (length > this.#longest) return oscoreFaults.malformed;
		const at = contexts.at(row);
		const input = contexts.input;
		input.prepare(at + rowFields.recipientNonce, number, at + rowFields.recipientId, number);
		input.key = key;
		const textLength = this.#crypto.open(input, buffer, offset, length);
		return textLength < 0 ? openFault(textLength) : textLength;
	}

	/**
	 * Opens a request of a sender that has no row.
	 * @param nonceAt where in the table's bytes its nonce of number 0 lies, and
	 * @param kidAt its kid, as a CBOR byte string
	 */
	openFrom(
		key: KeyHandle,
		nonceAt: number,
		kidAt: number,
		number: number,
		buffer: Uint8Array,
		offset: number,
		length: number,
	): number {
		if (length > this.#longest) return oscoreFaults.malformed;
		const input = this.#contexts.input;
		input.prepare(nonceAt, number, kidAt, number);
		input.key = key;
		const textLength = this.#crypto.open(input, buffer, offset, length);
		return textLength < 0 ? openFault(textLength) : textLength;
	}

	/** Opens a request that was sealed here, to have its text again. @returns length of the text, or a fault */
	reopenRequest(row: number, number: number, buffer: Uint8Array, offset: number, length: number): number {
		const contexts = this.#contexts;
		const key = contexts.senderKey(row);
		if (key < 0) return oscoreFaults.noKey;
		if (length > this.#longest) return oscoreFaults.malformed;
		const at = contexts.at(row);
		const input = contexts.input;
		input.prepare(at + rowFields.senderNonce, number, at + rowFields.senderId, number);
		input.key = key;
		const textLength = this.#crypto.open(input, buffer, offset, length);
		return textLength < 0 ? openFault(textLength) : textLength;
	}

	/**
	 * Opens a response to a request of ours.
	 * @param number its own Partial IV, or -1: the nonce of its request
	 */
	openResponse(
		row: number,
		requestNumber: number,
		number: number,
		buffer: Uint8Array,
		offset: number,
		length: number,
	): number {
		const contexts = this.#contexts;
		const key = contexts.recipientKey(row);
		if (key < 0) return oscoreFaults.noKey;
		if (length > this.#longest) return oscoreFaults.malformed;
		const at = contexts.at(row);
		const input = contexts.input;
		const nonce = number < 0 ? at + rowFields.senderNonce : at + rowFields.recipientNonce;
		input.prepare(nonce, number < 0 ? requestNumber : number, at + rowFields.senderId, requestNumber);
		input.key = key;
		const textLength = this.#crypto.open(input, buffer, offset, length);
		return textLength < 0 ? openFault(textLength) : textLength;
	}

	private keep(row: number, number: number): number {
		this.#serial = this.#contexts.serial(row);
		this.#number = number;
		this.#isRequests = false;
		return number < 0 ? oscoreFaults.sequenceExhausted : number;
	}

	/** Throws Error where nothing was taken for this context: nothing is ever sealed with a number from elsewhere. */
	private spend(row: number): number {
		const number = this.#number;
		if (number < 0 || this.#contexts.serial(row) !== this.#serial)
			throw new Error(`no number was taken for context ${row}`);
		this.#number = -1;
		return number;
	}

	private seal(row: number, buffer: Uint8Array, offset: number, length: number): number {
		if (length + tagLength > this.#longest) return oscoreFaults.noRoom;
		const input = this.#contexts.input;
		input.key = this.#contexts.senderKey(row);
		const sealed = this.#crypto.seal(input, buffer, offset, length);
		return sealed < 0 ? oscoreFaults.noKey : sealed;
	}
}

function openFault(fault: number): number {
	return fault === cryptoFaults.notAuthentic ? oscoreFaults.notAuthentic : oscoreFaults.noKey;
}
