import { type DeviceDefinition, type NodeDefinition, nodeLimits } from "kith/definition/definition";
import { encodeDefinition } from "kith/definition/encode";
import { wholeNetwork } from "kith/definition/limits";
import { compileRule } from "./compile-rules";
import { DefinitionError } from "./definition-error";
import type { Identities } from "./identities";
import { type Installation, referencesOf } from "./installation";
import { linkSet } from "./links";
import { PeerTable } from "./peers";
import type { RulePlan } from "./plan";
import { type NodeSpec, resourcesOf } from "./reference";
import { addressOf, nodeAddress, SlotTable } from "./slots";
import { zoneFor, zonesWith } from "./zones";

/** One node's definition and its bytes as they go onto the board. */
export interface CompiledNode {
	readonly definition: NodeDefinition;
	readonly bytes: Uint8Array;
}

export interface Compiled {
	/** By name, in the installation's order. */
	readonly nodes: ReadonlyMap<string, CompiledNode>;
	/** Sentences about what works, but maybe not as wanted. */
	readonly warnings: readonly string[];
}

/**
 * Turns an installation into what each of its nodes is told. The same input gives the same bytes.
 *
 * @throws MissingIdentityError where a node or resource has no number yet
 * @throws DefinitionError where a node's definition is too large
 */
export function compile(installation: Installation, identities: Identities): Compiled {
	const nodes = new Map<string, CompiledNode>();
	const warnings: string[] = [];
	const gateways = new Map<NodeSpec, CompiledNode>();
	for (const gateway of installation.gateways) {
		const { compiled, left } = listenToAll(gateway, installation, identities);
		gateways.set(gateway, compiled);
		if (left === 0) continue;
		warnings.push(`gateway ${gateway.name} is full: ${left} of ${installation.nodes.length} nodes are not published`);
	}
	for (const node of installation.nodes) {
		const compiled = gateways.get(node) ?? compileNode(node, [], installation, identities, gateways);
		const excess = excessOf(compiled);
		if (excess !== undefined) throw new DefinitionError(`${node.name} ${excess}: move rules to another node`);
		nodes.set(node.name, compiled);
	}
	warnings.push(...zoneWarnings(installation));
	return { nodes, warnings };
}

/** A gateway speaks for every node, or as many of the first ones as its limits allow: found by halving. */
function listenToAll(
	gateway: NodeSpec,
	installation: Installation,
	identities: Identities,
): { compiled: CompiledNode; left: number } {
	const others = installation.nodes.filter((node) => node !== gateway && sharesZone(installation, gateway, node));
	const hearing = (count: number) => compileNode(gateway, others.slice(0, count), installation, identities);
	let compiled = hearing(0);
	let fitting = 0;
	let tooMany = Math.min(others.length, nodeLimits.peers) + 1;
	while (tooMany - fitting > 1) {
		const count = (fitting + tooMany) >> 1;
		const candidate = hearing(count);
		if (excessOf(candidate) === undefined) {
			fitting = count;
			compiled = candidate;
		} else {
			tooMany = count;
		}
	}
	return { compiled, left: others.length - fitting };
}

/**
 * @param heard nodes to listen to wholly, whether rules look at them or not
 * @param gateways that are compiled already: only those that have room for the node concern it
 */
function compileNode(
	node: NodeSpec,
	heard: readonly NodeSpec[],
	installation: Installation,
	identities: Identities,
	gateways?: ReadonlyMap<NodeSpec, CompiledNode>,
): CompiledNode {
	const address = nodeAddress(node, identities);
	const slots = new SlotTable(node, identities);
	const peers = new PeerTable(node, identities);
	const context = { node, slots, identities, heartbeatMs: installation.heartbeatMs };
	const plans = installation.rulesOf(node);
	const rules = plans.map((plan) => compileRule(plan, context));
	for (const plan of plans.filter(isCritical))
		for (const reference of referencesOf(plan)) if (reference.node !== node) slots.markCritical(reference);
	for (const { target } of plans.flatMap((plan) => plan.actions)) peers.add(target);
	for (const other of heard) {
		peers.addNode(other);
		for (const { reference } of resourcesOf(other)) slots.slotOf(reference);
	}
	for (const input of slots.inputs) peers.add(input);
	for (const asker of askersOf(node, installation, gateways, address)) peers.addActor(asker);
	// Whoever hears this node wants it to prove that it is no recording; beyond the limit others' word has to do.
	for (const listener of listenersOf(node, installation)) if (peers.count < nodeLimits.peers) peers.addNode(listener);
	const gateway = installation.gateways.has(node);
	const links = linkSet(node);
	const peerDefinitions = peers.definitions();
	const definition: NodeDefinition = {
		installation: installation.name,
		node: node.name,
		address,
		networkTag: identities.networkTag,
		channel: installation.channel,
		...(links === undefined ? {} : { links }),
		gateway,
		...(node.http === undefined ? {} : { http: node.http }),
		...(node.timeServer === undefined ? {} : { timeServer: node.timeServer }),
		heartbeatMs: installation.heartbeatMs,
		devices: deviceDefinitions(node, installation, identities),
		// Only a gateway offers what it hears.
		inputs: slots.inputDefinitions((owner, device) => gateway && installation.isPublic(owner, device)),
		rules,
		peers: peerDefinitions,
		...wayOf(node, peerDefinitions, installation, identities),
	};
	return { definition, bytes: encodeDefinition(definition) };
}

