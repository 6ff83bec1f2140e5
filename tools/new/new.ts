import { existsSync, readdirSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { DefinitionError } from "kith/define/definition-error";
import { checkInstallationName } from "kith/define/names";
import { projectRoot } from "kith/simulator/engine/toolchain";
import { identify } from "../installation/identify";
import { InstallationError } from "../installation/installation-error";

const starter = fileURLToPath(new URL("starter", import.meta.url));
/** What the starter calls itself, as a text in installation.ts. */
const starterName = '"starter"';

/**
 * Makes a folder with a small installation that simulates at once: two boards, a gateway, a rule, a world, identities.
 *
 * @param folder that is missing or empty; its last part names the installation
 * @returns the files, sorted
 * @throws InstallationError where the folder is taken or has no name for an installation
 */
export async function makeInstallation(folder: string): Promise<readonly string[]> {
	const name = basename(resolve(folder));
	try {
		checkInstallationName(name);
	} catch (error) {
		if (error instanceof DefinitionError) throw new InstallationError(error.message, { cause: error });
		throw error;
	}
	if (existsSync(folder) && readdirSync(folder).length > 0)
		throw new InstallationError(`${folder} is there already, and not empty: take another name`);
	await mkdir(folder, { recursive: true });
	for (const file of await readdir(starter)) {
		const text = await readFile(join(starter, file), "utf8");
		await writeFile(join(folder, file), text.replace(starterName, JSON.stringify(name)));
	}
	await writeFile(join(folder, ".gitignore"), "secrets.json\n*.oscore.json\n");
	await writeFile(join(folder, "package.json"), json({ name, private: true, type: "module" }));
	await writeFile(join(folder, "tsconfig.json"), json(compilerSettings(folder)));
	await identify(folder);
	return (await readdir(folder)).sort();
}

/** The checkout's own, wherever the folder lies: they name what "kith/define" means. */
function compilerSettings(folder: string): object {
	const checkout = relative(resolve(folder), projectRoot).replaceAll("\\", "/");
	return {
		extends: `${checkout}/tsconfig.json`,
		compilerOptions: { typeRoots: [`${checkout}/node_modules/@types`] },
		include: ["*.ts", `${checkout}/typings`],
	};
}

function json(value: object): string {
	return `${JSON.stringify(value, undefined, "\t")}\n`;
}
