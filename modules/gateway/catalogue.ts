import { CatalogueCursor } from "kith/definition/catalogue-cursor";
import type { PeerCatalogue, PeerResource } from "kith/definition/peer-catalogue";

/** Names of everything that a node speaks for: its own resources, and on a gateway those of its peers. */
export class Catalogue {
	readonly own: PeerCatalogue;
	/** Of a gateway. */
	readonly peers: PeerCatalogue | undefined;
	#cursor: CatalogueCursor | undefined;

	constructor(own: PeerCatalogue, peers: PeerCatalogue | undefined) {
		this.own = own;
		this.peers = peers;
	}

	/** One for all, made when somebody first asks for names. */
	get cursor(): CatalogueCursor {
		this.#cursor ??= new CatalogueCursor();
		return this.#cursor;
	}

	find(address: number, resourceId: number): PeerResource | undefined {
		return this.own.find(address, resourceId) ?? this.peers?.find(address, resourceId);
	}

	/** @param name "node/device/resource" */
	named(name: string): PeerResource | undefined {
		return this.own.named(name) ?? this.peers?.named(name);
	}
}
