import { codes } from "kith/coap/codes";
import { optionNumbers } from "kith/coap/options";
import type { ContextTable } from "./context-table";
import type { CoseObject } from "./cose-object";
import { oscoreFaults } from "./faults";
import { idContextLimit, outerOptionsLimit, tagLength } from "./limits";
import { isOuterOption } from "./option-classes";
import { OptionCursor, optionHeadLimit, writeOptionHead } from "./option-cursor";
import { OscoreOption, oscoreOptionLimit } from "./option-value";
import type { RequestBinding } from "./request-binding";

const payloadMarker = 0xff;
/** FETCH (RFC 8132), the outer code of requests with Observe (RFC 8613 section 4.2). */
const fetch = 0x05;
const headerLength = 4;

/** Codes below are requests. */
const firstResponse = 0x20;
const fine = 0;

/**
 * Turns plain CoAP messages into OSCORE messages (RFC 8613 sections 8.1 and 8.3) where they lie. The buffer must have
 * room behind the message: `overhead` says how much is always enough. One object protects message after message; nothing
 * is allocated. After a fault the message may be in any state.
 */
export class MessageProtector {
	/** The kid context of the next response, as it goes on the wire (appendix B.2); it is used once. */
	responseKidContext: Uint8Array | undefined;
	readonly #contexts: ContextTable;
	readonly #cose: CoseObject;
	readonly #cursor: OptionCursor;
	readonly #option = new OscoreOption();
	/** Outer options, encoded. */
	readonly #outer = new Uint8Array(outerOptionsLimit);
	#outerLength = 0;
	#outerNumber = 0;
	/** Which bytes the option's kid and kid context lie in. */
	#source: Uint8Array;
	#innerEnd = 0;
	/** The message has an Observe option: its value, else -1. */
	#observe = -1;

	/** @param cursor may be anybody's: it is used within a call */
	constructor(contexts: ContextTable, cose: CoseObject, cursor = new OptionCursor()) {
		this.#contexts = contexts;
		this.#cursor = cursor;
		this.#cose = cose;
		this.#source = contexts.bytes;
	}

