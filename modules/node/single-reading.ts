import type { PackReader } from "kith/senml/pack-reader";
import type { PackWriter } from "kith/senml/pack-writer";
import { recordKinds } from "kith/senml/senml-labels";

/**
 * A pack of exactly one record: what a resource is read as and set by. Its reader and writer are the node's own: a
 * message is written or read to its end before the next one begins.
 */
export class SingleReading {
	/** After a successful `read`, in 10^-scale units. */
	value = 0;
	readonly #writer: PackWriter;
	readonly #reader: PackReader;

	constructor(writer: PackWriter, reader: PackReader) {
		this.#writer = writer;
		this.#reader = reader;
	}

	get bytes(): Uint8Array {
		return this.#writer.bytes;
	}

	/** @returns the length of what lies in `bytes` */
	write(resourceId: number, value: number, scale: number, boolean: boolean): number {
		this.#writer.begin(1);
		this.#writer.add(resourceId, value, scale, boolean);
		return this.#writer.length;
	}

	/** Reads the one record of a pack, which may leave its name out but may not name another resource. */
	read(
		buffer: Uint8Array,
		offset: number,
		length: number,
		resourceId: number,
		scale: number,
		boolean: boolean,
	): boolean {
		const reader = this.#reader;
		if (!this.open(buffer, offset, length)) return false;
		const named = reader.nameLength + reader.baseNameLength > 0;
		return !(named && reader.resourceId !== resourceId) && this.take(scale, boolean);
	}

	/** Reads the one record of a pack, whatever it is called: its resource was named in another way. */
	readAnyName(buffer: Uint8Array, offset: number, length: number, scale: number, boolean: boolean): boolean {
		return this.open(buffer, offset, length) && this.take(scale, boolean);
	}

	private open(buffer: Uint8Array, offset: number, length: number): boolean {
		const reader = this.#reader;
		return reader.open(buffer, offset, length) && reader.next() && reader.kind !== recordKinds.none;
	}

	private take(scale: number, boolean: boolean): boolean {
		const reader = this.#reader;
		if (!reader.valueAs(scale, boolean)) return false;
		this.value = reader.value;
		// Of two records nobody could say which one is meant.
		return !reader.next() && !reader.broken;
	}
}
