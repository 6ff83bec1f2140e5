import type { DeviceDefinition, NodeDefinition } from "kith/definition/definition";
import { quantities, type ResourceDescription } from "kith/model/quantity";

/** A resource of some node, by all its names. */
export interface Resource {
	readonly node: string;
	readonly address: number;
	readonly resourceId: number;
	/** Name of its device. */
	readonly device: string;
	/** "climate/temperature" */
	readonly path: string;
	/** SenML unit, "" for booleans. */
	readonly unit: string;
	readonly scale: number;
	readonly boolean: boolean;
	readonly writable: boolean;
}

const powersOfTen = [1, 10, 100, 1000] as const;

/** The value that `raw` 10^-scale units are: the number whose shortest decimal text is the exact one. */
export function decimalValue(resource: Resource, raw: number): number {
	return raw / (powersOfTen[resource.scale] ?? 1);
}

/** Everybody's names: what a board says in numbers, people read in words. Built once from the definitions. */
export class Directory {
	/** In the order of their addresses. */
	readonly definitions: readonly NodeDefinition[];
	readonly #names = new Map<number, string>();
	readonly #own = new Map<number, readonly Resource[]>();
	readonly #slots = new Map<number, readonly Resource[]>();
	/** By "address/resource id". */
	readonly #byId = new Map<string, Resource>();

	/**
	 * @param resourcesOf what a device of that kind and options offers, in the order of its slots
	 * @param operators addresses of people's desktops, by name
	 */
	constructor(
		definitions: Iterable<NodeDefinition>,
		resourcesOf: (device: DeviceDefinition) => readonly ResourceDescription[],
		operators: ReadonlyMap<string, number> = new Map(),
	) {
		for (const [name, address] of operators) this.#names.set(address, name);
		this.definitions = [...definitions].sort((a, b) => a.address - b.address);
		for (const definition of this.definitions) {
			const own = definition.devices.flatMap((device) => describe(definition, device, resourcesOf(device)));
			this.#names.set(definition.address, definition.node);
			this.#own.set(definition.address, own);
			for (const resource of own) this.#byId.set(`${resource.address}/${resource.resourceId}`, resource);
		}
		for (const definition of this.definitions) {
			const inputs = definition.inputs.map((input) => this.find(input.address, input.resourceId) ?? stranger(input));
			this.#slots.set(definition.address, [...this.own(definition.address), ...inputs]);
		}
	}

	/** A node's own resources in the order of their slots. */
	own(address: number): readonly Resource[] {
		return this.#own.get(address) ?? [];
	}

	/** Everything in a node's value table: its own resources, then its inputs. */
	slots(address: number): readonly Resource[] {
		return this.#slots.get(address) ?? [];
	}

	slot(address: number, slot: number): Resource | undefined {
		return this.#slots.get(address)?.[slot];
	}

	/** By what messages call it. Undefined: no resource of this installation. */
	find(address: number, resourceId: number): Resource | undefined {
		return this.#byId.get(`${address}/${resourceId}`);
	}

	/** Undefined: no node of this installation. */
	nodeName(address: number): string | undefined {
		return this.#names.get(address);
	}
}

function describe(
	node: NodeDefinition,
	device: DeviceDefinition,
	resources: readonly ResourceDescription[],
): Resource[] {
	return resources.map((resource, index) => {
		const { unit, scale, boolean } = quantities[resource.quantity];
		return {
			node: node.node,
			address: node.address,
			resourceId: device.resourceIds[index] ?? -1,
			device: device.name,
			path: `${device.name}/${resource.name}`,
			unit,
			scale,
			boolean,
			writable: resource.writable,
		};
	});
}

/** An input whose node is not in this session: it stays unknown, but rules may name it. */
function stranger(input: NodeDefinition["inputs"][number]): Resource {
	const { address, resourceId, scale, boolean } = input;
	const node = `@${address}`;
	return { node, address, resourceId, device: "", path: `#${resourceId}`, unit: "", scale, boolean, writable: false };
}
