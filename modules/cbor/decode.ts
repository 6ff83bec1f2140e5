import { type CborFault, cborFaults, indefinite, majorTypes, simpleValues } from "./cbor-format";
import { CborReader } from "./cbor-reader";
import { type CborKey, type CborLimits, CborTag, type CborValue, cborLimits } from "./cbor-value";
import { utf8Decode } from "./utf8";

/** `offset`: the byte near which it went wrong. */
export type DecodeResult =
	| { readonly value: CborValue; readonly fault: typeof cborFaults.none }
	| { readonly fault: Exclude<CborFault, typeof cborFaults.none>; readonly offset: number };

/**
 * Decodes exactly one item that fills `bytes`. Whatever is not well-formed (RFC 8949 section 5.3.1), not valid (UTF-8,
 * duplicate keys), beyond the limits or without a place in `CborValue` (integers beyond 2^53, keys other than integers
 * and texts, unassigned simple values) is refused with its fault; nothing throws. Integers and lengths in longer forms
 * than needed, and indefinite lengths, are accepted.
 */
export function decode(bytes: Uint8Array, limits: CborLimits = cborLimits): DecodeResult {
	return new Decoder(bytes, limits).run();
}

/** An array, map or tag that is not complete yet. */
interface Level {
	/** A tag's number; otherwise the major type decides. */
	readonly tag: number;
	readonly items: CborValue[] | undefined;
	readonly map: Map<CborKey, CborValue> | undefined;
	/** Values to come, or -1 until a break. */
	left: number;
	/** In a map: the key whose value comes next. */
	key: CborKey | undefined;
	hasKey: boolean;
}

/** No recursion: a board's stack is small. The levels lie in an array, the complete item moves up through them. */
class Decoder {
	readonly #reader = new CborReader();
	readonly #bytes: Uint8Array;
	readonly #limits: CborLimits;
	readonly #levels: Level[] = [];
	#items = 0;
	#fault: CborFault = cborFaults.none;
	#done = false;
	#result: CborValue;

	constructor(bytes: Uint8Array, limits: CborLimits) {
		this.#bytes = bytes;
		this.#limits = limits;
		this.#reader.open(bytes, 0, bytes.length);
	}

