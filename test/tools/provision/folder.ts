import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { makeFolder } from "../installation/folder";

/** Two nodes, of which the gateway is the second. */
export function source(...nodes: readonly string[]): string {
	const names = nodes.length === 0 ? ["hall", "hub"] : nodes;
	return `
import { installation, node } from "kith/define";
import { esp32c3DevKitM, relay } from "kith/devices";
const nodes = ${JSON.stringify(names)}.map((name) =>
	node(name, { board: esp32c3DevKitM, devices: { bulb: relay({ pin: 5 }) } }),
);
export const flat = installation("flat", { nodes, gateways: nodes.slice(1, 2) });
`;
}

/** A new installation without keys. */
export function unprovisioned(context: TestContext, ...nodes: readonly string[]): string {
	return makeFolder(context, { "installation.ts": source(...nodes) });
}

export interface SecretsJson {
	networkSecret: string;
	privateKeys: Record<string, string>;
	wifi?: { ssid: string; passphrase?: string };
	broker?: { url: string; user?: string; password?: string };
}

export function secretsOf(folder: string): SecretsJson {
	return JSON.parse(readFileSync(join(folder, "secrets.json"), "utf8")) as SecretsJson;
}

/** Changes the file as a person would: its rights stay. */
export function editSecrets(folder: string, edit: (secrets: SecretsJson) => void): void {
	const secrets = secretsOf(folder);
	edit(secrets);
	writeFileSync(join(folder, "secrets.json"), JSON.stringify(secrets));
}

export function rosterOf(folder: string): Record<string, { address: number; role: string; publicKey: string }> {
	return JSON.parse(readFileSync(join(folder, "roster.json"), "utf8")).members;
}

export function git(folder: string, ...args: readonly string[]): void {
	const { status, stderr } = spawnSync("git", ["-C", folder, ...args], { encoding: "utf8" });
	if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
}
