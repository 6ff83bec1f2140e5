import { parseDefinition } from "kith/definition/parse";
import { KithNode } from "./node";
import type { Platform } from "./platform";

/** Starts the board's node from its definition. Throws, which reboots the board, where the definition is unusable. */
export function startNode(platform: Platform): KithNode {
	const definition = parseDefinition(platform.readDefinition());
	if ("fault" in definition) throw new Error(`definition: ${definition.fault}`);
	return new KithNode(definition, platform);
}
