import { noBytes } from "kith/core/no-bytes";

const payloadMarker = 0xff;
const highestNumber = 0xffff;

/**
 * Walks over CoAP options (RFC 7252 section 3.1) where they lie. One object walks over message after message; nothing is
 * allocated, and nothing beyond `end` is read.
 */
export class OptionCursor {
	number = 0;
	/** Where the value lies. */
	offset = 0;
	length = 0;
	/** Where the next option starts; in the end, the payload marker, or `end`. */
	at = 0;
	/** Not options: what was walked over so far must not be believed. */
	broken = false;
	buffer: Uint8Array = noBytes;
	#end = 0;

	open(buffer: Uint8Array, start: number, end: number): void {
		this.buffer = buffer;
		this.at = start;
		this.number = 0;
		this.broken = false;
		this.#end = end;
	}

	/** @returns false where there is no further option: at the payload marker, at the end, or `broken` */
	next(): boolean {
		const buffer = this.buffer;
		const end = this.#end;
		let at = this.at;
		if (at >= end) return false;
		const head = buffer[at] as number;
		if (head === payloadMarker) return false;
		at++;
		let delta = head >> 4;
		let length = head & 15;
		if (delta > 12) {
			if (delta === 15) return this.#break();
			if (delta === 14) delta = 269 + ((buffer[at++] as number) << 8);
			delta += buffer[at++] as number;
		}
		if (length > 12) {
			if (length === 15) return this.#break();
			if (length === 14) length = 269 + ((buffer[at++] as number) << 8);
			length += buffer[at++] as number;
		}
		// Also catches an extended head that the end cuts, and NaN from beyond the buffer.
		if (!(at <= end && length <= end - at)) return this.#break();
		const number = this.number + delta;
		if (number > highestNumber) return this.#break();
		this.number = number;
		this.offset = at;
		this.length = length;
		this.at = at + length;
		return true;
	}

	#break(): boolean {
		this.broken = true;
		return false;
	}
}

/** Bytes of the longest option head. */
export const optionHeadLimit = 5;

/** Writes the head of an option to `buffer` from `at`. @returns where its value goes */
export function writeOptionHead(buffer: Uint8Array, at: number, delta: number, length: number): number {
	const to = at + 1;
	if (delta < 13 && length < 13) {
		buffer[at] = (delta << 4) | length;
		return to;
	}
	buffer[at] = (nibble(delta) << 4) | nibble(length);
	return extend(buffer, extend(buffer, to, delta), length);
}

function nibble(value: number): number {
	if (value < 13) return value;
	return value < 269 ? 13 : 14;
}

function extend(buffer: Uint8Array, at: number, value: number): number {
	if (value < 13) return at;
	if (value < 269) {
		buffer[at] = value - 13;
		return at + 1;
	}
	buffer[at] = (value - 269) >> 8;
	buffer[at + 1] = value - 269;
	return at + 2;
}