	/**
	 * Protects the request of `length` bytes at `offset`; up to `end` the buffer may be used.
	 * @param withContext names the ID Context to a peer that may not know it
	 * @param binding what its responses will be verified with
	 * @returns length of the OSCORE message, or a fault
	 */
	protectRequest(
		row: number,
		buffer: Uint8Array,
		offset: number,
		length: number,
		end: number,
		withContext: boolean,
		binding: RequestBinding,
	): number {
		const number = this.#cose.takeNumber(row);
		if (number < 0) return number;
		const option = this.#option;
		option.clear();
		option.partialIv = number;
		this.#source = this.#contexts.bytes;
		this.#contexts.describe(row, option, withContext);
		const textLength = this.arrange(buffer, offset, length, end, false);
		if (textLength < 0) return textLength;
		const observes = this.#observe === 0;
		buffer[offset + 1] = this.#observe < 0 ? codes.post : fetch;
		const textAt = this.textAt(buffer, offset);
		const sealed = this.#cose.sealRequest(row, buffer, textAt, textLength);
		if (sealed < 0) return sealed;
		binding.bindSent(row, this.#contexts.serial(row), number, observes);
		return textAt - offset + sealed;
	}

	/**
	 * Protects the response of `length` bytes at `offset`.
	 * @param row mostly the request's; another one while contexts change (appendix B.2)
	 * @param binding of the request. Its nonce serves for the first response; further ones carry a number of their own
	 * @param numbered a number of its own in any case
	 */
	protectResponse(
		row: number,
		buffer: Uint8Array,
		offset: number,
		length: number,
		end: number,
		binding: RequestBinding,
		numbered: boolean,
	): number {
		const contexts = this.#contexts;
		if (binding.row < 0 || contexts.senderKey(row) < 0 || contexts.recipientKey(row) < 0) return oscoreFaults.noKey;
		const cose = this.#cose;
		const ownNumber = numbered || !cose.takeNonce(row, binding);
		const number = ownNumber ? cose.takeNumber(row) : -1;
		if (ownNumber && number < 0) return number;
		const option = this.#option;
		option.clear();
		option.partialIv = number;
		this.describeResponse();
		const textLength = this.arrange(buffer, offset, length, end, true);
		if (textLength < 0) return textLength;
		buffer[offset + 1] = this.#observe < 0 ? codes.changed : codes.content;
		const textAt = this.textAt(buffer, offset);
		const sealed = cose.sealResponse(row, binding.partialIv, buffer, textAt, textLength);
		return sealed < 0 ? sealed : textAt - offset + sealed;
	}

	private describeResponse(): void {
		const kidContext = this.responseKidContext;
		if (kidContext === undefined) return;
		this.responseKidContext = undefined;
		if (kidContext.length > idContextLimit + 1) throw new RangeError(`kid context of ${kidContext.length} bytes`);
		this.#source = kidContext;
		this.#option.kidContextOffset = 0;
		this.#option.kidContextLength = kidContext.length;
	}

	/** Brings everything to its place: header, outer options, marker, code, inner options, payload. @returns text length */
	private arrange(buffer: Uint8Array, offset: number, length: number, end: number, response: boolean): number {
		const messageEnd = offset + length;
		if (length < headerLength) return oscoreFaults.malformed;
		const start = offset + headerLength + ((buffer[offset] as number) & 15);
		const code = buffer[offset + 1] as number;
		if (start > messageEnd || response !== code >= firstResponse || code === codes.empty) return oscoreFaults.malformed;
		const fault = this.split(buffer, start, messageEnd, response);
		if (fault !== fine) return fault;
		const outerLength = this.#outerLength;
		const innerLength = this.#innerEnd - start;
		const textAt = start + outerLength + 1;
		if (textAt + 1 + innerLength + tagLength > end) return oscoreFaults.noRoom;
		buffer.copyWithin(textAt + 1, start, this.#innerEnd);
		const outer = this.#outer;
		for (let index = 0; index < outerLength; index++) buffer[start + index] = outer[index] as number;
		buffer[textAt - 1] = payloadMarker;
		buffer[textAt] = code;
		return 1 + innerLength;
	}

	private textAt(buffer: Uint8Array, offset: number): number {
		return offset + headerLength + ((buffer[offset] as number) & 15) + this.#outerLength + 1;
	}

	/** Copies the outer options out, and closes the gaps that they leave among the inner ones. */
	private split(buffer: Uint8Array, start: number, end: number, response: boolean): number {
		const cursor = this.#cursor;
		this.#outerLength = 0;
		this.#outerNumber = 0;
		this.#observe = -1;
		let previous = 0;
		let to = start;
		let moved = false;
		let written = false;
		let number = 0;
		let length = 0;
		cursor.open(buffer, start, end);
		while (cursor.next()) {
			number = cursor.number;
			length = cursor.length;
			if (number === optionNumbers.oscore || number === optionNumbers.proxyUri) return oscoreFaults.unprotectable;
			if (number > optionNumbers.oscore && !written) {
				written = true;
				this.writeOscore();
			}
			if (isOuterOption(number)) {
				if (!this.writeOuter(buffer, number, cursor.offset, length)) return oscoreFaults.outerOptionsTooLong;
				moved = true;
				continue;
			}
			if (number === optionNumbers.observe) {
				this.#observe = length === 0 ? 0 : (buffer[cursor.offset + length - 1] as number);
				if (!this.writeOuter(buffer, number, cursor.offset, length)) return oscoreFaults.outerOptionsTooLong;
				// The number of a notification is its Partial IV (section 4.1.3.5.2).
				if (response && length > 0) {
					length = 0;
					moved = true;
				}
			}
			if (moved) {
				to = writeOptionHead(buffer, to, number - previous, length);
				buffer.copyWithin(to, cursor.offset, cursor.offset + length);
				to += length;
			} else to = cursor.at;
			previous = number;
		}
		if (cursor.broken || cursor.at + 1 === end) return oscoreFaults.malformed;
		if (!written) this.writeOscore();
		if (moved) buffer.copyWithin(to, cursor.at, end);
		this.#innerEnd = to + end - cursor.at;
		return fine;
	}

	/** There is always room for it: `writeOuter` leaves some. */
	private writeOscore(): void {
		const outer = this.#outer;
		const headAt = this.#outerLength;
		const delta = optionNumbers.oscore - this.#outerNumber;
		// Its length is known when it is written; where that takes a longer head, it moves by a byte.
		let valueAt = headAt + 1;
		let end = this.#option.write(outer, valueAt, this.#source);
		const length = end - valueAt;
		if (length > 12) {
			outer.copyWithin(valueAt + 1, valueAt, end);
			valueAt++;
			end++;
		}
		writeOptionHead(outer, headAt, delta, length);
		this.#outerLength = end;
		this.#outerNumber = optionNumbers.oscore;
	}

	private writeOuter(buffer: Uint8Array, number: number, offset: number, length: number): boolean {
		const outer = this.#outer;
		const at = this.#outerLength;
		if (at + optionHeadLimit + length + optionHeadLimit + oscoreOptionLimit > outerOptionsLimit) return false;
		const to = writeOptionHead(outer, at, number - this.#outerNumber, length);
		for (let index = 0; index < length; index++) outer[to + index] = buffer[offset + index] as number;
		this.#outerLength = to + length;
		this.#outerNumber = number;
		return true;
	}
}

/** Bytes that protection adds at most to a message whose outer options are Kith's own: none, or Observe. */
export const protectionOverhead = optionHeadLimit + oscoreOptionLimit + optionHeadLimit + 2 + tagLength;
