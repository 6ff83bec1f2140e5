import { noBytes } from "kith/core/no-bytes";
import { type CborFault, cborFaults, decimalFractionTag, indefinite, majorTypes, simpleValues } from "./cbor-format";
import { halfToNumber } from "./float";
import { utf8Decode } from "./utf8";

/** First byte of an array of no items. */
const shortArray = majorTypes.array << 5;

/** Levels of arrays, maps and tags that `skip` follows. */
export const skipDepthLimit = 8;

/**
 * A pull reader over CBOR where it lies (RFC 8949): the caller says what it expects and gets it, or the reader takes on
 * a `fault`, stays where it is and answers 0 from then on, so that one look at `fault` at the end will do. Nothing is
 * allocated except by `text`, for floats and by the first `skip`; nothing throws; no count from the wire is believed beyond the bytes left.
 *
 * Integers need not be in their shortest form: nothing here depends on one value having one encoding. Lengths must be
 * definite; `readHead` leaves that to its caller.
 */
export class CborReader {
	buffer: Uint8Array = noBytes;
	/** Where the next item starts. */
	offset = 0;
	end = 0;
	fault: CborFault = cborFaults.none;
	/** Of the head read last: its argument (value, length, count or tag), and its additional information 0-31. */
	argument = 0;
	information = 0;
	/** Where the byte string or text read last lies. */
	spanOffset = 0;
	spanLength = 0;
	/** The decimal fraction read last is `mantissa` · 10^`exponent`. */
	mantissa = 0;
	exponent = 0;
	/** Made when something is first skipped. */
	#pending: Int32Array | undefined;
	#floats: DataView | undefined;

	open(buffer: Uint8Array, offset: number, length: number): void {
		this.buffer = buffer;
		this.offset = offset;
		this.end = offset + length;
		this.fault = cborFaults.none;
	}

	/** Major type of the next item; -1 at the end of the data or after a fault. */
	peek(): number {
		if (this.fault !== 0 || this.offset >= this.end) return -1;
		return (this.buffer[this.offset] as number) >> 5;
	}

	/** An integer of up to ±(2^53 - 1). */
	readInt(): number {
		const at = this.offset;
		if (at < this.end && this.fault === 0) {
			const first = this.buffer[at] as number;
			if (first < 24) {
				this.offset = at + 1;
				return first;
			}
			if (first >= 0x20 && first < 0x38) {
				this.offset = at + 1;
				return 0x1f - first;
			}
		}
		const major = this.readHead();
		if (major === majorTypes.unsigned) return this.argument;
		if (major === majorTypes.negative) {
			if (this.argument === Number.MAX_SAFE_INTEGER) return this.fail(cborFaults.tooLarge);
			return -1 - this.argument;
		}
		return this.refuse(at);
	}

	/** Items of the array that starts here. */
	readArray(): number {
		const at = this.offset;
		const count = (this.buffer[at] as number) - shortArray;
		// A short count that the remaining bytes can hold, which is most of them, without reading a head.
		if (count >= 0 && count < 24 && count < this.end - at && this.fault === 0) {
			this.offset = at + 1;
			return count;
		}
		return this.count(majorTypes.array, 1);
	}

	/** Pairs of the map that starts here. */
	readMap(): number {
		return this.count(majorTypes.map, 2);
	}

	/** A text; `spanOffset` says where. Whether it is UTF-8 nobody asked yet. @returns its length in bytes */
	readText(): number {
		return this.span(majorTypes.text);
	}

	/** A byte string; `spanOffset` says where. @returns its length */
	readBytes(): number {
		return this.span(majorTypes.bytes);
	}

	/** The tag in front of the item that follows. */
	readTag(): number {
		const at = this.offset;
		return this.readHead() === majorTypes.tag ? this.argument : this.refuse(at);
	}

	readBoolean(): boolean {
		const at = this.offset;
		if (this.readHead() === majorTypes.simple) {
			if (this.information === simpleValues.true) return true;
			if (this.information === simpleValues.false) return false;
		}
		this.refuse(at);
		return false;
	}

	/** A floating-point number of any of the three lengths. */
	readFloat(): number {
		const at = this.offset;
		const information = this.readHead() === majorTypes.simple ? this.information : 0;
		if (information === simpleValues.half) return halfToNumber(this.argument);
		if (information !== simpleValues.single && information !== simpleValues.double) return this.refuse(at);
		this.#floats ??= new DataView(new ArrayBuffer(8));
		const floats = this.#floats;
		const length = information === simpleValues.single ? 4 : 8;
		for (let index = 0; index < length; index++) floats.setUint8(index, this.buffer[at + 1 + index] as number);
		return length === 4 ? floats.getFloat32(0) : floats.getFloat64(0);
	}

