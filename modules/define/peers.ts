import type { PeerDefinition } from "kith/definition/definition";
import type { Identities } from "./identities";
import { type NodeSpec, type PropertyReference, resourcePath } from "./reference";
import { addressOf, nodeAddress } from "./slots";

/** The other nodes that one node knows by name, with those of their properties that it has to do with. */
export class PeerTable {
	readonly #node: NodeSpec;
	readonly #identities: Identities;
	readonly #actors = new Set<NodeSpec>();
	readonly #peers = new Map<NodeSpec, Map<string, PropertyReference>>();

	constructor(node: NodeSpec, identities: Identities) {
		this.#node = node;
		this.#identities = identities;
	}

	get count(): number {
		return this.#peers.size;
	}

	/** The node itself is no peer and is ignored. */
	add(reference: PropertyReference): void {
		if (reference.node === this.#node) return;
		this.addNode(reference.node).set(resourcePath(reference), reference);
	}

	/** A peer also when it has no properties. */
	addNode(node: NodeSpec): Map<string, PropertyReference> {
		const known = this.#peers.get(node);
		if (known !== undefined) return known;
		const properties = new Map<string, PropertyReference>();
		this.#peers.set(node, properties);
		return properties;
	}

	/** A peer that may set something of the node's. */
	addActor(node: NodeSpec): void {
		this.addNode(node);
		this.#actors.add(node);
	}

	/** In the order of their addresses, and each one's properties in that of their ids. */
	definitions(): PeerDefinition[] {
		return [...this.#peers]
			.map(([node, properties]) => ({
				address: nodeAddress(node, this.#identities),
				name: node.name,
				...(this.#actors.has(node) ? { acts: true } : {}),
				resources: [...properties]
					.map(([path, reference]) => ({
						resourceId: addressOf(reference, this.#identities).resourceId,
						path,
						quantity: reference.resource.quantity,
						writable: reference.resource.writable,
						minimum: reference.resource.minimum,
						maximum: reference.resource.maximum,
					}))
					.sort((a, b) => a.resourceId - b.resourceId),
			}))
			.sort((a, b) => a.address - b.address);
	}
}
