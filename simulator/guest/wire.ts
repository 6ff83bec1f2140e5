import { eventBytesLimit } from "./protocol";

/**
 * The one buffer through which a board speaks to its session. Every message is written, handed over and forgotten
 * within one call, so nothing is allocated per message. Numbers little-endian.
 */
export class Wire {
	readonly bytes = new Uint8Array(eventBytesLimit);
	#length = 0;

	begin(): this {
		this.#length = 0;
		return this;
	}

	uint8(value: number): this {
		this.bytes[this.#length++] = value;
		return this;
	}

	uint16(value: number): this {
		this.bytes[this.#length++] = value;
		this.bytes[this.#length++] = value >> 8;
		return this;
	}

	int32(value: number): this {
		this.uint16(value);
		return this.uint16(value >> 16);
	}

	/** The first `length` of `source`. What does not fit is a bug of the caller. */
	copy(source: Uint8Array, length: number): this {
		if (this.#length + length > eventBytesLimit)
			throw new RangeError(`a message of more than ${eventBytesLimit} bytes`);
		for (let index = 0; index < length; index++) this.bytes[this.#length++] = source[index] as number;
		return this;
	}

	/** ASCII or UTF-8 text as it is, written without a copy: on a board, too, a client writes a topic where it is sent from. */
	text(text: string): this {
		for (let index = 0; index < text.length; index++) {
			const code = text.codePointAt(index) as number;
			if (code > 0xffff) index++;
			this.character(code);
		}
		return this;
	}

	/** uint16 length, then the text. */
	lengthAndText(text: string): this {
		const start = this.#length;
		this.uint16(0).text(text);
		const size = this.#length - start - 2;
		this.bytes[start] = size;
		this.bytes[start + 1] = size >> 8;
		return this;
	}

	post(kind: number): void {
		host.post(kind, this.bytes, this.#length);
	}

	/** Length of the answer, now at the start of `bytes`, or -1. */
	call(kind: number): number {
		return host.call(kind, this.bytes, this.#length);
	}

	private character(code: number): void {
		if (this.#length + 4 > eventBytesLimit) throw new RangeError(`a message of more than ${eventBytesLimit} bytes`);
		if (code < 0x80) {
			this.uint8(code);
			return;
		}
		if (code < 0x800) this.uint8(0xc0 | (code >> 6));
		else {
			if (code < 0x10000) this.uint8(0xe0 | (code >> 12));
			else this.uint8(0xf0 | (code >> 18)).uint8(0x80 | ((code >> 12) & 63));
			this.uint8(0x80 | ((code >> 6) & 63));
		}
		this.uint8(0x80 | (code & 63));
	}
}
