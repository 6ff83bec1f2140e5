import { majorTypes } from "./cbor-format";
import { type CborLimits, CborTag, type CborValue, cborLimits } from "./cbor-value";
import { CborWriter } from "./cbor-writer";

/**
 * Encodes a value deterministically (RFC 8949 section 4.2.1): shortest heads, definite lengths, map keys in the order
 * of their encoded bytes. Numbers that are whole and safe become integers, others the shortest exact float.
 * Throws RangeError for what is deeper than the limits or longer than `lengthLimit` bytes, TypeError for what CBOR does
 * not have here.
 */
export function encode(value: CborValue, lengthLimit = 65_536, limits: CborLimits = cborLimits): Uint8Array {
	const encoder = new Encoder(limits);
	let capacity = Math.min(1024, lengthLimit);
	for (;;) {
		const bytes = encoder.attempt(value, capacity);
		if (bytes !== undefined) return bytes;
		if (capacity >= lengthLimit) throw new RangeError(`CBOR longer than ${lengthLimit} bytes`);
		capacity = Math.min(4 * capacity, lengthLimit);
	}
}

class Encoder {
	readonly #writer = new CborWriter();
	readonly #limits: CborLimits;

	constructor(limits: CborLimits) {
		this.#limits = limits;
	}

	attempt(value: CborValue, capacity: number): Uint8Array | undefined {
		const buffer = new Uint8Array(capacity);
		this.#writer.open(buffer, 0, capacity);
		this.#write(value, 0);
		return this.#writer.overflow ? undefined : buffer.slice(0, this.#writer.offset);
	}

	#write(value: CborValue, depth: number): void {
		const writer = this.#writer;
		if (typeof value === "number") this.#number(value);
		else if (typeof value === "string") writer.text(value);
		else if (typeof value === "boolean") writer.boolean(value);
		else if (value === null) writer.null();
		else if (value === undefined) writer.undefined();
		else if (value instanceof Uint8Array) writer.bytes(value, value.length);
		else this.#container(value, depth + 1);
	}

	#number(value: number): void {
		if (Number.isSafeInteger(value) && !Object.is(value, -0)) this.#writer.int(value);
		else this.#writer.float(value);
	}

	#container(value: object, depth: number): void {
		const writer = this.#writer;
		if (depth > this.#limits.depth) throw new RangeError(`CBOR deeper than ${this.#limits.depth} levels`);
		if (Array.isArray(value)) {
			writer.array(value.length);
			for (const item of value) this.#write(item, depth);
		} else if (value instanceof Map) this.#map(value, depth);
		else if (value instanceof CborTag) {
			writer.tag(value.tag);
			this.#write(value.value, depth);
		} else throw new TypeError("CBOR writes arrays, Maps and tags, no other objects");
	}

	#map(map: ReadonlyMap<unknown, CborValue>, depth: number): void {
		const keys: { readonly key: Uint8Array; readonly value: CborValue }[] = [];
		for (const [key, value] of map) {
			if (typeof key !== "string" && !Number.isSafeInteger(key))
				throw new TypeError("CBOR keys are integers and texts");
			keys.push({ key: encodeKey(key as number | string), value });
		}
		keys.sort((a, b) => compareBytes(a.key, b.key));
		this.#writer.head(majorTypes.map, keys.length);
		for (const { key, value } of keys) {
			this.#raw(key);
			this.#write(value, depth);
		}
	}

	#raw(bytes: Uint8Array): void {
		const writer = this.#writer;
		if (writer.overflow || bytes.length > writer.end - writer.offset) {
			writer.overflow = true;
			return;
		}
		writer.buffer.set(bytes, writer.offset);
		writer.offset += bytes.length;
	}
}

function encodeKey(key: number | string): Uint8Array {
	// A head takes at most nine bytes, a UTF-16 unit at most three.
	const capacity = typeof key === "string" ? 9 + 3 * key.length : 9;
	const buffer = new Uint8Array(capacity);
	const writer = new CborWriter();
	writer.open(buffer, 0, capacity);
	if (typeof key === "string") writer.text(key);
	else writer.int(key);
	return buffer.slice(0, writer.offset);
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
	const shared = Math.min(a.length, b.length);
	for (let index = 0; index < shared; index++) {
		const difference = (a[index] as number) - (b[index] as number);
		if (difference !== 0) return difference;
	}
	return a.length - b.length;
}
