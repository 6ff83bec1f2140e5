import type { LineOutput } from "./console";

/** Bytes of the longest line; what would go beyond is left out. */
export const lineLimit = 160;

/** Writes lines of words and numbers without making strings of them. */
export class Line {
	readonly #output: LineOutput;
	readonly #bytes = new Uint8Array(lineLimit);
	#length = 0;

	constructor(output: LineOutput) {
		this.#output = output;
	}

	/** Begins a line with a word (ASCII). */
	begin(word: string): this {
		this.#length = 0;
		return this.#text(word);
	}

	/** A space and a word. Characters that are not printable ASCII become "?". */
	word(word: string): this {
		this.#put(0x20);
		return this.#text(word);
	}

	/** A space and a whole number, int32. */
	number(value: number): this {
		this.#put(0x20);
		return this.digits(value);
	}

	/** A whole number right behind what is there. */
	digits(value: number): this {
		if (value < 0) this.#put(0x2d);
		// Negative throughout, as -2^31 has no positive counterpart.
		let rest = value > 0 ? -value : value;
		let weight = 1;
		while (((rest / weight) | 0) <= -10) weight *= 10;
		for (;;) {
			const digit = -((rest / weight) | 0);
			this.#put(0x30 + digit);
			rest += digit * weight;
			if (weight === 1) return this;
			weight = (weight / 10) | 0;
		}
	}

	/** One ASCII character right behind what is there. */
	character(code: number): this {
		this.#put(code);
		return this;
	}

	end(): void {
		this.#output.write(this.#bytes, this.#length);
	}

	#text(text: string): this {
		for (let index = 0; index < text.length; index++) {
			const code = text.charCodeAt(index);
			this.#put(code > 0x20 && code < 0x7f ? code : code === 0x20 ? 0x20 : 0x3f);
		}
		return this;
	}

	#put(byte: number): void {
		if (this.#length < lineLimit) this.#bytes[this.#length++] = byte;
	}
}
