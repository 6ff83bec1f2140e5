import { CborReader } from "kith/cbor/cbor-reader";
import { type QuantityName, quantityNames } from "kith/model/quantity";

/** One resource somewhere in the installation, by all its names. */
export interface PeerResource {
	readonly address: number;
	readonly node: string;
	readonly resourceId: number;
	/** "device/resource" */
	readonly path: string;
	readonly quantity: QuantityName;
	readonly writable: boolean;
	/** Inclusive range of a write, in 10^-scale units; 0 where nothing can be written. */
	readonly minimum: number;
	readonly maximum: number;
}

/** Fields of a resource that can only be read, and of one that can be written. */
export const readOnlyFields = 3;
export const writableFields = 5;
/** Fields of a peer, and of one that may set something here. */
export const peerFields = 3;
export const actingPeerFields = 4;

/**
 * The peers that a node knows, where they lie in its definition: one byte string each, `encodePeers` says of what. They
 * are never decoded as a whole: looking one up passes over the others' heads, which is quick enough for the pace of
 * MQTT and of rules that ask, and 64 peers cost what their names cost.
 *
 * The bytes must have been checked (`parsePeers`), so that no look-up can fail.
 */
export class PeerCatalogue {
	readonly count: number;
	/** For `CatalogueCursor`. */
	readonly bytes: Uint8Array;
	/** Made for the first look-up. */
	#reader: CborReader | undefined;

	/** @param bytes kept: `count` byte strings, one after the other */
	constructor(bytes: Uint8Array, count: number) {
		this.count = count;
		this.bytes = bytes;
	}

	/** By place, in the definition's order from 1: 1 where the peer may set something here. */
	actors(): Uint8Array {
		const actors = new Uint8Array(this.count + 1);
		const reader = this.open();
		for (let peer = 0; peer < this.count; peer++) {
			reader.readBytes();
			const next = reader.offset;
			reader.offset = reader.spanOffset;
			if (reader.readArray() === actingPeerFields) actors[peer + 1] = 1;
			reader.offset = next;
		}
		return actors;
	}

	/** Every peer's address, in the definition's order. */
	addresses(): Uint16Array {
		const addresses = new Uint16Array(this.count);
		const reader = this.open();
		for (let peer = 0; peer < this.count; peer++) {
			const next = this.enter(reader);
			addresses[peer] = reader.readInt();
			reader.offset = next;
		}
		return addresses;
	}

	/** Name of a peer, in the definition's order from 0. */
	nameAt(index: number): string {
		const reader = this.open();
		for (let peer = 0; peer < index; peer++) reader.readBytes();
		this.enter(reader);
		reader.readInt();
		reader.readText();
		return reader.text();
	}

	find(address: number, resourceId: number): PeerResource | undefined {
		const reader = this.open();
		for (let peer = 0; peer < this.count; peer++) {
			const next = this.enter(reader);
			if (reader.readInt() === address) {
				const nodeAt = reader.offset;
				reader.readText();
				const resources = reader.readArray();
				for (let resource = 0; resource < resources; resource++) {
					const at = reader.offset;
					reader.readArray();
					if (reader.readInt() === resourceId) return this.resource(reader, address, nodeAt, at);
					reader.offset = at;
					reader.skip();
				}
			}
			reader.offset = next;
		}
		return undefined;
	}

	/** @param name "node/device/resource" */
	named(name: string): PeerResource | undefined {
		const slash = name.indexOf("/");
		if (slash < 1) return undefined;
		const reader = this.open();
		for (let peer = 0; peer < this.count; peer++) {
			const next = this.enter(reader);
			const address = reader.readInt();
			const nodeAt = reader.offset;
			if (this.isText(reader, name, 0, slash)) {
				const resources = reader.readArray();
				for (let resource = 0; resource < resources; resource++) {
					const at = reader.offset;
					reader.readArray();
					reader.readInt();
					if (this.isText(reader, name, slash + 1, name.length)) return this.resource(reader, address, nodeAt, at);
					reader.offset = at;
					reader.skip();
				}
			}
			reader.offset = next;
		}
		return undefined;
	}

	private open(): CborReader {
		this.#reader ??= new CborReader();
		this.#reader.open(this.bytes, 0, this.bytes.length);
		return this.#reader;
	}

	/** Goes to the first field of the peer at the reader's place. @returns where the next one begins */
	private enter(reader: CborReader): number {
		reader.readBytes();
		const next = reader.offset;
		reader.offset = reader.spanOffset;
		reader.readArray();
		return next;
	}

	/** Passes over a text. @returns whether it is that part of `expected`. Texts here are ASCII: a byte is a character. */
	private isText(reader: CborReader, expected: string, from: number, to: number): boolean {
		const length = reader.readText();
		if (length !== to - from) return false;
		const start = reader.spanOffset - from;
		for (let at = from; at < to; at++) if (this.bytes[start + at] !== expected.charCodeAt(at)) return false;
		return true;
	}

	private resource(reader: CborReader, address: number, nodeAt: number, at: number): PeerResource {
		reader.offset = nodeAt;
		reader.readText();
		const node = reader.text();
		reader.offset = at;
		const writable = reader.readArray() === writableFields;
		const resourceId = reader.readInt();
		reader.readText();
		const path = reader.text();
		const quantity = quantityNames[reader.readInt()] as QuantityName;
		const minimum = writable ? reader.readInt() : 0;
		const maximum = writable ? reader.readInt() : 0;
		return { address, node, resourceId, path, quantity, writable, minimum, maximum };
	}
}
