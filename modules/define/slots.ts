import type { InputDefinition } from "kith/definition/definition";
import { quantities } from "kith/model/quantity";
import { MissingIdentityError } from "./definition-error";
import type { Identities } from "./identities";
import { type NodeSpec, type PropertyReference, resourcePath, resourcesOf } from "./reference";

/** The permanent numbers of a property. */
export interface PropertyAddress {
	readonly address: number;
	readonly resourceId: number;
}

/** @throws MissingIdentityError where the property has no number yet */
export function addressOf(reference: PropertyReference, identities: Identities): PropertyAddress {
	const path = resourcePath(reference);
	const resourceId = identities.nodes.get(reference.node.name)?.resources.get(path);
	if (resourceId === undefined) {
		throw new MissingIdentityError(`${reference.node.name}/${path} has no short id`);
	}
	return { address: nodeAddress(reference.node, identities), resourceId };
}

/** @throws MissingIdentityError where the node has no address yet */
export function nodeAddress(node: NodeSpec, identities: Identities): number {
	const identity = identities.nodes.get(node.name);
	if (identity === undefined) throw new MissingIdentityError(`${node.name} has no address`);
	return identity.address;
}

/** Where a node keeps which value: first its own resources, then the peers' that it listens to. */
export class SlotTable {
	readonly #identities: Identities;
	readonly #slots = new Map<string, number>();
	readonly #inputs: PropertyReference[] = [];
	readonly #critical = new Set<string>();
	readonly #ownCount: number;

	constructor(node: NodeSpec, identities: Identities) {
		this.#identities = identities;
		for (const { reference } of resourcesOf(node)) this.#slots.set(key(reference), this.#slots.size);
		this.#ownCount = this.#slots.size;
	}

	/** The slot of a property; a peer's becomes an input when it is asked for first. */
	slotOf(reference: PropertyReference): number {
		const known = this.#slots.get(key(reference));
		if (known !== undefined) return known;
		const slot = this.#ownCount + this.#inputs.length;
		this.#inputs.push(reference);
		this.#slots.set(key(reference), slot);
		return slot;
	}

	/** A rule that switches something critical looks at this property. */
	markCritical(reference: PropertyReference): void {
		this.#critical.add(key(reference));
	}

	/** Peers' properties, in the order of their slots. */
	get inputs(): readonly PropertyReference[] {
		return this.#inputs;
	}

	/** @param isPublic whether anybody may read the device */
	inputDefinitions(isPublic: (node: NodeSpec, device: string) => boolean): InputDefinition[] {
		return this.#inputs.map((reference) => {
			const { scale, boolean } = quantities[reference.resource.quantity];
			const critical = this.#critical.has(key(reference)) ? { critical: true } : {};
			const input = { ...addressOf(reference, this.#identities), scale, boolean, ...critical };
			return isPublic(reference.node, reference.device) ? { ...input, public: true } : input;
		});
	}
}

function key(reference: PropertyReference): string {
	return `${reference.node.name}/${resourcePath(reference)}`;
}
