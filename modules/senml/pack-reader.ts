import { cborFaults, majorTypes, simpleValues } from "kith/cbor/cbor-format";
import { CborReader } from "kith/cbor/cbor-reader";
import { hexValues, noDigit } from "./hex-digits";
import { fromFloat, rescale, unrepresentable } from "./rescale";
import { recordKinds, type SenmlFault, senmlFaults, senmlLabels, senmlVersion } from "./senml-labels";

const underscore = 0x5f;

/** Heads of the form in which Kith writes. */
const mapOfTwo = 0xa2;
const textOfOne = 0x61;
const textOfTwo = 0x62;
const decimalFraction = 0xc4;
const arrayOfTwo = 0x82;

/**
 * Reads a SenML pack in CBOR (RFC 8428 section 6) record by record where it lies, allocating nothing:
 *
 *     if (pack.open(buffer, offset, length)) while (pack.next()) …
 *     if (pack.broken) …
 *
 * Base name, base time and base unit carry over to later records as section 4.1 says. Labels in any order; unknown ones
 * are passed over unless they end in "_". Sums and update times are passed over. Lengths must be definite. A fault may
 * show only after some records were good: a pack is all or nothing only to a caller who reads it twice.
 */
export class PackReader {
	fault: SenmlFault = senmlFaults.none;
	/** The record's full name as a short id, 0-255: one or two lower-case hexadecimal digits without a leading zero; else -1. */
	resourceId = -1;
	/** One of `recordKinds`. */
	kind: number = recordKinds.none;
	/** After a successful `valueAs`. */
	value = 0;
	/** Seconds: 0 is now; below 2^28 relative to now, else since 1970 (section 4.5.3). */
	time = 0;
	/** Where the unit lies, of length 0 where none is given; also where name, base name and a text or data value lie. */
	unitOffset = 0;
	unitLength = 0;
	nameOffset = 0;
	nameLength = 0;
	baseNameOffset = 0;
	baseNameLength = 0;
	spanOffset = 0;
	spanLength = 0;
	readonly #cbor = new CborReader();
	#left = 0;
	/** Some record had a base field, so that later ones cannot be read by themselves. */
	#hasBase = false;
	#mantissa = 0;
	#exponent = 0;
	#single = false;
	#baseTime = 0;
	#baseUnitOffset = 0;
	#baseUnitLength = 0;

	get broken(): boolean {
		return this.fault !== senmlFaults.none;
	}

