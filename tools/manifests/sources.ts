import { existsSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";

/** Folders by the prefix of a specifier; the first that fits counts. As `paths` in tsconfig.json. */
const folders: readonly (readonly [prefix: string, folder: string])[] = [
	["kith/devices/", "devices/"],
	["kith/simulator/", "simulator/"],
	["kith/", "modules/"],
];

/** The specifier of a file of the firmware: "kith/core/clock" for modules/core/clock.ts. */
export function specifierOf(file: string): string {
	const path = file.replace(/\.ts$/, "");
	for (const [prefix, folder] of folders) if (path.startsWith(folder)) return prefix + path.slice(folder.length);
	return path;
}

/** The file that `specifier` means in `importer`; undefined for a module that is not ours. */
export function fileOf(root: string, importer: string, specifier: string): string | undefined {
	if (specifier.startsWith(".")) return existing(root, posix.join(posix.dirname(importer), specifier));
	for (const [prefix, folder] of folders)
		if (specifier.startsWith(prefix)) return existing(root, folder + specifier.slice(prefix.length));
	return undefined;
}

function existing(root: string, path: string): string | undefined {
	return existsSync(join(root, `${path}.ts`)) ? `${path}.ts` : undefined;
}

/** What a file imports, types included: the SDK's build looks for the files of types too. */
export function importsOf(root: string, file: string): string[] {
	const text = readFileSync(join(root, file), "utf8");
	const found = [...text.matchAll(/^(?:import|export)\b[^"';]*?\bfrom\s+"([^"]+)"/gm)];
	return [...found, ...text.matchAll(/^import\s+"([^"]+)"/gm)].map((match) => match[1] as string);
}

/**
 * All files of ours that `entries` reach, sorted. Specifiers in `ends` are not followed: another manifest maps them.
 *
 * @throws Error for an import of ours that leads nowhere
 */
export function reached(root: string, entries: readonly string[], ends: ReadonlySet<string>): string[] {
	const files = new Set<string>();
	const waiting = [...entries];
	for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
		if (files.has(file)) continue;
		files.add(file);
		for (const specifier of importsOf(root, file)) {
			if (ends.has(specifier)) continue;
			const target = fileOf(root, file, specifier);
			if (target !== undefined) waiting.push(target);
			else if (specifier.startsWith(".") || specifier.startsWith("kith/"))
				throw new Error(`${file} imports "${specifier}": there is no such file`);
		}
	}
	return [...files].sort();
}

/** Files by their folder, both sorted. */
export function byFolder(files: readonly string[]): Map<string, string[]> {
	const groups = new Map<string, string[]>();
	for (const file of files) {
		const folder = dirname(file);
		groups.set(folder, [...(groups.get(folder) ?? []), file]);
	}
	return groups;
}
