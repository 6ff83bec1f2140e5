import { CborWriter } from "kith/cbor/cbor-writer";
import { senmlLabels } from "./senml-labels";

/** Records in one pack. */
export const recordLimit = 15;
/** Map head, name of two digits, decimal fraction with an int32 mantissa. */
const recordBytes = 1 + 4 + 1 + 3 + 5;
export const packBytesLimit = 1 + recordLimit * recordBytes;

/**
 * Writes readings as a SenML pack in CBOR (RFC 8428 section 6): one map per reading with its name, which is the short id
 * in lower-case hexadecimal, and its value. Units are agreed in the resource model and not sent. Deterministic: the same
 * readings give the same bytes. One object writes pack after pack into its own buffer.
 */
export class PackWriter {
	readonly bytes = new Uint8Array(packBytesLimit);
	readonly #cbor = new CborWriter();
	#left = 0;

	/** Length of the pack so far. */
	get length(): number {
		return this.#cbor.offset;
	}

	/** Starts a pack of `count` readings, 1 … `recordLimit`; RangeError otherwise. */
	begin(count: number): void {
		if (!(count >= 1 && count <= recordLimit))
			throw new RangeError(`pack of ${count} readings, at most ${recordLimit}`);
		this.#left = count;
		this.#cbor.open(this.bytes, 0, packBytesLimit);
		this.#cbor.array(count);
	}

	/**
	 * @param id short id, 0-255
	 * @param value int32, in 10^-scale units, or 0 and 1 of a boolean
	 */
	add(id: number, value: number, scale: number, boolean: boolean): void {
		if (this.#left === 0) throw new RangeError("more readings than the pack was begun with");
		this.#left = this.#left - 1;
		const cbor = this.#cbor;
		cbor.map(2);
		this.name(id);
		if (boolean) {
			cbor.int(senmlLabels.booleanValue);
			cbor.boolean(value !== 0);
		} else {
			cbor.int(senmlLabels.value);
			cbor.decimal(value, scale === 0 ? 0 : -scale);
		}
	}

	/** Label 0 and a text of one or two hexadecimal digits, with no string made. */
	private name(id: number): void {
		const bytes = this.bytes;
		let at = this.#cbor.offset;
		bytes[at++] = senmlLabels.name;
		bytes[at++] = id < 16 ? 0x61 : 0x62;
		if (id >= 16) bytes[at++] = hexDigit(id >> 4);
		bytes[at++] = hexDigit(id & 15);
		this.#cbor.offset = at;
	}
}

function hexDigit(value: number): number {
	return value < 10 ? 0x30 + value : 0x57 + value;
}