	/** Sets `mantissa` and `exponent` from an integer or a decimal fraction, both of them int32. */
	readDecimal(): void {
		const at = this.offset;
		if (this.peek() !== majorTypes.tag) {
			this.exponent = 0;
			this.mantissa = this.readInt();
		} else {
			if (this.readTag() !== decimalFractionTag || this.readArray() !== 2) {
				this.refuse(at);
				return;
			}
			this.exponent = this.readInt();
			this.mantissa = this.readInt();
		}
		if ((this.mantissa | 0) !== this.mantissa || (this.exponent | 0) !== this.exponent) this.fail(cborFaults.tooLarge);
	}

	/** The last span as a string: allocates. Takes on `notUtf8` where it is none. */
	text(): string {
		const text = utf8Decode(this.buffer, this.spanOffset, this.spanLength);
		if (text === undefined) this.fail(cborFaults.notUtf8);
		return text ?? "";
	}

	/** Passes over one item of any kind, with no recursion, `skipDepthLimit` levels deep. */
	skip(): void {
		this.#pending ??= new Int32Array(skipDepthLimit);
		const pending = this.#pending;
		let depth = 0;
		let items = 1;
		for (;;) {
			while (items === 0) {
				if (depth === 0) return;
				items = pending[--depth] as number;
			}
			items--;
			const inner = this.skipOne();
			if (this.fault !== 0) return;
			if (inner === 0) continue;
			if (depth === skipDepthLimit) {
				this.fail(cborFaults.tooDeep);
				return;
			}
			pending[depth++] = items;
			items = inner;
		}
	}

	/**
	 * Reads a head, the first part of every item (section 3): sets `argument` and `information`. The bytes of floats and
	 * of the simple values in a second byte belong to it.
	 * @returns the major type, or -1 with a fault
	 */
	readHead(): number {
		const at = this.offset;
		if (this.fault !== 0) return -1;
		if (at >= this.end) return this.malformed(cborFaults.truncated);
		const first = this.buffer[at] as number;
		const information = first & 31;
		const major = first >> 5;
		this.information = information;
		if (information < 24) {
			this.argument = information;
			this.offset = at + 1;
			return major;
		}
		if (information > simpleValues.double) return this.unsized(major, information, at);
		const length = 1 << (information - 24);
		if (length > this.end - at - 1) return this.malformed(cborFaults.truncated);
		const buffer = this.buffer;
		let argument = 0;
		for (let index = 1; index <= length; index++) argument = argument * 256 + (buffer[at + index] as number);
		if (major === majorTypes.simple) {
			// Two encodings of one simple value are not well-formed (section 3.3).
			if (information === simpleValues.byte && argument < 32) return this.malformed(cborFaults.notWellFormed);
		} else if (argument > Number.MAX_SAFE_INTEGER) return this.malformed(cborFaults.tooLarge);
		this.argument = argument;
		this.offset = at + 1 + length;
		return major;
	}

	/** Additional information 28-31: reserved, or an indefinite length where the type can have one, or a break. */
	private unsized(major: number, information: number, at: number): number {
		const sizeless = major < majorTypes.bytes || major === majorTypes.tag;
		if (information !== indefinite || sizeless) return this.malformed(cborFaults.notWellFormed);
		this.argument = 0;
		this.offset = at + 1;
		return major;
	}

	/** Passes over a head and, of a string, its bytes. @returns how many items belong to it */
	private skipOne(): number {
		const major = this.readHead();
		if (major === majorTypes.tag) return 1;
		if (major < majorTypes.bytes) return 0;
		if (this.information === indefinite) {
			this.fail(major === majorTypes.simple ? cborFaults.notWellFormed : cborFaults.indefiniteLength);
			return 0;
		}
		if (major === majorTypes.simple) return 0;
		const argument = this.argument;
		const left = this.end - this.offset;
		const items = major === majorTypes.map ? 2 * argument : argument;
		if (items > left) {
			this.fail(cborFaults.truncated);
			return 0;
		}
		if (major >= majorTypes.array) return items;
		this.offset = this.offset + argument;
		return 0;
	}

	private count(major: number, bytesEach: number): number {
		const at = this.offset;
		if (this.readHead() !== major) return this.refuse(at);
		if (this.information === indefinite) return this.fail(cborFaults.indefiniteLength);
		// Every item takes a byte at least.
		if (this.argument * bytesEach > this.end - this.offset) return this.fail(cborFaults.truncated);
		return this.argument;
	}

	private span(major: number): number {
		const at = this.offset;
		if (this.readHead() !== major) return this.refuse(at);
		if (this.information === indefinite) return this.fail(cborFaults.indefiniteLength);
		const length = this.argument;
		if (length > this.end - this.offset) return this.fail(cborFaults.truncated);
		this.spanOffset = this.offset;
		this.spanLength = length;
		this.offset = this.offset + length;
		return length;
	}

	/** What is there is something else. */
	private refuse(at: number): number {
		this.offset = at;
		return this.fail(cborFaults.wrongType);
	}

	private fail(fault: CborFault): number {
		if (this.fault === 0) this.fault = fault;
		return 0;
	}

	private malformed(fault: CborFault): number {
		this.fail(fault);
		return -1;
	}
}
