import { type Compiled, type CompiledNode, compile } from "kith/define/compile";
import { DefinitionError, MissingIdentityError } from "kith/define/definition-error";
import type { Identities } from "kith/define/identities";
import type { Installation } from "kith/define/installation";
import { identityFileName, readIdentities } from "./identity-file";
import { importInstallation, importWorld } from "./import-installation";
import { InstallationError } from "./installation-error";

/** An installation's folder, read, checked and compiled. */
export interface LoadedInstallation {
	readonly installation: Installation;
	readonly identities: Identities;
	/** By the nodes' names, in the installation's order. */
	readonly definitions: ReadonlyMap<string, CompiledNode>;
	/** What world.ts exports as `world`; undefined without such a file. Its type is the simulator's business. */
	readonly world: unknown;
	/** Sentences for the terminal. */
	readonly warnings: readonly string[];
}

/**
 * Loads `<folder>/installation.ts`, `identities.json` and, if present, `world.ts`. TypeScript must be loadable
 * already: the kith command registers tsx.
 *
 * @throws InstallationError with one sentence for whatever is wrong in the folder
 */
export async function loadInstallation(folder: string): Promise<LoadedInstallation> {
	const installation = await importInstallation(folder);
	const identities = await readIdentities(folder);
	if (identities === undefined) {
		throw new InstallationError(`${folder} has no ${identityFileName}: ${advice(folder)}`);
	}
	const { nodes, warnings } = compileFor(folder, installation, identities);
	return { installation, identities, definitions: nodes, world: await importWorld(folder), warnings };
}

function compileFor(folder: string, installation: Installation, identities: Identities): Compiled {
	try {
		return compile(installation, identities);
	} catch (error) {
		if (error instanceof MissingIdentityError) {
			throw new InstallationError(`${error.message} in ${folder}/${identityFileName}: ${advice(folder)}`, {
				cause: error,
			});
		}
		if (error instanceof DefinitionError) throw new InstallationError(error.message, { cause: error });
		throw error;
	}
}

function advice(folder: string): string {
	return `run npx kith identify ${folder}`;
}
