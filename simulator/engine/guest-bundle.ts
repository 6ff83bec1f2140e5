import { existsSync } from "node:fs";
import { isAbsolute, join, posix, relative, sep } from "node:path";
import { type BuildFailure, buildSync } from "esbuild";
import { projectRoot } from "./toolchain";
import { EngineError, type GuestModule } from "./types";

export interface BundleOptions {
	/** Where to start: specifiers, or paths of TypeScript files in the project. */
	readonly entries: readonly string[];
	/** Specifiers that stand for other modules, for example `node:test` for a shim. Values are specifiers. */
	readonly aliases?: Readonly<Record<string, string>>;
	/** Which modules go to ROM. Default: the firmware, as the manifests preload it, but nothing of the simulator. */
	readonly preload?: (specifier: string) => boolean;
}

/** Folders by the prefix of the specifiers; the first that fits counts. Same table as the `paths` of tsconfig.json. */
const FOLDERS: readonly (readonly [prefix: string, folder: string])[] = [
	["kith/devices/", "devices/"],
	["kith/simulator/", "simulator/"],
	["kith/", "modules/"],
	["", ""],
];

export function preloadFirmware(specifier: string): boolean {
	return specifier.startsWith("kith/") && !specifier.startsWith("kith/simulator/");
}

/** The specifier of a file of the project, for example `kith/core/clock` for modules/core/clock.ts. */
export function specifierOf(file: string): string {
	const path = (isAbsolute(file) ? relative(projectRoot, file) : file).split(sep).join("/").replace(/\.ts$/, "");
	for (const [prefix, folder] of FOLDERS) {
		if (path.startsWith(folder)) {
			return prefix + path.slice(folder.length);
		}
	}
	return path;
}

interface Found {
	readonly file: string;
	/** The specifier names a folder: its index.ts. */
	readonly index: boolean;
}

/** The file of a specifier. */
function findFile(specifier: string): Found | undefined {
	for (const [prefix, folder] of FOLDERS) {
		// "kith/devices" itself is the index of that folder, not one of modules/.
		if (specifier.startsWith(prefix) || `${specifier}/` === prefix) {
			const path = join(projectRoot, folder, specifier.slice(prefix.length));
			if (existsSync(`${path}.ts`)) {
				return { file: `${path}.ts`, index: false };
			}
			return existsSync(join(path, "index.ts")) ? { file: join(path, "index.ts"), index: true } : undefined;
		}
	}
	return undefined;
}

interface Scan {
	/** What the file imports at run time: esbuild has dropped the type-only imports. */
	readonly imports: readonly string[];
	readonly exports: readonly string[];
}

function scan(files: readonly string[]): Scan[] {
	try {
		const { metafile } = buildSync({
			entryPoints: files.map((file, index) => ({ in: file, out: String(index) })),
			absWorkingDir: projectRoot,
			outdir: "out",
			write: false,
			bundle: false,
			metafile: true,
			format: "esm",
			target: "es2022",
			logLevel: "silent",
			tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
		});
		return files.map((_, index) => {
			const output = metafile.outputs[`out/${index}.js`];
			return { imports: output?.imports.map(({ path }) => path) ?? [], exports: output?.exports ?? [] };
		});
	} catch (error) {
		const [first] = (error as BuildFailure).errors ?? [];
		if (first === undefined) {
			throw error;
		}
		const at = first.location ? `${first.location.file}:${first.location.line}: ` : "";
		throw new EngineError(at + first.text);
	}
}

/** A module in between: the same exports under another specifier. Relative imports hold only under the first. */
function forward(specifier: string, file: string): string {
	const [scanned] = scan([file]);
	const text = `export * from "${specifier}";\n`;
	return scanned?.exports.includes("default") ? `${text}export { default } from "${specifier}";\n` : text;
}

function resolve(importer: string, specifier: string): string {
	return specifier.startsWith(".") ? posix.join(posix.dirname(importer), specifier) : specifier;
}

/**
 * Lists the modules that `entries` reach, with the project's specifiers, in no particular order.
 * @throws EngineError for an import that leads nowhere, naming importer and specifier.
 */
export function bundleGuest(options: BundleOptions): GuestModule[] {
	const aliases = options.aliases ?? {};
	const preload = options.preload ?? preloadFirmware;
	const modules = new Map<string, GuestModule>();
	const add = (specifier: string, importer: string, level: GuestModule[]): void => {
		if (modules.has(specifier)) {
			return;
		}
		const alias = aliases[specifier];
		const found = findFile(alias ?? specifier);
		if (found === undefined) {
			throw new EngineError(`${importer} imports "${specifier}": there is no such module`);
		}
		const { file } = found;
		const module = { specifier, file, preload: preload(specifier) };
		// XS knows no index files, and relative imports in one would start a folder too high.
		const target = alias ?? (found.index ? `${specifier}/index` : undefined);
		if (target === undefined) {
			modules.set(specifier, module);
			level.push(module);
		} else {
			modules.set(specifier, { ...module, text: forward(target, file) });
			add(target, importer, level);
		}
	};
	let level: GuestModule[] = [];
	for (const entry of options.entries) {
		add(entry.endsWith(".ts") ? specifierOf(entry) : entry, "the simulator", level);
	}
	while (level.length > 0) {
		const next: GuestModule[] = [];
		scan(level.map(({ file }) => file)).forEach(({ imports }, index) => {
			const importer = (level[index] as GuestModule).specifier;
			for (const specifier of imports) {
				add(resolve(importer, specifier), importer, next);
			}
		});
		level = next;
	}
	return [...modules.values()];
}
