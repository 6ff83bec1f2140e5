import { CborReader } from "kith/cbor/cbor-reader";
import { noBytes } from "kith/core/no-bytes";
import { type PeerCatalogue, writableFields } from "./peer-catalogue";

/**
 * Goes through the resources of a catalogue one by one, where they lie; nothing is made of them. One object goes through
 * catalogue after catalogue.
 */
export class CatalogueCursor {
	/** Where the names of the present resource lie: ASCII. */
	bytes: Uint8Array = noBytes;
	address = 0;
	nodeOffset = 0;
	nodeLength = 0;
	resourceId = 0;
	/** "device/resource" */
	pathOffset = 0;
	pathLength = 0;
	/** Place in `quantityNames`. */
	quantity = 0;
	writable = false;
	/** Inclusive range of a write, 0 where nothing can be written. */
	minimum = 0;
	maximum = 0;
	readonly #reader = new CborReader();
	/** Peers and resources of the present peer that are still to come. */
	#peers = 0;
	#resources = 0;
	#nextPeer = 0;

	/** Goes before the first resource. */
	open(catalogue: PeerCatalogue): void {
		this.bytes = catalogue.bytes;
		this.#reader.open(catalogue.bytes, 0, catalogue.bytes.length);
		this.#peers = catalogue.count;
		this.#resources = 0;
		this.#nextPeer = 0;
	}

	/** @returns false at the end */
	next(): boolean {
		const reader = this.#reader;
		while (this.#resources === 0) {
			if (this.#peers === 0) return false;
			this.#enter();
		}
		this.#resources--;
		this.writable = reader.readArray() === writableFields;
		this.resourceId = reader.readInt();
		this.pathLength = reader.readText();
		this.pathOffset = reader.spanOffset;
		this.quantity = reader.readInt();
		this.minimum = this.writable ? reader.readInt() : 0;
		this.maximum = this.writable ? reader.readInt() : 0;
		return true;
	}

	#enter(): void {
		const reader = this.#reader;
		reader.offset = this.#nextPeer;
		this.#peers--;
		reader.readBytes();
		this.#nextPeer = reader.offset;
		reader.offset = reader.spanOffset;
		reader.readArray();
		this.address = reader.readInt();
		this.nodeLength = reader.readText();
		this.nodeOffset = reader.spanOffset;
		this.#resources = reader.readArray();
	}
}
