import { noBytes } from "kith/core/no-bytes";
import { decimalFractionTag, majorTypes, simpleValues } from "./cbor-format";
import { numberToHalf } from "./float";
import { utf8Encode, utf8Length } from "./utf8";

const twoTo32 = 0x1_0000_0000;

/**
 * Writes CBOR into a buffer of the caller, always in the deterministic form of RFC 8949 section 4.2.1: shortest heads,
 * definite lengths, floats as short as they stay exact; the order of map keys is the caller's. What does not fit sets
 * `overflow` and nothing more is written. Allocates only for texts and floats.
 */
export class CborWriter {
	buffer: Uint8Array = noBytes;
	/** Where the next byte goes. */
	offset = 0;
	end = 0;
	overflow = false;
	#floats: DataView | undefined;

	/** Writes from `offset` on, `end` excluded. */
	open(buffer: Uint8Array, offset: number, end: number): void {
		this.buffer = buffer;
		this.offset = offset;
		this.end = end;
		this.overflow = false;
	}

	/** A whole number of up to ±(2^53 - 1); any other throws RangeError. */
	int(value: number): void {
		if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no integer that CBOR writes here`);
		if (value >= 0) this.head(majorTypes.unsigned, value);
		else this.head(majorTypes.negative, -1 - value);
	}

	array(count: number): void {
		this.head(majorTypes.array, count);
	}

	map(pairs: number): void {
		this.head(majorTypes.map, pairs);
	}

	tag(number: number): void {
		this.head(majorTypes.tag, number);
	}

	boolean(value: boolean): void {
		this.head(majorTypes.simple, value ? simpleValues.true : simpleValues.false);
	}

	null(): void {
		this.head(majorTypes.simple, simpleValues.null);
	}

	undefined(): void {
		this.head(majorTypes.simple, simpleValues.undefined);
	}

	bytes(bytes: Uint8Array, length: number): void {
		this.head(majorTypes.bytes, length);
		if (!this.room(length)) return;
		const buffer = this.buffer;
		let at = this.offset;
		for (let index = 0; index < length; index++) buffer[at++] = bytes[index] as number;
		this.offset = at;
	}

	text(text: string): void {
		const length = utf8Length(text);
		this.head(majorTypes.text, length);
		if (this.room(length)) this.offset = utf8Encode(text, this.buffer, this.offset);
	}

	/** `mantissa` · 10^`exponent`: a decimal fraction (tag 4), or an integer where the exponent is 0. */
	decimal(mantissa: number, exponent: number): void {
		if (exponent !== 0) {
			this.head(majorTypes.tag, decimalFractionTag);
			this.head(majorTypes.array, 2);
			this.int(exponent);
		}
		this.int(mantissa);
	}

	/** In the shortest of the three lengths that is exact. */
	float(value: number): void {
		const half = numberToHalf(value);
		if (half >= 0) {
			this.simple(simpleValues.half, half, 2);
			return;
		}
		this.#floats ??= new DataView(new ArrayBuffer(8));
		const floats = this.#floats;
		const single = Math.fround(value) === value;
		if (single) floats.setFloat32(0, value);
		else floats.setFloat64(0, value);
		const length = single ? 4 : 8;
		if (!this.room(1 + length)) return;
		const first = (majorTypes.simple << 5) | (single ? simpleValues.single : simpleValues.double);
		this.buffer[this.offset] = first;
		for (let index = 0; index < length; index++) this.buffer[this.offset + 1 + index] = floats.getUint8(index);
		this.offset = this.offset + 1 + length;
	}

	/** The head of an item (section 3) with the shortest form of its argument, 0 … 2^53 - 1. */
	head(major: number, argument: number): void {
		if (argument < 24) this.simple(argument, 0, 0, major);
		else if (argument < 0x100) this.simple(24, argument, 1, major);
		else if (argument < 0x10000) this.simple(25, argument, 2, major);
		else if (argument < twoTo32) this.simple(26, argument, 4, major);
		else {
			if (!this.room(9)) return;
			this.simple(27, Math.floor(argument / twoTo32), 4, major);
			this.append(argument % twoTo32, 4);
		}
	}

	private simple(information: number, argument: number, length: number, major: number = majorTypes.simple): void {
		if (!this.room(1 + length)) return;
		this.buffer[this.offset] = (major << 5) | information;
		this.offset = this.offset + 1;
		this.append(argument, length);
	}

	private append(value: number, length: number): void {
		const buffer = this.buffer;
		let at = this.offset;
		for (let shift = 8 * (length - 1); shift >= 0; shift -= 8) buffer[at++] = value >>> shift;
		this.offset = at;
	}

	private room(length: number): boolean {
		if (!this.overflow && length <= this.end - this.offset) return true;
		this.overflow = true;
		return false;
	}
}
