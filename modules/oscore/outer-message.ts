import { optionNumbers } from "kith/coap/options";
import { oscoreFaults } from "./faults";
import { outerOptionsLimit } from "./limits";
import { isOuterOption } from "./option-classes";
import { OptionCursor } from "./option-cursor";
import { OscoreOption } from "./option-value";

const payloadMarker = 0xff;
const headerLength = 4;
/** Head of an OSCORE option in front of which there is none: its delta in the upper half. */
const loneOscoreHead = optionNumbers.oscore << 4;

/** What of a received OSCORE message can be read without a key. One object reads message after message. */
export class OuterMessage {
	readonly option = new OscoreOption();
	/** Behind header and token. */
	optionsOffset = 0;
	/** The ciphertext with its tag. */
	textOffset = 0;
	textLength = 0;
	/** Options beside the OSCORE option that count: class U. */
	hasOuterOptions = false;
	readonly #cursor: OptionCursor;

	/** @param cursor may be anybody's: it is used within a call */
	constructor(cursor = new OptionCursor()) {
		this.#cursor = cursor;
	}

	/**
	 * Whether a message has an OSCORE option, and so is for `open`. A message that is none at all has none.
	 * Cheap where the first option decides.
	 */
	isProtected(buffer: Uint8Array, offset: number, length: number): boolean {
		if (length < headerLength) return false;
		const cursor = this.#cursor;
		cursor.open(buffer, offset + headerLength + ((buffer[offset] as number) & 15), offset + length);
		while (cursor.next()) if (cursor.number >= optionNumbers.oscore) return cursor.number === optionNumbers.oscore;
		return false;
	}

	/** @returns 0, or a fault: `malformed`, `unprotected`, `badOption`, `outerOptionsTooLong` */
	open(buffer: Uint8Array, offset: number, length: number): number {
		if (length < headerLength) return oscoreFaults.malformed;
		const tokenLength = (buffer[offset] as number) & 15;
		const start = offset + headerLength + tokenLength;
		const end = offset + length;
		if (tokenLength > 8 || start >= end) return oscoreFaults.malformed;
		this.optionsOffset = start;
		const size = (buffer[start] as number) - loneOscoreHead;
		// Between our own nodes there is no other option, and its value is short.
		if (size >= 0 && size <= 12) {
			const textAt = start + 2 + size;
			if (textAt < end && buffer[textAt - 1] === payloadMarker) {
				this.hasOuterOptions = false;
				this.textOffset = textAt;
				this.textLength = end - textAt;
				return this.option.read(buffer, start + 1, size) ? 0 : oscoreFaults.badOption;
			}
		}
		return this.#walk(buffer, start, end);
	}

	#walk(buffer: Uint8Array, start: number, end: number): number {
		const cursor = this.#cursor;
		let valueAt = -1;
		let valueLength = 0;
		this.hasOuterOptions = false;
		cursor.open(buffer, start, end);
		while (cursor.next()) {
			if (cursor.number === optionNumbers.oscore) {
				// It is critical and must not be repeated (section 2).
				if (valueAt >= 0) return oscoreFaults.badOption;
				valueAt = cursor.offset;
				valueLength = cursor.length;
			} else if (isOuterOption(cursor.number)) this.hasOuterOptions = true;
		}
		if (cursor.broken) return oscoreFaults.malformed;
		if (valueAt < 0) return oscoreFaults.unprotected;
		// No payload is no ciphertext.
		if (cursor.at + 1 >= end) return oscoreFaults.malformed;
		if (!this.option.read(buffer, valueAt, valueLength)) return oscoreFaults.badOption;
		if (this.hasOuterOptions && cursor.at - start > outerOptionsLimit) return oscoreFaults.outerOptionsTooLong;
		this.textOffset = cursor.at + 1;
		this.textLength = end - this.textOffset;
		return 0;
	}
}
