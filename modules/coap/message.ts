import { noBytes } from "kith/core/no-bytes";
/** Options of one message that are looked at; a message with more is refused. Kith's own have at most six. */
export const optionLimit = 24;
/** Longest run of options, payload marker included, that is recognized when it comes again. */
const knownLimit = 24;

/** Why bytes are not a CoAP message. 0: they are. */
export const messageFaults = {
	none: 0,
	/** No room for the header, or for the token that it announces. */
	tooShort: 1,
	/** A version other than 1. */
	version: 2,
	/** Token lengths 9-15 are reserved. */
	tokenLength: 3,
	/** An option delta or length of 15 that is not the payload marker. */
	reservedOptionHeader: 4,
	/** An option ends beyond the message. */
	optionTooLong: 5,
	/** An option number above 65535. */
	optionNumber: 6,
	/** A payload marker with nothing behind it. */
	noPayload: 7,
	/** An empty message that is longer than its header. */
	emptyWithContent: 8,
	/** More than `optionLimit` options. */
	tooManyOptions: 9,
} as const;
export type MessageFault = (typeof messageFaults)[keyof typeof messageFaults];

const payloadMarker = 0xff;
const highestNumber = 0xffff;

/**
 * A view over a CoAP message (RFC 7252 section 3) where it lies. `open` looks at all of it, so that nothing is acted
 * upon before the last byte made sense; the options then lie in a table. One object reads message after message;
 * nothing is allocated.
 *
 * All readings of a network carry the same options, byte for byte. So the options of the message before are kept and
 * compared first: where they are the same, the tables are right as they are, and so is what a user of them concluded,
 * which `optionSerial` tells him.
 */
export class CoapMessage {
	buffer: Uint8Array = noBytes;
	type = 0;
	code = 0;
	messageId = 0;
	tokenOffset = 0;
	/** 0-8 */
	tokenLength = 0;
	payloadOffset = 0;
	payloadLength = 0;
	fault: MessageFault = messageFaults.none;
	/** Another number: the tables were read anew. The same: the options are, with their values and places, as before. */
	optionSerial = 0;
	/** How many entries of the tables count. In the order of the message, which is that of the numbers. */
	optionCount = 0;
	readonly optionNumbers: Uint16Array;
	readonly optionOffsets: Uint16Array;
	readonly optionLengths: Uint16Array;

	readonly #known: Uint8Array;
	/** 0: none known. */
	#knownLength = 0;
	#knownStart = 0;

	constructor() {
		// One buffer: each of its own would cost a board 56 bytes more.
		const room = new ArrayBuffer(6 * optionLimit + knownLimit);
		this.optionNumbers = new Uint16Array(room, 0, optionLimit);
		this.optionOffsets = new Uint16Array(room, 2 * optionLimit, optionLimit);
		this.optionLengths = new Uint16Array(room, 4 * optionLimit, optionLimit);
		this.#known = new Uint8Array(room, 6 * optionLimit, knownLimit);
	}

	/**
	 * Reads `length` bytes from `offset` (together below 65536).
	 * @returns `messageFaults.none`, or why it is no message; type and messageId are set all the same but for `tooShort`
	 */
	open(buffer: Uint8Array, offset: number, length: number): MessageFault {
		this.buffer = buffer;
		if (length < 4) return this.fail(messageFaults.tooShort);
		const first = buffer[offset] as number;
		const code = buffer[offset + 1] as number;
		const tokenLength = first & 15;
		this.type = (first >> 4) & 3;
		this.code = code;
		this.messageId = ((buffer[offset + 2] as number) << 8) | (buffer[offset + 3] as number);
		if (first >> 6 !== 1) return this.fail(messageFaults.version);
		if (tokenLength > 8) return this.fail(messageFaults.tokenLength);
		if (code === 0 && length !== 4) return this.fail(messageFaults.emptyWithContent);
		const start = offset + 4 + tokenLength;
		const end = offset + length;
		this.tokenOffset = offset + 4;
		this.tokenLength = tokenLength;
		if (start > end) return this.fail(messageFaults.tooShort);
		if (this.isKnown(start, end)) return messageFaults.none;
		const fault = this.readOptions(start, end);
		this.fault = fault;
		if (fault === messageFaults.none) this.learn(start);
		return fault;
	}

