import type { MessageTransport } from "kith/coap/message-transport";
import type { LoadedDefinition } from "kith/definition/loaded-definition";
import { MeshNetwork } from "kith/mesh/mesh-network";
import type { MeshNode } from "kith/mesh/mesh-node";
import { Network, type NetworkOptions } from "kith/network/network";
import { PeerPlaces } from "kith/network/peer-places";
import type { BelievingNetwork } from "kith/oscore/freshness";

/** The network layer as the node uses it, whether it relays or not. */
export interface NodeNetwork extends MessageTransport, BelievingNetwork {
	readonly messageLimit: number;
	/** Neighbours and ways, where the network relays. */
	readonly mesh?: MeshNode;
	/** Boot number that is believed of the peer at `place`, or -1. */
	boot(place: number): number;
	/** Left under the present boot. */
	readonly sequencesLeft: number;
	/** Goes on under a new boot number, with sequences from 0. */
	renew(boot: number): void;
	close(): void;
}

/** Everybody whom a node hears: its peers first, then those whose frames it only passes on. */
export function placesOf({ peers, members }: LoadedDefinition): PeerPlaces {
	const addresses = new Uint16Array(peers.count + members.length);
	addresses.set(peers.addresses());
	addresses.set(members, peers.count);
	return new PeerPlaces(addresses);
}

/** One hop, or as many as it takes where the installation relays (docs/decisions/0011-network-layer.md). */
export function openNetwork({ groupZone, zones, peers }: LoadedDefinition, options: NetworkOptions): NodeNetwork {
	if (groupZone === 0) return new Network(options);
	return new MeshNetwork({ ...options, listened: peers.count, zones, groupZone });
}
