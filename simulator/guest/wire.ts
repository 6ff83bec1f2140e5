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

	/** ASCII or UTF-8 text as it is. */
	text(text: string): this {
		const bytes = utf8(text);
		return this.copy(bytes, bytes.length);
	}

	/** uint16 length, then the text. */
	lengthAndText(text: string): this {
		const bytes = utf8(text);
		return this.uint16(bytes.length).copy(bytes, bytes.length);
	}

	post(kind: number): void {
		host.post(kind, this.bytes, this.#length);
	}

	/** Length of the answer, now at the start of `bytes`, or -1. */
	call(kind: number): number {
		return host.call(kind, this.bytes, this.#length);
	}
}

function utf8(text: string): Uint8Array {
	const out: number[] = [];
	for (const character of text) {
		const code = character.codePointAt(0) as number;
		if (code < 0x80) out.push(code);
		else if (code < 0x800) out.push(0xc0 | (code >> 6), 0x80 | (code & 63));
		else if (code < 0x10000) out.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
		else out.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
	}
	return Uint8Array.from(out);
}
