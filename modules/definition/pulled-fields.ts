import { cborFaults } from "kith/cbor/cbor-format";
import { CborReader } from "kith/cbor/cbor-reader";
import { Malformed } from "./fields";

const int32Minimum = -0x8000_0000;
const int32Maximum = 0x7fff_ffff;

/**
 * The fields of encoded data one after the other, each with its expected type and range, read where they lie. Nothing
 * is made of them but the numbers and texts asked for. What is wrong is thrown as `Malformed`.
 */
export class PulledFields {
	readonly reader = new CborReader();
	/** For sentences: "definition, peer 5", and the resource within or -1. */
	list = "";
	index = -1;
	resource = -1;
	#outerEnd = 0;

	constructor(bytes: Uint8Array) {
		this.reader.open(bytes, 0, bytes.length);
	}

	/** Items of the array that starts here. */
	array(name: string, limit: number): number {
		const count = this.reader.readArray();
		this.#expect(`${name} is not an array`);
		if (count > limit) this.fail(`${name} has ${count} items, more than ${limit}`);
		return count;
	}

	/** Fields of the array that starts here. */
	fields(): number {
		const count = this.reader.readArray();
		this.#expect("not an array");
		return count;
	}

	int(name: string, minimum = int32Minimum, maximum = int32Maximum): number {
		const value = this.reader.readInt();
		const { fault } = this.reader;
		const damaged = fault !== cborFaults.none && fault !== cborFaults.wrongType && fault !== cborFaults.tooLarge;
		if (damaged) this.#damaged();
		if (fault !== cborFaults.none || value < minimum || value > maximum)
			this.fail(`${name} is not a whole number from ${minimum} to ${maximum}`);
		return value | 0;
	}

	text(name: string, limit: number): string {
		this.#span(name, limit);
		const text = this.reader.text();
		this.#expect(`${name} is not UTF-8`);
		return text;
	}

	/** Passes over a text of printable ASCII. */
	ascii(name: string, limit: number): void {
		this.#span(name, limit);
		const { buffer, spanOffset, spanLength } = this.reader;
		for (let at = 0; at < spanLength; at++) {
			const byte = buffer[spanOffset + at] as number;
			if (byte < 0x20 || byte > 0x7e) this.fail(`${name} has other characters than printable ASCII`);
		}
	}

	boolean(name: string): boolean {
		const value = this.reader.readBoolean();
		this.#expect(`${name} is not true or false`);
		return value;
	}

	/** A copy of a byte string. */
	bytes(name: string, limit: number): Uint8Array {
		const length = this.reader.readBytes();
		this.#expect(`${name} is not a byte string`);
		if (length > limit) this.fail(`${name} has ${length} bytes, more than ${limit}`);
		const { buffer, spanOffset } = this.reader;
		return buffer.slice(spanOffset, spanOffset + length);
	}

	/** Passes over one item of any kind. @returns its bytes where they lie */
	item(): Uint8Array {
		const { reader } = this;
		const start = reader.offset;
		reader.skip();
		this.#expect("damaged");
		return reader.buffer.subarray(start, reader.offset);
	}

	/** Goes into a byte string: until `leave` its bytes are all there is. */
	enter(): void {
		const { reader } = this;
		reader.readBytes();
		this.#expect("not a byte string");
		this.#outerEnd = reader.end;
		reader.end = reader.offset;
		reader.offset = reader.spanOffset;
	}

	leave(): void {
		const { reader } = this;
		if (reader.offset !== reader.end) this.#damaged();
		reader.end = this.#outerEnd;
	}

	fail(what: string): never {
		throw new Malformed(`${this.#where()}: ${what}`);
	}

	/** Nothing may be left over. */
	end(): void {
		if (this.reader.offset !== this.reader.end) this.#damaged();
	}

	#where(): string {
		const list = this.list === "" ? "definition" : `definition, ${this.list} ${this.index}`;
		return this.resource < 0 ? list : `${list}, resource ${this.resource}`;
	}

	#span(name: string, limit: number): void {
		const length = this.reader.readText();
		this.#expect(`${name} is not a text of 1 to ${limit} characters`);
		if (length === 0 || length > limit) this.fail(`${name} is not a text of 1 to ${limit} characters`);
	}

	/** Where the last item was something else `sentence` says so; where there is none, it is damage. */
	#expect(sentence: string): void {
		const { fault } = this.reader;
		if (fault === cborFaults.none) return;
		if (fault === cborFaults.wrongType) this.fail(sentence);
		this.#damaged();
	}

	#damaged(): never {
		this.fail(`damaged near byte ${this.reader.offset}`);
	}
}
