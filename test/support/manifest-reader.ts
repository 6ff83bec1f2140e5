import { existsSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";

type Sources = string | readonly string[];
interface Section {
	readonly include?: Sources;
	readonly modules?: Readonly<Record<string, Sources>>;
	readonly preload?: Sources;
	readonly error?: string;
}
export interface Manifest extends Section {
	readonly platforms?: Readonly<Record<string, Section>>;
	readonly build?: Readonly<Record<string, string>>;
	readonly creation?: {
		readonly static: number;
		readonly chunk: { readonly initial: number };
		readonly heap: { readonly initial: number };
		readonly stack: number;
	};
	readonly typescript?: { readonly tsconfig: { readonly compilerOptions: Readonly<Record<string, unknown>> } };
}

export const readManifest = (path: string): Manifest => JSON.parse(readFileSync(path, "utf8")) as Manifest;
export const listed = (value: Sources | undefined): readonly string[] =>
	value === undefined ? [] : typeof value === "string" ? [value] : value;

/** What an image is made of, as mcconfig 8.2.3 puts manifests together, without the SDK's own. */
export interface Image {
	/** Specifier to file, project relative. C sources have no specifier. */
	readonly modules: ReadonlyMap<string, string>;
	readonly nativeSources: readonly string[];
	readonly preload: ReadonlySet<string>;
	readonly manifests: readonly string[];
	readonly errors: readonly string[];
}

/** @param platform as `-p` names it: "esp32/xiao-esp32c3", "lin". @param board manifest that the SDK includes on esp32 */
export function readImage(platform: string, board?: string): Image {
	const modules = new Map<string, string>();
	const native: string[] = [];
	const preload = new Set<string>();
	const manifests: string[] = [];
	const errors: string[] = [];
	const take = (section: Section, folder: string): void => {
		if (section.error !== undefined) errors.push(section.error);
		for (const name of listed(section.preload)) preload.add(name);
		for (const [specifier, sources] of Object.entries(section.modules ?? {})) {
			for (const source of specifier === "~" ? [] : listed(sources)) {
				if (source.startsWith("$")) continue;
				const path = posix.join(folder, source);
				if (specifier !== "*" && !specifier.endsWith("/*")) modules.set(specifier, `${path}.ts`);
				else if (existsSync(`${path}.ts`)) modules.set(posix.basename(path), `${path}.ts`);
				else native.push(path);
			}
		}
	};
	const visit = (path: string): void => {
		if (manifests.includes(path)) return;
		manifests.push(path);
		const manifest = readManifest(path);
		const section = matching(manifest.platforms ?? {}, platform) ?? {};
		const folder = dirname(path);
		for (const include of [...listed(manifest.include), ...listed(section.include)])
			if (!include.startsWith("$")) visit(posix.join(folder, include));
		take(manifest, folder);
		take(section, folder);
	};
	if (board !== undefined) visit(board);
	visit("manifest.json");
	return { modules, nativeSources: native, preload, manifests, errors };
}

/** mcconfig's order: the whole name, then its beginning, then "…". */
function matching(platforms: Readonly<Record<string, Section>>, name: string): Section | undefined {
	const parts = name.split("/");
	for (; parts.length > 0; parts.pop()) {
		const partial = parts.join("/");
		for (const [pattern, section] of Object.entries(platforms))
			if (partial === pattern || (pattern.endsWith("/*") && partial.startsWith(pattern.slice(0, -1)))) return section;
	}
	return platforms["..."];
}

/** Every manifest of the project, by path. */
export function projectManifests(files: readonly string[]): Map<string, Manifest> {
	return new Map(
		files.filter((file) => /(^|\/)manifest\.json$/.test(file)).map((file) => [file, readManifest(join(file))]),
	);
}
