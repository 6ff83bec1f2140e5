import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { DefinitionError } from "kith/define/definition-error";
import { Installation } from "kith/define/installation";
import { InstallationError } from "./installation-error";

export const installationFileName = "installation.ts";
export const worldFileName = "world.ts";

/**
 * The installation that `<folder>/installation.ts` exports, under whatever name.
 *
 * @throws InstallationError when there is no such file, it does not load, or it exports none or several
 */
export async function importInstallation(folder: string): Promise<Installation> {
	if (!existsSync(folder)) throw new InstallationError(`there is no folder ${folder}`);
	const path = join(folder, installationFileName);
	if (!existsSync(path)) {
		throw new InstallationError(`${folder} is no installation: it has no ${installationFileName}`);
	}
	const exported = Object.values(await importFile(path));
	const [installation, ...others] = new Set(exported.filter((value) => value instanceof Installation));
	if (installation === undefined) {
		// As CommonJS it gets another copy of the authoring modules, whose installations are not ours.
		if (exported.some((value) => value?.constructor?.name === Installation.name)) {
			throw new InstallationError(
				`${path} is loaded as CommonJS: put a package.json with { "type": "module" } beside it`,
			);
		}
		throw new InstallationError(
			`${path} exports no installation: write export const house = installation("house", { … })`,
		);
	}
	if (others.length > 0) throw new InstallationError(`${path} exports ${others.length + 1} installations: keep one`);
	return installation;
}

/**
 * What `<folder>/world.ts` exports as `world`, or undefined where there is no such file.
 *
 * @throws InstallationError when it does not load or exports no `world`
 */
export async function importWorld(folder: string): Promise<unknown> {
	const path = join(folder, worldFileName);
	if (!existsSync(path)) return undefined;
	const { world } = await importFile(path);
	if (world === undefined) throw new InstallationError(`${path} exports no "world"`);
	return world;
}

async function importFile(path: string): Promise<Record<string, object | undefined>> {
	try {
		return (await import(pathToFileURL(resolve(path)).href)) as Record<string, object | undefined>;
	} catch (error) {
		// What the authoring functions refuse is already said for the reader.
		if (error instanceof DefinitionError) throw new InstallationError(error.message, { cause: error });
		throw new InstallationError(`${path} cannot be loaded: ${firstLine(error)}${placeOf(error)}`, { cause: error });
	}
}

/** For a name that is not there: the line that uses it, and who knows what was meant. */
function placeOf(error: unknown): string {
	if (!(error instanceof TypeError) && !(error instanceof ReferenceError)) return "";
	const found = /([^\s()/\\]+\.ts):(\d+)/.exec(error.stack ?? "");
	const line = found === null ? "" : ` at ${found[1]}, line ${found[2]}`;
	return `${line} (npx tsc --noEmit -p FOLDER tells what was meant)`;
}

/** Without the stack and the code frame: the sentence goes onto one line. */
function firstLine(error: unknown): string {
	const message = error instanceof Error ? error.message : String(error);
	const lines = message.split("\n").map((line) => line.trim());
	const useful = lines.find((line) => line !== "" && !/^Transform failed/.test(line));
	return useful ?? "unknown error";
}