/** Who may ask this node for something: gateways, and nodes whose rules set its properties. It must know them to listen. */
function askersOf(
	node: NodeSpec,
	installation: Installation,
	gateways: ReadonlyMap<NodeSpec, CompiledNode> | undefined,
	address: number,
): NodeSpec[] {
	const isKnownTo = (gateway: NodeSpec): boolean =>
		gateways?.get(gateway)?.definition.peers.some((peer) => peer.address === address) ?? true;
	return installation.nodes.filter(
		(other) =>
			other !== node &&
			((installation.gateways.has(other) && isKnownTo(other)) ||
				installation.rulesOf(other).some((plan) => plan.actions.some(({ target }) => target.node === node))),
	);
}

/** The rule switches something of which a stolen board must not be master. */
function isCritical({ actions }: RulePlan): boolean {
	return actions.some(({ target }) => target.node.critical.has(target.device));
}

/** Nodes whose rules look at a property of this one. */
function listenersOf(node: NodeSpec, installation: Installation): NodeSpec[] {
	return installation.nodes.filter(
		(other) =>
			other !== node &&
			installation.rulesOf(other).some((plan) => referencesOf(plan).some((reference) => reference.node === node)),
	);
}

/** Whether two nodes are in a zone together. Where there are no zones, or the first is in none, all are. */
function sharesZone(installation: Installation, node: NodeSpec, other: NodeSpec): boolean {
	const zones = zonesWith(installation.zones, node);
	return zones.length === 0 || zones.some((zone) => zone.nodes.has(other));
}

/** How a node's messages travel: straight to whoever hears them, or through others, in zones. */
function wayOf(
	node: NodeSpec,
	peers: NodeDefinition["peers"],
	installation: Installation,
	identities: Identities,
): Pick<NodeDefinition, "members" | "zones" | "groupZone"> {
	if (!installation.relay) return { members: [], zones: [], groupZone: 0 };
	const addresses = peers.map(({ address }) => address);
	return {
		members: membersBeside(addresses, node, installation, identities),
		zones: zonesWith(installation.zones, node).map(({ number }) => number),
		groupZone: zoneFor(installation.zones, node, listenersTo(node, installation)),
	};
}

/** Addresses of the nodes whose frames a node passes on beside those of its peers, as many as fit. */
function membersBeside(
	peers: readonly number[],
	node: NodeSpec,
	installation: Installation,
	identities: Identities,
): number[] {
	return installation.nodes
		.filter((other) => other !== node && sharesZone(installation, node, other))
		.map((other) => nodeAddress(other, identities))
		.filter((address) => !peers.includes(address))
		.slice(0, Math.max(0, nodeLimits.peers - peers.length));
}

/** Who wants to hear a node's readings: nodes whose rules look at them, and gateways. */
function listenersTo(node: NodeSpec, installation: Installation): NodeSpec[] {
	const gateways = [...installation.gateways].filter(
		(other) => other !== node && sharesZone(installation, other, node),
	);
	return [...new Set([...listenersOf(node, installation), ...gateways])];
}

function zoneWarnings(installation: Installation): string[] {
	if (installation.zones.length === 0) return [];
	const warnings: string[] = [];
	for (const node of installation.nodes) {
		const listeners = listenersTo(node, installation);
		if (zoneFor(installation.zones, node, listeners) !== wholeNetwork || listeners.length === 0) continue;
		warnings.push(
			`readings of ${node.name} go through the whole network: no zone has it and ${listeners.map(({ name }) => name).join(", ")}`,
		);
	}
	return warnings;
}

/** What is too much for one node, as the middle of a sentence. */
function excessOf({ definition, bytes }: CompiledNode): string | undefined {
	const { inputs, peers } = definition;
	if (inputs.length > nodeLimits.inputs) {
		return `listens to ${inputs.length} properties of other nodes, and at most ${nodeLimits.inputs} fit`;
	}
	if (peers.length > nodeLimits.peers) {
		return `has to know ${peers.length} other nodes, and at most ${nodeLimits.peers} fit`;
	}
	if (bytes.length > nodeLimits.definitionBytes) {
		return `has a definition of ${bytes.length} bytes, and at most ${nodeLimits.definitionBytes} fit`;
	}
	return undefined;
}

function deviceDefinitions(node: NodeSpec, installation: Installation, identities: Identities): DeviceDefinition[] {
	const resources = resourcesOf(node);
	return [...node.devices].map(([name, { kind, options }]) => ({
		name,
		kind,
		options,
		resourceIds: resources
			.filter(({ reference }) => reference.device === name)
			.map(({ reference }) => addressOf(reference, identities).resourceId),
		...(installation.isPublic(node, name) ? { public: true } : {}),
	}));
}
