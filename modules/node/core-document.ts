import { asciiText } from "kith/coap/ascii-text";
import type { BlockSource } from "kith/coap/block-source";
import { CoreLink } from "kith/coap/core-link";
import { DocumentWindow } from "kith/coap/document-window";
import { admits, type Queries } from "kith/coap/link-filter";
import type { PeerCatalogue } from "kith/definition/peer-catalogue";
import type { Catalogue } from "kith/gateway/catalogue";
import { crc32 } from "kith/security/crc-32";
import { logPathText, logTraits } from "./log-resource";
import { nodesPath, resourceIdText } from "./paths";
import { nodesTraits, readOnlyTraits, writableTraits } from "./resource-traits";

const nodesText = asciiText(nodesPath);

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
	readonly #names: Catalogue;
	readonly #offer: Offer | undefined;
	readonly #window = new DocumentWindow();
	readonly #link = new CoreLink(readOnlyTraits[0] as (typeof readOnlyTraits)[number]);
	readonly #log: boolean;
	#etag = 0;

	/** @param offer absent: all. @param log whether the node keeps one */
	constructor(names: Catalogue, offer: Offer | undefined, log: boolean) {
		this.#log = log;
		this.#names = names;
		this.#offer = offer;
	}

	/** Of the document, whatever filter is asked for: it changes with the definition only. */
	get etag(): number {
		if (this.#etag !== 0) return this.#etag;
		const own = this.#names.own.bytes;
		const peers = this.#names.peers?.bytes;
		const mixed = crc32(own, 0, own.length) ^ (peers ? crc32(peers, 0, peers.length) : 0) ^ (this.#log ? 0x10c : 0);
		this.#etag = (mixed & 0x7fff_ffff) | 1;
		return this.#etag;
	}

	readBlock(offset: number, target: Uint8Array, size: number): number {
		const window = this.#window;
		window.open(target, offset, size);
		const { own, peers } = this.#names;
		this.list(own);
		if (peers !== undefined && !window.full) this.list(peers);
		if (!window.full) this.nodes();
		if (this.#log) {
			this.#link.target(logPathText, 0, logPathText.length, logTraits);
			if (this.queries === undefined || admits(this.queries, this.#link)) this.#link.write(window);
		}
		this.more = window.full;
		return window.kept;
	}

	private list(catalogue: PeerCatalogue): void {
		const { cursor } = this.#names;
		const window = this.#window;
		const link = this.#link;
		cursor.open(catalogue);
		while (!window.full && cursor.next()) {
			if (this.#offer?.offers(cursor.address, cursor.resourceId) === false) continue;
			this.describe();
			if (this.queries === undefined || admits(this.queries, link)) link.write(window);
		}
	}

	private nodes(): void {
		const link = this.#link;
		link.target(nodesText, 0, nodesText.length, nodesTraits);
		if (this.queries === undefined || admits(this.queries, link)) link.write(this.#window);
	}

	private describe(): void {
		const { bytes, nodeOffset, nodeLength, pathOffset, pathLength, quantity, writable, resourceId } =
			this.#names.cursor;
		const traits = (writable ? writableTraits : readOnlyTraits)[quantity] as (typeof readOnlyTraits)[number];
		if (this.#names.peers !== undefined) {
			this.#link.target(bytes, nodeOffset, nodeLength, traits);
			this.#link.below(bytes, pathOffset, pathLength);
			return;
		}
		const id = resourceIdText(resourceId);
		this.#link.target(id, 0, id.length, traits);
		this.#link.title(bytes, pathOffset, pathLength);
	}
}
