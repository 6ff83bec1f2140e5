import { noBytes } from "kith/core/no-bytes";

/** The first byte of the header carries version 1 in its top bits. */
const versionBits = 0x40;
const payloadMarker = 0xff;

/**
 * Writes a CoAP message into a buffer of the caller. Options must come in the order of their numbers. What does not fit
 * is not written and sets `overflow`, which the caller asks once, at the end. One object writes message after message.
 */
export class MessageWriter {
	buffer: Uint8Array = noBytes;
	/** Bytes written so far. */
	length = 0;
	overflow = false;
	#capacity = 0;
	#option = 0;

	/** Starts a message without a token at the start of `buffer`, of which `capacity` (at least 12) bytes may be used. */
	begin(buffer: Uint8Array, capacity: number, type: number, code: number, messageId: number): void {
		this.buffer = buffer;
		this.#capacity = capacity;
		this.#option = 0;
		this.overflow = false;
		buffer[0] = versionBits | (type << 4);
		buffer[1] = code;
		buffer[2] = messageId >> 8;
		buffer[3] = messageId;
		this.length = 4;
	}

	/** A token of two bytes. Directly after `begin`. */
	token(token: number): void {
		const buffer = this.buffer;
		buffer[0] = (buffer[0] as number) | 2;
		buffer[4] = token >> 8;
		buffer[5] = token;
		this.length = 6;
	}

	/** A copy of a received token, 0-8 bytes. Directly after `begin`. */
	echoToken(from: Uint8Array, offset: number, length: number): void {
		const buffer = this.buffer;
		buffer[0] = (buffer[0] as number) | length;
		for (let index = 0; index < length; index++) buffer[4 + index] = from[offset + index] as number;
		this.length = 4 + length;
	}

	/** A token of `length` bytes was written behind the header. Directly after `begin`. */
	tokenWritten(length: number): void {
		this.buffer[0] = (this.buffer[0] as number) | length;
		this.length = 4 + length;
	}

	/** Options encoded before, whose first has its number as delta: no option may precede. `last`: number of the last. */
	encodedOptions(options: Uint8Array, length: number, last: number): void {
		this.append(options, length);
		this.#option = last;
	}

	/** An option whose value is an unsigned number of up to 32 bits, in as few bytes as it needs (section 3.2). */
	uintOption(number: number, value: number): void {
		let length = 0;
		if (value > 0xffffff) length = 4;
		else if (value > 0xffff) length = 3;
		else if (value > 0xff) length = 2;
		else if (value > 0) length = 1;
		if (!this.optionHead(number, length)) return;
		const buffer = this.buffer;
		let at = this.length;
		for (let shift = 8 * (length - 1); shift >= 0; shift -= 8) buffer[at++] = value >>> shift;
		this.length = at;
	}

	/** An option with the first `length` bytes of `value`. */
	bytesOption(number: number, value: Uint8Array, length: number): void {
		if (this.optionHead(number, length)) this.append(value, length);
	}

	/** Marker and payload; nothing for an empty payload. The last thing of a message. */
	payload(payload: Uint8Array, length: number): void {
		if (length === 0) return;
		if (this.length >= this.#capacity) this.overflow = true;
		else {
			this.buffer[this.length] = payloadMarker;
			this.length = this.length + 1;
			this.append(payload, length);
		}
	}

	private optionHead(number: number, length: number): boolean {
		const delta = number - this.#option;
		if (delta < 0) throw new RangeError(`option ${number} after option ${this.#option}`);
		let at = this.length;
		// The longest head is five bytes; a value follows it.
		if (at + 5 + length > this.#capacity && at + headLength(delta, length) + length > this.#capacity) {
			this.overflow = true;
			return false;
		}
		const buffer = this.buffer;
		buffer[at++] = (nibble(delta) << 4) | nibble(length);
		at = extend(buffer, at, delta);
		this.length = extend(buffer, at, length);
		this.#option = number;
		return true;
	}

	private append(bytes: Uint8Array, length: number): void {
		let at = this.length;
		if (length > this.#capacity - at) {
			this.overflow = true;
			return;
		}
		const buffer = this.buffer;
		for (let index = 0; index < length; index++) buffer[at++] = bytes[index] as number;
		this.length = at;
	}
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

function headLength(delta: number, length: number): number {
	return 1 + Math.max(0, nibble(delta) - 12) + Math.max(0, nibble(length) - 12);
}
