import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { driverSources } from "./image-registry";

/** Specifier of the list of drivers, which an image has its own of. */
const registry = "kith/devices/registry";

/** What JSON.parse makes of a manifest. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * The manifest of an image with only the drivers of these kinds: the project's own, without the folders of the others and
 * with the list of drivers that lies beside it.
 *
 * @param folder where it will lie: the project's paths start from there
 */
export function imageManifest(projectRoot: string, folder: string, kinds: ReadonlySet<string>): string {
	const project = JSON.parse(readFileSync(join(projectRoot, "manifest.json"), "utf8")) as Manifest;
	const unused = driverSources(projectRoot).filter(({ kind }) => !kinds.has(kind));
	const left = new Set(unused.map((driver) => `./${driver.folder}/manifest.json`));
	const base = relative(folder, projectRoot).replaceAll("\\", "/");
	const moved = movedTo(base, { ...project, include: project.include.filter((path) => !left.has(path)) }) as Manifest;
	const excluded = moved.modules["~"] ?? [];
	const manifest = {
		...moved,
		modules: {
			...moved.modules,
			"~": [...(typeof excluded === "string" ? [excluded] : excluded), `${base}/devices/registry`],
			[registry]: "./registry",
		},
	};
	return `${JSON.stringify(manifest, undefined, "\t")}\n`;
}

interface Manifest {
	readonly include: readonly string[];
	readonly modules: { readonly [specifier: string]: string | readonly string[] };
	readonly [section: string]: Json;
}

/** Every path that starts from the manifest's folder, starting from another one. */
function movedTo(base: string, value: Json): Json {
	if (typeof value === "string") return value.startsWith("./") ? `${base}/${value.slice(2)}` : value;
	if (value === null || typeof value !== "object") return value;
	if (Array.isArray(value)) return value.map((item) => movedTo(base, item));
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, movedTo(base, item)]));
}
