import type { PeerDefinition, PeerResourceDefinition } from "kith/definition/definition";

/** One resource somewhere in the installation, as the gateway's topics name it. */
export interface Entry {
	readonly address: number;
	readonly node: string;
	readonly resource: PeerResourceDefinition;
}

/** Names of everything the gateway speaks for. Looked up at the pace of MQTT, so a plain search serves. */
export class Catalogue {
	readonly #peers: readonly PeerDefinition[];

	constructor(peers: readonly PeerDefinition[]) {
		this.#peers = peers;
	}

	find(address: number, resourceId: number): Entry | undefined {
		for (const peer of this.#peers) {
			if (peer.address !== address) continue;
			for (const resource of peer.resources) {
				if (resource.resourceId === resourceId) return { address, node: peer.name, resource };
			}
		}
		return undefined;
	}

	/** @param path "node/device/resource" */
	named(path: string): Entry | undefined {
		const slash = path.indexOf("/");
		if (slash < 1) return undefined;
		const name = path.slice(0, slash);
		const rest = path.slice(slash + 1);
		for (const peer of this.#peers) {
			if (peer.name !== name) continue;
			for (const resource of peer.resources) {
				if (resource.path === rest) return { address: peer.address, node: name, resource };
			}
		}
		return undefined;
	}
}
