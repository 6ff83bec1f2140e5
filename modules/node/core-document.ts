import type { BlockSource } from "kith/coap/block-source";
import { CoreLink } from "kith/coap/core-link";
import { DocumentWindow } from "kith/coap/document-window";
import { admits, type Queries } from "kith/coap/link-filter";
import type { CatalogueCursor } from "kith/definition/catalogue-cursor";
import type { PeerCatalogue } from "kith/definition/peer-catalogue";
import { crc32 } from "kith/security/crc-32";
import { resourceIdText } from "./paths";
import { readOnlyTraits, writableTraits } from "./resource-traits";

/** Which of a catalogue's resources this node offers. */
export interface Offer {
	offers(address: number, resourceId: number): boolean;
}

/**
 * The node's `/.well-known/core` (RFC 6690), made anew for every block that is read of it. A gateway lists what it knows
 * under full names; any other node its own resources by their short ids, with their names as titles.
 */
export class CoreDocument implements BlockSource {
	more = false;
	/** Filters of the request that is being answered. */
	queries: Queries | undefined;
	readonly #own: PeerCatalogue;
	readonly #peers: PeerCatalogue | undefined;
	readonly #offer: Offer | undefined;
	readonly #cursor: CatalogueCursor;
	readonly #window = new DocumentWindow();
	readonly #link = new CoreLink(readOnlyTraits[0] as (typeof readOnlyTraits)[number]);
	#etag = 0;

	/** @param peers of a gateway @param offer absent: all */
	constructor(own: PeerCatalogue, peers: PeerCatalogue | undefined, offer: Offer | undefined, cursor: CatalogueCursor) {
		this.#own = own;
		this.#peers = peers;
		this.#offer = offer;
		this.#cursor = cursor;
	}

	/** Of the document, whatever filter is asked for: it changes with the definition only. */
	get etag(): number {
		if (this.#etag !== 0) return this.#etag;
		const peers = this.#peers?.bytes;
		const mixed = crc32(this.#own.bytes, 0, this.#own.bytes.length) ^ (peers ? crc32(peers, 0, peers.length) : 0);
		this.#etag = (mixed & 0x7fff_ffff) | 1;
		return this.#etag;
	}

	readBlock(offset: number, target: Uint8Array, size: number): number {
		const window = this.#window;
		window.open(target, offset, size);
		this.list(this.#own);
		if (this.#peers !== undefined && !window.full) this.list(this.#peers);
		this.more = window.full;
		return window.kept;
	}

	private list(catalogue: PeerCatalogue): void {
		const cursor = this.#cursor;
		const window = this.#window;
		const link = this.#link;
		cursor.open(catalogue);
		while (!window.full && cursor.next()) {
			if (this.#offer?.offers(cursor.address, cursor.resourceId) === false) continue;
			this.describe();
			if (this.queries === undefined || admits(this.queries, link)) link.write(window);
		}
	}

	private describe(): void {
		const { bytes, nodeOffset, nodeLength, pathOffset, pathLength, quantity, writable, resourceId } = this.#cursor;
		const traits = (writable ? writableTraits : readOnlyTraits)[quantity] as (typeof readOnlyTraits)[number];
		if (this.#peers !== undefined) {
			this.#link.target(bytes, nodeOffset, nodeLength, traits);
			this.#link.below(bytes, pathOffset, pathLength);
			return;
		}
		const id = resourceIdText(resourceId);
		this.#link.target(id, 0, id.length, traits);
		this.#link.title(bytes, pathOffset, pathLength);
	}
}
