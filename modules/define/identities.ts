import { addressLimit, networkTagLimit, resourceIdLimit } from "kith/definition/limits";
import type { Installation } from "./installation";
import { resourcesOf } from "./reference";

/**
 * What is permanent about an installation and therefore committed beside it as `identities.json`: the tag of its
 * network, the address of each node and operator, and the short id of each of its resources. A number once given is never given to
 * another node or resource, also when the first one is gone.
 */
export interface Identities {
	/** 0…0xffff; the first thing in a frame that tells two installations in reach of each other apart. */
	readonly networkTag: number;
	readonly nodes: ReadonlyMap<string, NodeIdentity>;
	/** Addresses of people's desktops and phones, which are members of the network without being boards. */
	readonly operators: ReadonlyMap<string, number>;
	/** Addresses of nodes that were taken out of `nodes` by hand. */
	readonly retired: readonly number[];
}

/** The operator that every installation has. No node may have its name. */
export const operatorName = "operator";

export interface NodeIdentity {
	/** 1…`addressLimit`. */
	readonly address: number;
	/** Short id, 0…`resourceIdLimit`, by path: "climate/temperature". */
	readonly resources: ReadonlyMap<string, number>;
}

/** What `JSON.parse` made of the file, as identities; or a sentence about what is wrong with it. */
export function parseIdentities(json: unknown): Identities | string {
	if (!isRecord(json)) return "it must be an object with networkTag and nodes";
	const { networkTag, nodes, operators = {}, retired = [] } = json;
	if (!isWhole(networkTag, 0, networkTagLimit)) return `networkTag must be a whole number from 0 to ${networkTagLimit}`;
	if (!isRecord(nodes)) return "nodes must be an object";
	if (!isRecord(operators)) return "operators must be an object of addresses";
	if (!Array.isArray(retired)) return "retired must be an array of addresses";
	const owners = new Map<number, string>();
	for (const address of retired) {
		if (!isWhole(address, 1, addressLimit)) return `retired must hold addresses from 1 to ${addressLimit}`;
		owners.set(address, "a retired node");
	}
	const parsed = new Map<string, NodeIdentity>();
	for (const [name, node] of Object.entries(nodes)) {
		if (!isRecord(node) || !isWhole(node.address, 1, addressLimit)) {
			return `node "${name}" must have an address from 1 to ${addressLimit}`;
		}
		const owner = owners.get(node.address);
		if (owner !== undefined) return `node "${name}" has address ${node.address}, which belongs to ${owner}`;
		owners.set(node.address, `node "${name}"`);
		const resources = parseResources(name, node.resources);
		if (typeof resources === "string") return resources;
		parsed.set(name, { address: node.address, resources });
	}
	const people = new Map<string, number>();
	for (const [name, address] of Object.entries(operators)) {
		if (!isWhole(address, 1, addressLimit)) return `operator "${name}" must have an address from 1 to ${addressLimit}`;
		const owner = owners.get(address);
		if (owner !== undefined) return `operator "${name}" has address ${address}, which belongs to ${owner}`;
		owners.set(address, `operator "${name}"`);
		people.set(name, address);
	}
	return { networkTag, nodes: parsed, operators: people, retired: [...retired] };
}

function parseResources(node: string, json: unknown): ReadonlyMap<string, number> | string {
	if (!isRecord(json)) return `node "${node}" must have an object "resources"`;
	const resources = new Map<string, number>();
	const owners = new Map<number, string>();
	for (const [path, id] of Object.entries(json)) {
		if (!isWhole(id, 0, resourceIdLimit))
			return `"${path}" of node "${node}" must be an id from 0 to ${resourceIdLimit}`;
		const owner = owners.get(id);
		if (owner !== undefined) return `"${path}" and "${owner}" of node "${node}" have the same id ${id}`;
		owners.set(id, path);
		resources.set(path, id);
	}
	return resources;
}

/**
 * Gives numbers to what has none yet: always one more than any that was ever given. Everything else stays.
 *
 * @param known undefined for a new installation
 * @param drawTag called for a new installation only
 * @returns the identities, or a sentence when the numbers are used up
 */
export function extendIdentities(
	installation: Installation,
	known: Identities | undefined,
	drawTag: () => number,
): Identities | string {
	const networkTag = known?.networkTag ?? drawTag() & networkTagLimit;
	const retired = known?.retired ?? [];
	const nodes = new Map(known?.nodes ?? []);
	const operators = new Map(known?.operators ?? []);
	let last = Math.max(0, ...retired, ...operators.values(), ...[...nodes.values()].map((node) => node.address));
	for (const node of installation.nodes) {
		if (operators.has(node.name) || node.name === operatorName)
			return `node "${node.name}" has the name of an operator: give it another`;
		const identity = nodes.get(node.name);
		const resources = new Map(identity?.resources ?? []);
		let lastId = Math.max(-1, ...resources.values());
		for (const { path } of resourcesOf(node)) {
			if (!resources.has(path)) resources.set(path, ++lastId);
		}
		if (lastId > resourceIdLimit) return `node "${node.name}" has used up its ${resourceIdLimit + 1} resource ids`;
		nodes.set(node.name, { address: identity?.address ?? ++last, resources });
	}
	if (!operators.has(operatorName)) operators.set(operatorName, ++last);
	if (last > addressLimit) return `all ${addressLimit} addresses are used up`;
	return { networkTag, nodes, operators, retired };
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isWhole(value: unknown, minimum: number, maximum: number): value is number {
	return typeof value === "number" && Number.isInteger(value) && value >= minimum && value <= maximum;
}
