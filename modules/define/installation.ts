import { heartbeatMaximumMs, heartbeatMinimumMs } from "kith/definition/limits";
import { DefinitionError } from "./definition-error";
import { type Duration, minutes } from "./duration";
import { checkCommonLinks } from "./links";
import { checkInstallationName } from "./names";
import { type AnyNode, specOf } from "./node";
import type { RulePlan } from "./plan";
import { describeReference, type NodeSpec, type PropertyReference } from "./reference";
import { checkRuleNames, type RuleSet } from "./rules";
import { type Zone, zonesOf } from "./zones";

export interface InstallationOptions {
	readonly nodes: readonly AnyNode[];
	readonly rules?: readonly RuleSet[];
	/** Nodes that connect the installation to MQTT. */
	readonly gateways?: readonly AnyNode[];
	/** Wi-Fi channel of the radio, 1-13: with a gateway that of its access point. Default 6. */
	readonly channel?: number;
	/** Lets anybody read every device over CoAP, without a key. Default: what its nodes say, each for itself. */
	readonly public?: boolean;
	/** A reading is repeated at least this often, changed or not. Default one minute. */
	readonly heartbeat?: Duration;
	/**
	 * Boards pass on each other's messages, over as many hops as it takes (docs/decisions/0011-network-layer.md). Costs each
	 * board about 8 KB of heap. Default: they reach whom they hear.
	 */
	readonly relay?: boolean;
	/**
	 * With `relay`, rooms or floors by name: a node's readings go through the smallest zone that has all who listen to them. Nodes of a
	 * zone must be able to reach each other through nodes of that zone; a node may be in several. Default: no zones, every
	 * reading goes everywhere.
	 */
	readonly zones?: Readonly<Record<string, readonly AnyNode[]>>;
}

/** All nodes that work together, checked. */
export class Installation {
	readonly name: string;
	readonly nodes: readonly NodeSpec[];
	readonly gateways: ReadonlySet<NodeSpec>;
	readonly channel: number;
	readonly heartbeatMs: number;
	readonly public: boolean;
	readonly relay: boolean;
	readonly zones: readonly Zone[];
	readonly #rules: readonly RuleSet[];

	constructor(name: string, options: InstallationOptions) {
		this.name = name;
		this.nodes = options.nodes.map(specOf);
		this.gateways = new Set((options.gateways ?? []).map(specOf));
		this.channel = options.channel ?? 6;
		this.heartbeatMs = options.heartbeat ?? minutes(1);
		this.public = options.public ?? false;
		this.#rules = options.rules ?? [];
		this.relay = options.relay ?? false;
		this.zones = zonesOf(name, options.zones ?? {});
		if (this.zones.length > 0 && !this.relay)
			throw new DefinitionError(`${name} has zones, which only mean something where boards relay: add relay: true`);
		this.#checkNodes();
		this.#checkRadio();
		checkCommonLinks(name, this.nodes, this.gateways);
		for (const node of this.nodes) checkRuleNames(node.name, this.rulesOf(node));
		this.#checkRules();
	}

	/** In the order in which they were written. */
	rulesOf(node: NodeSpec): readonly RulePlan[] {
		return this.#rules.filter((set) => set.node === node).flatMap((set) => set.plans);
	}

	/** Whether anybody may read the device. */
	isPublic(node: NodeSpec, device: string): boolean {
		return this.public || node.public.has(device);
	}

	#checkNodes(): void {
		if (this.nodes.length === 0) throw new DefinitionError(`installation "${this.name}" has no nodes`);
		const names = new Set<string>();
		for (const { name } of this.nodes) {
			if (names.has(name)) throw new DefinitionError(`installation "${this.name}" has two nodes named "${name}"`);
			names.add(name);
		}
		for (const gateway of this.gateways) this.#mustHave(gateway, "its gateway");
		for (const node of this.nodes) {
			if (node.http !== undefined && !this.gateways.has(node))
				throw new DefinitionError(
					`${node.name} serves HTTP, which only a gateway can: add it to the gateways of "${this.name}", or leave http out`,
				);
			if (node.timeServer !== undefined && !this.gateways.has(node))
				throw new DefinitionError(
					`${node.name} asks for the time, which only a gateway can: add it to the gateways of "${this.name}", or leave time out`,
				);
		}
		for (const zone of this.zones) for (const node of zone.nodes) this.#mustHave(node, `a node of zone "${zone.name}"`);
		for (const set of this.#rules) this.#mustHave(set.node, "a node that has rules,");
	}

	#checkRadio(): void {
		if (!Number.isInteger(this.channel) || this.channel < 1 || this.channel > 13) {
			throw new DefinitionError(`installation "${this.name}": channel ${this.channel} is not a Wi-Fi channel, 1 to 13`);
		}
		if (this.heartbeatMs < heartbeatMinimumMs || this.heartbeatMs > heartbeatMaximumMs) {
			throw new DefinitionError(`installation "${this.name}": the heartbeat must be from 1 s to 24 h`);
		}
	}

	#checkRules(): void {
		for (const node of this.nodes) {
			for (const plan of this.rulesOf(node)) {
				for (const reference of referencesOf(plan)) {
					const use = `${describeReference(reference)}, used by rule "${plan.name}" of ${node.name},`;
					this.#mustHave(reference.node, `the node of ${use}`);
				}
			}
		}
	}

	#mustHave(node: NodeSpec, role: string): void {
		if (this.nodes.includes(node)) return;
		throw new DefinitionError(
			`installation "${this.name}": ${role} is "${node.name}", which is missing from its list of nodes`,
		);
	}
}

/** @throws DefinitionError with one sentence about the first thing that does not fit together */
export function installation(name: string, options: InstallationOptions): Installation {
	checkInstallationName(name);
	return new Installation(name, options);
}

/** Every property that a rule looks at or sets. */
export function referencesOf(plan: RulePlan): PropertyReference[] {
	const references: PropertyReference[] = [];
	for (const { property, operand } of plan.leaves) {
		if (property !== undefined) references.push(property);
		if (typeof operand !== "number") references.push(operand);
	}
	for (const { target, from } of plan.actions) {
		references.push(target);
		if (from !== undefined) references.push(from);
	}
	return references;
}
