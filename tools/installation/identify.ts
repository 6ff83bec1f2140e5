import { randomInt } from "node:crypto";
import { extendIdentities, type Identities } from "kith/define/identities";
import { networkTagLimit } from "kith/definition/limits";
import { readIdentities, writeIdentities } from "./identity-file";
import { importInstallation } from "./import-installation";
import { InstallationError } from "./installation-error";

export interface IdentifyResult {
	readonly identities: Identities;
	/** What was given a number now: "kitchen", "kitchen/climate/temperature", "operator". Empty: the file was complete. */
	readonly added: readonly string[];
}

/**
 * Gives every node, resource and operator of the installation in `folder` that has no permanent number yet one, and keeps all
 * others. The file is written only when something was added.
 *
 * @throws InstallationError when the folder or its identities cannot be used, or the numbers are used up
 */
export async function identify(folder: string, drawTag = drawNetworkTag): Promise<IdentifyResult> {
	const installation = await importInstallation(folder);
	const known = await readIdentities(folder);
	const identities = extendIdentities(installation, known, drawTag);
	if (typeof identities === "string") throw new InstallationError(`${folder}: ${identities}`);
	const before = new Set(known === undefined ? [] : named(known));
	const added = named(identities).filter((name) => !before.has(name));
	if (known === undefined || added.length > 0) await writeIdentities(folder, identities);
	return { identities, added };
}

function drawNetworkTag(): number {
	return randomInt(networkTagLimit + 1);
}

function named({ nodes, operators }: Identities): string[] {
	const ofNodes = [...nodes].flatMap(([name, { resources }]) => [
		name,
		...[...resources.keys()].map((path) => `${name}/${path}`),
	]);
	return [...ofNodes, ...operators.keys()];
}
