import { optionNumbers } from "kith/coap/options";
import type { ContextTable } from "./context-table";
import type { CoseObject } from "./cose-object";
import { oscoreFaults } from "./faults";
import { OptionCursor } from "./option-cursor";
import { OptionMerger } from "./option-merger";
import type { OscoreOption } from "./option-value";
import { OuterMessage } from "./outer-message";
import type { RequestBinding } from "./request-binding";

const headerLength = 4;

/**
 * Turns OSCORE messages into plain CoAP messages (RFC 8613 sections 8.2 and 8.4) where they lie, which then start at
 * `messageOffset`. One object verifies message after message; nothing is allocated, and nothing throws on what came
 * from the air. After a fault the message may be in any state, and nothing of it may be believed.
 */
export class MessageVerifier {
	/** Where the plain message starts. */
	messageOffset = 0;
	/** The context that the last message was verified with. */
	row = -1;
	/** Partial IV of the last message; -1: it had none. Of notifications, the highest is the latest (section 4.1.3.5.2). */
	partialIv = -1;
	/** The last response is a notification. */
	notification = false;
	/** The last request came through a replay window that was lost: its freshness must be proved (appendix B.1.2). */
	unsynchronized = false;
	readonly #contexts: ContextTable;
	readonly #cose: CoseObject;
	readonly #outer: OuterMessage;
	readonly #cursor: OptionCursor;
	/** Made when first needed: Kith's own nodes send no outer options that would have to be merged in. */
	#merger: OptionMerger | undefined;

	/** @param cursor may be anybody's: it is used within a call */
	constructor(contexts: ContextTable, cose: CoseObject, cursor = new OptionCursor()) {
		this.#contexts = contexts;
		this.#cose = cose;
		this.#cursor = cursor;
		this.#outer = new OuterMessage(cursor);
	}

	/** The OSCORE option of the last message that had one that decodes: for a look at its kid context (appendix B.2). */
	get option(): OscoreOption {
		return this.#outer.option;
	}

	/** Whether the message has an OSCORE option: otherwise it is plain, and who believes that is up to the caller. */
	isProtected(buffer: Uint8Array, offset: number, length: number): boolean {
		return this.#outer.isProtected(buffer, offset, length);
	}

	/** Reads the OSCORE option of a message, for `option`, before anything of it is believed. @returns 0, or a fault */
	look(buffer: Uint8Array, offset: number, length: number): number {
		return this.#outer.open(buffer, offset, length);
	}

