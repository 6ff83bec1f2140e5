import { majorTypes } from "kith/cbor/cbor-format";
import { CborWriter } from "kith/cbor/cbor-writer";
import { senmlLabels } from "./senml-labels";

const slash = 0x2f;

/**
 * A pack of one record with a full name, a unit and an age, for readers that know nothing of the installation:
 * `[{n: "kitchen/climate/temperature", u: "Cel", v: 23.45, t: -12}]` (RFC 8428 section 6). Deterministic, and writes into
 * a buffer of the caller's without allocating.
 */
export class NamedRecord {
	readonly #cbor = new CborWriter();

	/** Starts a pack in `target`, whose name is the two pieces with a slash between them. */
	begin(
		target: Uint8Array,
		bytes: Uint8Array,
		firstOffset: number,
		firstLength: number,
		secondOffset: number,
		secondLength: number,
		fields: number,
	): void {
		const cbor = this.#cbor;
		cbor.open(target, 0, target.length);
		cbor.array(1);
		cbor.map(fields);
		cbor.int(senmlLabels.name);
		cbor.head(majorTypes.text, firstLength + 1 + secondLength);
		this.append(bytes, firstOffset, firstLength);
		target[cbor.offset] = slash;
		cbor.offset = cbor.offset + 1;
		this.append(bytes, secondOffset, secondLength);
	}

	/** A field whose value is a text of ASCII. */
	text(label: number, text: Uint8Array): void {
		this.#cbor.int(label);
		this.#cbor.head(majorTypes.text, text.length);
		this.append(text, 0, text.length);
	}

	/** The value, in 10^-scale units, or 0 and 1 of a boolean. */
	value(value: number, scale: number, boolean: boolean): void {
		const cbor = this.#cbor;
		if (boolean) {
			cbor.int(senmlLabels.booleanValue);
			cbor.boolean(value !== 0);
			return;
		}
		cbor.int(senmlLabels.value);
		cbor.decimal(value, scale === 0 ? 0 : -scale);
	}

	/** A field whose value is a whole number. */
	number(label: number, value: number): void {
		this.#cbor.int(label);
		this.#cbor.int(value);
	}

	/** Bytes of the pack, or -1 where it did not fit. */
	get length(): number {
		return this.#cbor.overflow ? -1 : this.#cbor.offset;
	}

	private append(bytes: Uint8Array, offset: number, length: number): void {
		const cbor = this.#cbor;
		if (length > cbor.end - cbor.offset) {
			cbor.overflow = true;
			return;
		}
		let at = cbor.offset;
		for (let index = 0; index < length; index++) cbor.buffer[at++] = bytes[offset + index] as number;
		cbor.offset = at;
	}
}