	/** Starts on `length` bytes. @returns false, with a fault, where they do not begin as a pack */
	open(buffer: Uint8Array, offset: number, length: number): boolean {
		const cbor = this.#cbor;
		this.fault = senmlFaults.none;
		if (this.#hasBase) this.forgetBase();
		cbor.open(buffer, offset, length);
		this.#left = cbor.readArray();
		return cbor.fault === cborFaults.none || this.refuse(senmlFaults.notAPack);
	}

	/** Reads the next record. @returns false at the end, and when the pack is broken */
	next(): boolean {
		const left = this.#left;
		if (left === 0) return this.end();
		this.#left = left - 1;
		return this.quick() || this.general();
	}

	/**
	 * Sets `value` to the record's value in 10^-`scale` units, or to 0 or 1 of a boolean. Another exponent is converted
	 * where that is exact; so is a float that is a decimal number of this scale (see `fromFloat`).
	 * @returns false where it is of another kind, or no int32 of this scale
	 */
	valueAs(scale: number, boolean: boolean): boolean {
		const kind = this.kind;
		if (boolean) {
			this.value = this.#mantissa;
			return kind === recordKinds.boolean;
		}
		if (kind === recordKinds.decimal) {
			const value = this.#exponent === -scale ? this.#mantissa : rescale(this.#mantissa, this.#exponent, scale);
			this.value = value;
			return value !== unrepresentable;
		}
		if (kind !== recordKinds.float) return false;
		this.value = fromFloat(this.#mantissa, this.#single, scale);
		return this.value !== unrepresentable;
	}

	private forgetBase(): void {
		this.#hasBase = false;
		this.baseNameLength = 0;
		this.#baseTime = 0;
		this.#baseUnitLength = 0;
	}

	private end(): boolean {
		const cbor = this.#cbor;
		if (this.fault === 0 && cbor.offset !== cbor.end) this.refuse(senmlFaults.notAPack);
		return false;
	}

	/**
	 * Reads a record of exactly the form in which Kith writes a number: a short id, then a value of up to 16 bits, as an
	 * integer or a decimal fraction. It is most of all records, and read this way costs a sixth of the bytecodes. What is
	 * read beyond the end does no harm, as the end is compared before anything is believed.
	 * @returns false where the record is of another form: nothing has changed then
	 */
	private quick(): boolean {
		const cbor = this.#cbor;
		const buffer = cbor.buffer;
		let at = cbor.offset;
		if (buffer[at] !== mapOfTwo || buffer[at + 1] !== senmlLabels.name || this.#hasBase) return false;
		const nameHead = buffer[at + 2] as number;
		let id = hexValues[buffer[at + 3] as number] as number;
		at += 4;
		if (nameHead === textOfTwo) {
			// Without a leading zero: 1-15, and 16 for what is no digit.
			const low = hexValues[buffer[at++] as number] as number;
			if (id === 0 || id === noDigit || low === noDigit) return false;
			id = (id << 4) | low;
		} else if (nameHead !== textOfOne || id === noDigit) return false;
		if (buffer[at++] !== senmlLabels.value) return false;
		let head = buffer[at++] as number;
		let exponent = 0;
		if (head === decimalFraction) {
			if (buffer[at] !== arrayOfTwo) return false;
			exponent = 0x1f - (buffer[at + 1] as number);
			head = buffer[at + 2] as number;
			at += 3;
			if (exponent < -9 || exponent > -1) return false;
		}
		let mantissa = head & 0x1f;
		if (mantissa === 25) {
			mantissa = ((buffer[at] as number) << 8) | (buffer[at + 1] as number);
			at += 2;
		} else if (mantissa === 24) mantissa = buffer[at++] as number;
		else if (mantissa > 24) return false;
		if (head > 0x39 || at > cbor.end) return false;
		this.#mantissa = head < 0x20 ? mantissa : -1 - mantissa;
		this.#exponent = exponent;
		this.kind = recordKinds.decimal;
		this.resourceId = id;
		this.nameOffset = cbor.offset + 3;
		this.nameLength = nameHead & 3;
		this.time = 0;
		this.unitLength = 0;
		cbor.offset = at;
		return true;
	}

	private general(): boolean {
		const cbor = this.#cbor;
		if (this.fault !== 0) return false;
		this.nameLength = 0;
		this.kind = recordKinds.none;
		this.time = 0;
		this.unitLength = 0;
		let pairs = cbor.readMap();
		// Labels seen, -8 … 22 as bits, to find those that come twice.
		let seen = 0;
		while (pairs > 0) {
			pairs--;
			if (cbor.peek() === majorTypes.text) this.unknownLabel();
			else {
				const label = cbor.readInt();
				if (label > -9 && label < 23) {
					const bit = 1 << (label + 8);
					if (seen & bit) return this.refuse(senmlFaults.badField);
					seen |= bit;
				}
				this.field(label);
			}
			if (cbor.fault !== 0) return this.refuse(senmlFaults.badField);
			if (this.fault !== 0) return false;
		}
		if (cbor.fault !== 0) return this.refuse(senmlFaults.notAPack);
		this.time = this.time + this.#baseTime;
		if (this.unitLength === 0) {
			this.unitLength = this.#baseUnitLength;
			this.unitOffset = this.#baseUnitOffset;
		}
		this.resourceId = this.shortId();
		return true;
	}

	private field(label: number): void {
		const cbor = this.#cbor;
		if (label === senmlLabels.name) {
			this.nameLength = cbor.readText();
			this.nameOffset = cbor.spanOffset;
		} else if (label === senmlLabels.value) this.number();
		else if (label === senmlLabels.booleanValue) {
			this.setKind(recordKinds.boolean);
			this.#mantissa = cbor.readBoolean() ? 1 : 0;
		} else if (label === senmlLabels.unit) {
			this.unitLength = cbor.readText();
			this.unitOffset = cbor.spanOffset;
		} else if (label === senmlLabels.time) this.time = this.seconds();
		else if (label === senmlLabels.stringValue) {
			this.setKind(recordKinds.text);
			this.spanLength = cbor.readText();
			this.spanOffset = cbor.spanOffset;
		} else if (label === senmlLabels.dataValue) {
			this.setKind(recordKinds.data);
			this.spanLength = cbor.readBytes();
			this.spanOffset = cbor.spanOffset;
		} else if (label < 0) {
			this.#hasBase = true;
			this.baseField(label);
		} else cbor.skip();
	}

	private baseField(label: number): void {
		const cbor = this.#cbor;
		if (label === senmlLabels.baseName) {
			this.baseNameLength = cbor.readText();
			this.baseNameOffset = cbor.spanOffset;
		} else if (label === senmlLabels.baseTime) this.#baseTime = this.seconds();
		else if (label === senmlLabels.baseUnit) {
			this.#baseUnitLength = cbor.readText();
			this.#baseUnitOffset = cbor.spanOffset;
		} else if (label === senmlLabels.baseVersion) {
			if (cbor.readInt() > senmlVersion) this.refuse(senmlFaults.version);
		} else if (label === senmlLabels.baseValue) this.refuse(senmlFaults.baseValue);
		else cbor.skip();
	}

	private number(): void {
		const cbor = this.#cbor;
		if (cbor.peek() === majorTypes.simple) {
			this.setKind(recordKinds.float);
			this.#mantissa = cbor.readFloat();
			this.#single = cbor.information === simpleValues.single;
		} else {
			this.setKind(recordKinds.decimal);
			cbor.readDecimal();
			this.#mantissa = cbor.mantissa;
			this.#exponent = cbor.exponent;
		}
	}

	/** A time: any number. Whole seconds in what Kith sends; the rest is not on any hot path. */
	private seconds(): number {
		const cbor = this.#cbor;
		const type = cbor.peek();
		if (type === majorTypes.simple) return cbor.readFloat();
		if (type !== majorTypes.tag) return cbor.readInt();
		cbor.readDecimal();
		return cbor.mantissa * 10 ** cbor.exponent;
	}

	private unknownLabel(): void {
		const cbor = this.#cbor;
		const length = cbor.readText();
		if (length > 0 && cbor.buffer[cbor.spanOffset + length - 1] === underscore) this.refuse(senmlFaults.mandatoryLabel);
		else cbor.skip();
	}

	private setKind(kind: number): void {
		if (this.kind !== recordKinds.none) this.refuse(senmlFaults.twoValues);
		this.kind = kind;
	}

	private shortId(): number {
		const base = this.baseNameLength;
		const length = base + this.nameLength;
		if (length === 0 || length > 2) return -1;
		const buffer = this.#cbor.buffer;
		const first = hexValues[buffer[base > 0 ? this.baseNameOffset : this.nameOffset] as number] as number;
		if (first === noDigit) return -1;
		if (length === 1) return first;
		const at = base === 2 ? this.baseNameOffset + 1 : this.nameOffset + 1 - base;
		const second = hexValues[buffer[at] as number] as number;
		return first === 0 || second === noDigit ? -1 : (first << 4) | second;
	}

	private refuse(fault: SenmlFault): boolean {
		if (this.fault === senmlFaults.none) this.fault = fault;
		return false;
	}
}
