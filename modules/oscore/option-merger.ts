import { outerOptionsLimit } from "./limits";
import { isOuterOption } from "./option-classes";
import { OptionCursor, writeOptionHead } from "./option-cursor";

/**
 * Puts the outer options that count and the inner ones together, in the order of their numbers (RFC 8613 section 8.2
 * step 7). In place: a merged option has at most the delta that it had among its own kind, so what is written never
 * overtakes what is still to be read of the inner options; the outer ones are set aside first.
 */
export class OptionMerger {
	readonly #aside = new Uint8Array(outerOptionsLimit);
	readonly #outer = new OptionCursor();
	readonly #inner = new OptionCursor();
	#number = 0;

	/**
	 * Writes options and payload from `start` on.
	 * @param start of the outer options, which end at `outerEnd`, at most `outerOptionsLimit` bytes on
	 * @param innerStart of the inner options, beyond `outerEnd`
	 * @param innerEnd of the inner options and the payload
	 * @returns how many bytes were written, or -1 where the inner ones are no options
	 */
	merge(buffer: Uint8Array, start: number, outerEnd: number, innerStart: number, innerEnd: number): number {
		const aside = this.#aside;
		const outer = this.#outer;
		const inner = this.#inner;
		const outerLength = outerEnd - start;
		for (let index = 0; index < outerLength; index++) aside[index] = buffer[start + index] as number;
		outer.open(aside, 0, outerLength);
		inner.open(buffer, innerStart, innerEnd);
		this.#number = 0;
		let at = start;
		let hasOuter = this.#nextOuter();
		let hasInner = inner.next();
		while (hasOuter || hasInner) {
			if (hasOuter && (!hasInner || outer.number <= inner.number)) {
				at = this.#write(buffer, at, outer);
				hasOuter = this.#nextOuter();
			} else {
				at = this.#write(buffer, at, inner);
				hasInner = inner.next();
			}
		}
		if (inner.broken) return -1;
		buffer.copyWithin(at, inner.at, innerEnd);
		return at + innerEnd - inner.at - start;
	}

	#nextOuter(): boolean {
		const outer = this.#outer;
		while (outer.next()) if (isOuterOption(outer.number)) return true;
		return false;
	}

	#write(buffer: Uint8Array, at: number, cursor: OptionCursor): number {
		const { number, offset, length } = cursor;
		const to = writeOptionHead(buffer, at, number - this.#number, length);
		const source = cursor.buffer;
		for (let index = 0; index < length; index++) buffer[to + index] = source[offset + index] as number;
		this.#number = number;
		return to + length;
	}
}