	/**
	 * Verifies the request of `length` bytes at `offset`.
	 * @param binding what its responses will be protected with
	 * @returns length of the plain message, or a fault
	 */
	unprotectRequest(buffer: Uint8Array, offset: number, length: number, binding: RequestBinding): number {
		const outer = this.#outer;
		const fault = outer.open(buffer, offset, length);
		if (fault !== 0) return fault;
		const option = outer.option;
		const number = option.partialIv;
		if (number < 0 || option.kidLength < 0) return oscoreFaults.badOption;
		const row = this.#contexts.find(buffer, option);
		if (row < 0) return oscoreFaults.unknownContext;
		const cose = this.#cose;
		const textLength = cose.openRequest(row, number, buffer, outer.textOffset, outer.textLength);
		if (textLength < 0) return textLength;
		this.row = row;
		this.partialIv = number;
		this.unsynchronized = cose.unsynchronized;
		this.notification = false;
		const code = buffer[outer.textOffset] as number;
		if (textLength === 0 || code === 0 || code >= 0x20) return oscoreFaults.badPlaintext;
		const observes = this.observeOf(buffer, textLength) === 0;
		binding.bindReceived(row, this.#contexts.serial(row), number, observes, !cose.unsynchronized);
		return this.restore(buffer, offset, textLength);
	}

	/**
	 * Verifies the response of `length` bytes at `offset` to a request of ours.
	 * @param row mostly the request's; another one while contexts change (appendix B.2)
	 */
	unprotectResponse(row: number, buffer: Uint8Array, offset: number, length: number, binding: RequestBinding): number {
		const outer = this.#outer;
		const fault = outer.open(buffer, offset, length);
		if (fault !== 0) return fault;
		const contexts = this.#contexts;
		// The context is gone, or another one has its place.
		if (binding.row < 0 || binding.serial !== contexts.serial(binding.row)) return oscoreFaults.noKey;
		const number = outer.option.partialIv;
		const textAt = outer.textOffset;
		const textLength = this.#cose.openResponse(row, binding.partialIv, number, buffer, textAt, outer.textLength);
		if (textLength < 0) return textLength;
		const kind = (buffer[textAt] as number) >> 5;
		if (textLength === 0 || (kind !== 2 && kind !== 4 && kind !== 5)) return oscoreFaults.badPlaintext;
		const notification = this.observeOf(buffer, textLength) >= 0;
		if (notification && !binding.observes) return oscoreFaults.unexpectedObserve;
		if (!(notification ? binding.takeNotification(number) : binding.takeAnswer())) return oscoreFaults.notNewer;
		this.row = row;
		this.partialIv = number;
		this.unsynchronized = false;
		this.notification = notification;
		return this.restore(buffer, offset, textLength);
	}

	/**
	 * Turns the own protected request of `length` bytes at `offset` back into the plain one.
	 * @param binding that it was protected with
	 */
	recoverRequest(buffer: Uint8Array, offset: number, length: number, binding: RequestBinding): number {
		const outer = this.#outer;
		const fault = outer.open(buffer, offset, length);
		if (fault !== 0) return fault;
		const { row, serial, partialIv } = binding;
		if (row < 0 || serial !== this.#contexts.serial(row)) return oscoreFaults.noKey;
		const textLength = this.#cose.reopenRequest(row, partialIv, buffer, outer.textOffset, outer.textLength);
		return textLength < 0 ? textLength : this.restore(buffer, offset, textLength);
	}

	/** The value of the inner Observe option, its last byte; -1 where there is none. */
	private observeOf(buffer: Uint8Array, textLength: number): number {
		const cursor = this.#cursor;
		const start = this.#outer.textOffset + 1;
		const end = start + textLength - 1;
		// Most messages start with an option beyond it.
		if (start >= end || (buffer[start] as number) >> 4 > optionNumbers.observe) return -1;
		cursor.open(buffer, start, end);
		while (cursor.next() && cursor.number <= optionNumbers.observe)
			if (cursor.number === optionNumbers.observe)
				return cursor.length === 0 ? 0 : (buffer[cursor.offset + cursor.length - 1] as number);
		return -1;
	}

	/** Puts header, code, options and payload together again. @returns length of the plain message */
	private restore(buffer: Uint8Array, offset: number, textLength: number): number {
		const outer = this.#outer;
		const textAt = outer.textOffset;
		const start = outer.optionsOffset;
		const code = buffer[textAt] as number;
		const headLength = start - offset;
		if (outer.hasOuterOptions) {
			buffer[offset + 1] = code;
			this.messageOffset = offset;
			this.#merger ??= new OptionMerger();
			const length = this.#merger.merge(buffer, start, textAt - 1, textAt + 1, textAt + textLength);
			return length < 0 ? oscoreFaults.badPlaintext : headLength + length;
		}
		// The inner options stay where they are: header and token move up to them, over the outer options.
		const messageOffset = textAt + 1 - headLength;
		if (headLength === headerLength) {
			buffer[messageOffset + 3] = buffer[offset + 3] as number;
			buffer[messageOffset + 2] = buffer[offset + 2] as number;
			buffer[messageOffset] = buffer[offset] as number;
		} else buffer.copyWithin(messageOffset, offset, start);
		buffer[messageOffset + 1] = code;
		this.messageOffset = messageOffset;
		return headLength + textLength - 1;
	}
}
