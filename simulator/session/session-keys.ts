import { roles } from "kith/core/secrets";
import { SeededKeys } from "../provision/seeded-keys";
import type { NodeProgram } from "./types";

export interface SessionKeysOptions {
	readonly definitions: ReadonlyMap<string, NodeProgram>;
	/** Addresses by name; nobody tells of them but this. */
	readonly operators?: ReadonlyMap<string, number>;
	readonly seed: number;
}

/** The keys that a session gives its boards: for whoever wants to speak with them as one of theirs. */
export function sessionKeys({ definitions, operators, seed }: SessionKeysOptions): SeededKeys {
	const programs = [...definitions.values()].map(({ definition }) => definition);
	const nodes = programs.map(({ node, address }) => ({ name: node, address, role: roles.node }));
	const people = [...(operators ?? [])].map(([name, address]) => ({ name, address, role: roles.operator }));
	return new SeededKeys({ installation: programs[0]?.installation ?? "", seed, members: [...nodes, ...people] });
}
