/**
 * ASCII text written into a buffer, part by part, without allocating. What does not fit sets `overflow` and leaves the
 * rest of the buffer undefined: whoever wrote goes back to a `length` noted before and clears `overflow`.
 */
export class TextWriter {
	readonly bytes: Uint8Array;
	/** Where the next byte goes. */
	length = 0;
	overflow = false;
	#end: number;

	constructor(bytes: Uint8Array) {
		this.bytes = bytes;
		this.#end = bytes.length;
	}

	/** Starts anew: writes from `start` and never beyond `end`. */
	begin(start: number, end: number): void {
		this.length = start;
		this.#end = end;
		this.overflow = false;
	}

	/** Goes back to `length`, as if nothing had been written since. */
	rewind(length: number): void {
		this.length = length;
		this.overflow = false;
	}

	/** Bytes that still fit. */
	get room(): number {
		return this.#end - this.length;
	}

	byte(byte: number): this {
		if (this.length < this.#end) this.bytes[this.length++] = byte;
		else this.overflow = true;
		return this;
	}

	/** @param text ASCII */
	text(text: string): this {
		const { length } = text;
		if (length > this.#end - this.length) {
			this.overflow = true;
			return this;
		}
		let at = this.length;
		for (let index = 0; index < length; index++) this.bytes[at++] = text.charCodeAt(index);
		this.length = at;
		return this;
	}

	/** Bytes as they are. */
	span(source: Uint8Array, offset: number, length: number): this {
		if (length > this.#end - this.length) {
			this.overflow = true;
			return this;
		}
		let at = this.length;
		for (let index = 0; index < length; index++) this.bytes[at++] = source[offset + index] as number;
		this.length = at;
		return this;
	}

	/** Bytes of printable text within a JSON string (RFC 8259 section 7): quotes and backslashes are escaped. */
	escaped(source: Uint8Array, offset: number, length: number): this {
		for (let index = 0; index < length; index++) {
			const byte = source[offset + index] as number;
			if (byte === 0x22 || byte === 0x5c) this.byte(0x5c);
			this.byte(byte < 0x20 ? 0x3f : byte);
		}
		return this;
	}

	/** A whole number, int32. */
	whole(value: number): this {
		let rest = value;
		if (rest < 0) {
			this.byte(0x2d);
			rest = -rest;
		}
		let unit = 1;
		while (unit <= 100_000_000 && unit * 10 <= rest) unit *= 10;
		if (unit * 10 <= rest) unit *= 10;
		for (; unit >= 1; unit = (unit / 10) | 0) this.byte(0x30 + (((rest / unit) | 0) % 10));
		return this;
	}

	/** The low `digits` hexadecimal digits. */
	hex(value: number, digits: number): this {
		for (let shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
			const digit = (value >>> shift) & 15;
			this.byte(digit < 10 ? 0x30 + digit : 0x57 + digit);
		}
		return this;
	}
}
