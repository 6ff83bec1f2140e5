import { nodeLimits } from "kith/definition/definition";
import { wholeNetwork, zoneLimit } from "kith/definition/limits";
import { DefinitionError } from "./definition-error";
import { checkName } from "./names";
import { type AnyNode, specOf } from "./node";
import type { NodeSpec } from "./reference";

/** Some nodes among which readings go round. */
export interface Zone {
	readonly name: string;
	/** On the air, 1 … `zoneLimit`. Made from the name, so that zones that come and go do not renumber the others. */
	readonly number: number;
	readonly nodes: ReadonlySet<NodeSpec>;
}

/** FNV-1a (32 bit), folded to a zone's range. */
function numberOf(name: string): number {
	let hash = 0x811c9dc5;
	for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
	return 1 + ((hash >>> 0) % zoneLimit);
}

/** @throws DefinitionError for a wrong name, an empty or too large zone, and names whose numbers are the same */
export function zonesOf(installation: string, zones: Readonly<Record<string, readonly AnyNode[]>>): readonly Zone[] {
	const found: Zone[] = [];
	for (const [name, nodes] of Object.entries(zones)) {
		checkName(name, "a zone");
		const number = numberOf(name);
		const other = found.find((zone) => zone.number === number);
		if (other !== undefined)
			throw new DefinitionError(
				`zones "${other.name}" and "${name}" of ${installation} get the same number: rename one`,
			);
		if (nodes.length === 0) throw new DefinitionError(`zone "${name}" of ${installation} has no nodes`);
		if (nodes.length > nodeLimits.peers + 1)
			throw new DefinitionError(
				`zone "${name}" of ${installation} has ${nodes.length} nodes, and at most ${nodeLimits.peers + 1} can know each other: split it`,
			);
		found.push({ name, number, nodes: new Set(nodes.map(specOf)) });
	}
	return found;
}

/** Of which zones a node is. */
export function zonesWith(zones: readonly Zone[], node: NodeSpec): readonly Zone[] {
	return zones.filter((zone) => zone.nodes.has(node));
}

/** Number of the smallest zone that has the node and all these, or `wholeNetwork`. */
export function zoneFor(zones: readonly Zone[], node: NodeSpec, listeners: readonly NodeSpec[]): number {
	const fitting = zonesWith(zones, node).filter((zone) => listeners.every((listener) => zone.nodes.has(listener)));
	return fitting.sort((a, b) => a.nodes.size - b.nodes.size)[0]?.number ?? wholeNetwork;
}