	/** Index of the first option of this number, or -1. */
	find(number: number): number {
		const numbers = this.optionNumbers;
		for (let index = 0; index < this.optionCount; index++) if (numbers[index] === number) return index;
		return -1;
	}

	/** An option's value as an unsigned number (section 3.2), of up to four bytes; -1 for a longer one. */
	optionUint(index: number): number {
		const length = this.optionLengths[index] as number;
		const at = this.optionOffsets[index] as number;
		const buffer = this.buffer;
		if (length === 1) return buffer[at] as number;
		if (length > 4) return -1;
		let value = 0;
		for (let place = 0; place < length; place++) value = value * 256 + (buffer[at + place] as number);
		return value;
	}

	/** Whether the options from `start` to their payload are those of the message before. Sets the payload if so. */
	private isKnown(start: number, end: number): boolean {
		const length = this.#knownLength;
		const payload = start + length;
		if (length === 0 || start !== this.#knownStart || payload >= end) return false;
		const known = this.#known;
		const buffer = this.buffer;
		let place = 0;
		// Two a round: every reading comes through here.
		while (place + 1 < length) {
			if (buffer[start + place] !== known[place] || buffer[start + place + 1] !== known[place + 1]) return false;
			place += 2;
		}
		if (place < length && buffer[start + place] !== known[place]) return false;
		this.payloadOffset = payload;
		this.payloadLength = end - payload;
		this.fault = messageFaults.none;
		return true;
	}

	/** Keeps the options just read for `isKnown`, where they are short and a payload follows. */
	private learn(start: number): void {
		const length = this.payloadOffset - start;
		this.optionSerial = (this.optionSerial + 1) | 0;
		this.#knownLength = 0;
		if (length > knownLimit || this.payloadLength === 0) return;
		for (let place = 0; place < length; place++) this.#known[place] = this.buffer[start + place] as number;
		this.#knownStart = start;
		this.#knownLength = length;
	}

	private readOptions(start: number, end: number): MessageFault {
		const buffer = this.buffer;
		this.#knownLength = 0;
		let at = start;
		let count = 0;
		let number = 0;
		let delta = 0;
		let length = 0;
		while (at < end) {
			delta = buffer[at++] as number;
			if (delta === payloadMarker) {
				if (at === end) return messageFaults.noPayload;
				break;
			}
			length = delta & 15;
			delta = delta >> 4;
			if (delta > 12) {
				if (delta === 15) return messageFaults.reservedOptionHeader;
				if (delta === 14) delta = 269 + ((buffer[at++] as number) << 8);
				delta = delta + (buffer[at++] as number);
			}
			if (length > 12) {
				if (length === 15) return messageFaults.reservedOptionHeader;
				if (length === 14) length = 269 + ((buffer[at++] as number) << 8);
				length = length + (buffer[at++] as number);
			}
			// Also catches an extended header that the end cuts: `at` is beyond it then. NaN, from beyond the buffer, too.
			if (!(length <= end - at)) return messageFaults.optionTooLong;
			number += delta;
			if (number > highestNumber) return messageFaults.optionNumber;
			if (count === optionLimit) return messageFaults.tooManyOptions;
			this.optionNumbers[count] = number;
			this.optionOffsets[count] = at;
			this.optionLengths[count++] = length;
			at += length;
		}
		this.optionCount = count;
		this.payloadOffset = at;
		this.payloadLength = end - at;
		return messageFaults.none;
	}

	private fail(fault: MessageFault): MessageFault {
		this.fault = fault;
		return fault;
	}
}
