import type { MessageTransport } from "kith/coap/message-transport";
import { linkBits } from "kith/definition/definition";
import type { LoadedDefinition } from "kith/definition/loaded-definition";
import { MeshNetwork } from "kith/mesh/mesh-network";
import type { MeshNode } from "kith/mesh/mesh-node";
import { Network, type NetworkOptions } from "kith/network/network";
import { PeerPlaces } from "kith/network/peer-places";
import type { BelievingNetwork } from "kith/oscore/freshness";
import type { NodePorts } from "./ports";

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

/**
 * One hop, or as many as it takes where the installation relays (docs/decisions/0011-network-layer.md). Then it also keeps
 * ESP-NOW's radio on the gateway's channel (docs/channels.md).
 */
export function openNetwork(
	{ groupZone, zones, peers, links = linkBits.espNow }: LoadedDefinition,
	{ random, diagnostics, channels }: NodePorts,
	options: Omit<NetworkOptions, "random" | "diagnostics">,
): NodeNetwork {
	const whole = { ...options, random, diagnostics };
	if (groupZone === 0) return new Network(whole);
	const followed = (links & linkBits.espNow) === 0 ? undefined : channels;
	return new MeshNetwork({ ...whole, listened: peers.count, zones, groupZone, channels: followed });
}
