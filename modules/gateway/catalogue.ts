import type { PeerCatalogue, PeerResource } from "kith/definition/peer-catalogue";

/** Names of everything the gateway speaks for: its own resources and those of its peers. */
export class Catalogue {
	readonly own: PeerCatalogue;
	readonly peers: PeerCatalogue;

	constructor(own: PeerCatalogue, peers: PeerCatalogue) {
		this.own = own;
		this.peers = peers;
	}

	find(address: number, resourceId: number): PeerResource | undefined {
		return this.own.find(address, resourceId) ?? this.peers.find(address, resourceId);
	}

	/** @param name "node/device/resource" */
	named(name: string): PeerResource | undefined {
		return this.own.named(name) ?? this.peers.named(name);
	}
}