	run(): DecodeResult {
		while (!this.#done && this.#fault === 0) this.#next();
		if (this.#fault === 0 && this.#reader.offset < this.#bytes.length) this.#fault = cborFaults.trailingBytes;
		if (this.#fault === 0) return { value: this.#result, fault: cborFaults.none };
		return { fault: this.#fault, offset: this.#reader.offset };
	}

	#next(): void {
		const reader = this.#reader;
		const start = reader.offset;
		const major = reader.readHead();
		if (major < 0) this.#fault = reader.fault;
		else if (++this.#items > this.#limits.items) this.#fault = cborFaults.tooLong;
		else if (major === majorTypes.unsigned) this.#complete(reader.argument);
		else if (major === majorTypes.negative) this.#negative(reader.argument);
		else if (major <= majorTypes.text) this.#string(major);
		else if (major === majorTypes.simple) this.#simple(start);
		else this.#open(major);
	}

	#negative(argument: number): void {
		if (argument === Number.MAX_SAFE_INTEGER) this.#fault = cborFaults.tooLarge;
		else this.#complete(-1 - argument);
	}

	#string(major: number): void {
		const reader = this.#reader;
		if (reader.information === indefinite) {
			const bytes = this.#chunks(major);
			if (bytes !== undefined) this.#complete(major === majorTypes.bytes ? bytes : utf8Decode(bytes, 0, bytes.length));
			return;
		}
		const start = reader.offset;
		const length = reader.argument;
		if (!this.#pass(length)) return;
		if (major === majorTypes.bytes) this.#complete(this.#bytes.slice(start, start + length));
		else {
			const text = utf8Decode(this.#bytes, start, length);
			if (text === undefined) this.#fault = cborFaults.notUtf8;
			else this.#complete(text);
		}
	}

	/** Passes over the bytes of a string, if they are there. */
	#pass(length: number): boolean {
		const reader = this.#reader;
		if (length > reader.end - reader.offset) this.#fault = cborFaults.truncated;
		else reader.offset += length;
		return this.#fault === cborFaults.none;
	}

	/** A string in chunks: definite strings of its own major type up to a break (section 3.2.3). */
	#chunks(major: number): Uint8Array | undefined {
		const reader = this.#reader;
		let whole = new Uint8Array(0);
		for (;;) {
			const next = reader.readHead();
			if (next < 0) this.#fault = reader.fault;
			else if (++this.#items > this.#limits.items) this.#fault = cborFaults.tooLong;
			else if (next === majorTypes.simple && reader.information === simpleValues.break) return whole;
			else if (next !== major || reader.information === indefinite) this.#fault = cborFaults.notWellFormed;
			if (this.#fault !== 0) return undefined;
			const start = reader.offset;
			if (!this.#pass(reader.argument)) return undefined;
			const chunk = this.#bytes.slice(start, reader.offset);
			// Each chunk of a text is a text (section 3.2.3): no character may be cut in two.
			if (major === majorTypes.text && utf8Decode(chunk, 0, chunk.length) === undefined) {
				this.#fault = cborFaults.notUtf8;
				return undefined;
			}
			const longer = new Uint8Array(whole.length + chunk.length);
			longer.set(whole);
			longer.set(chunk, whole.length);
			whole = longer;
		}
	}

	#simple(start: number): void {
		const reader = this.#reader;
		const information = reader.information;
		if (information === simpleValues.break) this.#break();
		else if (information === simpleValues.false) this.#complete(false);
		else if (information === simpleValues.true) this.#complete(true);
		else if (information === simpleValues.null) this.#complete(null);
		else if (information === simpleValues.undefined) this.#complete(undefined);
		else if (information >= simpleValues.half && information <= simpleValues.double) {
			reader.offset = start;
			this.#complete(reader.readFloat());
		} else this.#fault = cborFaults.unsupported;
	}

	#break(): void {
		const level = this.#levels[this.#levels.length - 1];
		if (level === undefined || level.left >= 0 || level.hasKey) this.#fault = cborFaults.notWellFormed;
		else this.#close(level);
	}

	#open(major: number): void {
		const reader = this.#reader;
		const open = reader.information === indefinite;
		const count = reader.argument;
		if (this.#levels.length >= this.#limits.depth) this.#fault = cborFaults.tooDeep;
		else if (major !== majorTypes.tag && count > reader.end - reader.offset) this.#fault = cborFaults.truncated;
		if (this.#fault !== 0) return;
		const level: Level = {
			tag: major === majorTypes.tag ? count : -1,
			items: major === majorTypes.map ? undefined : [],
			map: major === majorTypes.map ? new Map() : undefined,
			left: major === majorTypes.tag ? 1 : open ? -1 : count,
			key: undefined,
			hasKey: false,
		};
		this.#levels.push(level);
		if (level.left === 0) this.#close(level);
	}

	/** An item is whole: it is the result, or belongs to the innermost level, which may be whole then as well. */
	#complete(whole: CborValue): void {
		let value = whole;
		for (;;) {
			const level = this.#levels[this.#levels.length - 1];
			if (level === undefined) {
				this.#result = value;
				this.#done = true;
				return;
			}
			if (level.map !== undefined && !level.hasKey) {
				this.#key(level, level.map, value);
				return;
			}
			if (level.map === undefined) level.items?.push(value);
			else level.map.set(level.key as CborKey, value);
			level.hasKey = false;
			if (level.left < 0 || --level.left > 0) return;
			this.#levels.pop();
			value = wholeOf(level);
		}
	}

	#key(level: Level, map: ReadonlyMap<CborKey, CborValue>, value: CborValue): void {
		if (typeof value !== "string" && !Number.isSafeInteger(value)) this.#fault = cborFaults.unsupported;
		else if (map.has(value as CborKey)) this.#fault = cborFaults.duplicateKey;
		level.key = value as CborKey;
		level.hasKey = true;
	}

	#close(level: Level): void {
		this.#levels.pop();
		this.#complete(wholeOf(level));
	}
}

function wholeOf(level: Level): CborValue {
	return level.tag >= 0 ? new CborTag(level.tag, level.items?.[0]) : (level.map ?? level.items);
}
