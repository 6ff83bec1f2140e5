import type { NodeDefinition, RuleDefinition } from "./definition";
import type { PackedInputs } from "./packed-inputs";
import type { PeerCatalogue } from "./peer-catalogue";

/**
 * A definition as a node takes it from its bytes: what a node has few of as objects, what a gateway has hundreds of
 * still packed (docs/decisions/0007-packed-definitions.md).
 */
export interface LoadedDefinition extends Omit<NodeDefinition, "inputs" | "peers" | "members" | "zones" | "rules"> {
	/** A node lets go of them when its tables are made. */
	rules: readonly RuleDefinition[];
	readonly inputs: PackedInputs;
	readonly peers: PeerCatalogue;
	readonly members: Uint16Array;
	readonly zones: Uint16Array;
}
