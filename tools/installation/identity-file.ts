import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Identities, parseIdentities } from "kith/define/identities";
import { InstallationError } from "./installation-error";
import { replaceFile } from "./replace-file";

export const identityFileName = "identities.json";

/**
 * The identities committed in the installation's folder, or undefined where there are none yet.
 *
 * @throws InstallationError when the file is damaged
 */
export async function readIdentities(folder: string): Promise<Identities | undefined> {
	const path = join(folder, identityFileName);
	if (!existsSync(path)) return undefined;
	const text = await readFile(path, "utf8");
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		throw new InstallationError(`${path} is not valid JSON: take the last good version from version control`);
	}
	const parsed = parseIdentities(json);
	if (typeof parsed === "string") throw new InstallationError(`${path}: ${parsed}`);
	return parsed;
}

/** Writes them so that a crash leaves either the old or the new file: addresses that are lost would be given again. */
export async function writeIdentities(folder: string, identities: Identities): Promise<void> {
	const path = join(folder, identityFileName);
	await replaceFile(path, formatIdentities(identities));
}

/** The file's text: stable, so that version control shows what was added and nothing else. */
export function formatIdentities({ networkTag, nodes, operators, retired }: Identities): string {
	const json = {
		networkTag,
		nodes: Object.fromEntries(
			[...nodes].map(([name, { address, resources }]) => [name, { address, resources: Object.fromEntries(resources) }]),
		),
		operators: Object.fromEntries(operators),
		retired,
	};
	return `${JSON.stringify(json, undefined, "\t")}\n`;
}
