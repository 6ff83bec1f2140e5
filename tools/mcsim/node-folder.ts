import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { roles } from "kith/core/secrets";
import type { CompiledNode } from "kith/define/compile";
import { definitionImage } from "kith/definition/definition-image";
import { SeededKeys } from "kith/simulator/provision/seeded-keys";

/** Keys of a test network, the same in every run. */
const keySeed = 1;
const firstPort = 20_000;
const ports = 30_000;

/** The folders of desktop nodes that are each other's neighbours on this computer, with everything a node is told. */
export function writeNodeFolders(nodes: ReadonlyMap<string, CompiledNode>, folder: string): Map<string, string> {
	const definitions = [...nodes.values()].map(({ definition }) => definition);
	const keys = new SeededKeys({
		installation: definitions[0]?.installation ?? "",
		seed: keySeed,
		members: definitions.map(({ node, address }) => ({ name: node, address, role: roles.node })),
	});
	const base = firstPort + (process.pid % ports);
	const portOf = (address: number): number => base + address;
	const folders = new Map<string, string>();
	for (const [name, { definition, bytes }] of nodes) {
		const { address } = definition;
		const home = join(folder, name);
		mkdirSync(home, { recursive: true });
		const neighbours = definitions
			.filter((other) => other.address !== address)
			.map((other) => ({ address: other.address, host: "127.0.0.1", port: portOf(other.address) }));
		writeFileSync(join(home, "definition.bin"), definitionImage(bytes));
		writeFileSync(join(home, "secrets.bin"), keys.image(address), { mode: 0o600 });
		writeFileSync(join(home, "desktop.json"), JSON.stringify({ port: portOf(address), neighbours }));
		folders.set(name, home);
	}
	return folders;
}
