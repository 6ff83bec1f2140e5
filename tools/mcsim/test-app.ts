import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bundleGuest, preloadFirmware, specifierOf } from "kith/simulator/engine/guest-bundle";
import { projectRoot } from "kith/simulator/engine/toolchain";
import { transpile } from "kith/simulator/engine/transpile";

export const testAppName = "kith-tests";

const shims = { "node:test": "test/xs/node-test", "node:assert/strict": "test/xs/assert" };
/** Room for tests that build large things; not the size of a board. */
const creation = {
	static: 0,
	chunk: { initial: 16 << 20, incremental: 1 << 20 },
	heap: { initial: 1 << 19, incremental: 1 << 16 },
	stack: 16_384,
	keys: { initial: 4096, incremental: 1024, name: 1993, symbol: 127 },
	parser: { buffer: 32_768, table: 1993 },
	main: "main",
};

/** Tests of native modules run C in a process of their own: there is none inside XS. */
const drivesC = (name: string): boolean =>
	readFileSync(join(projectRoot, name), "utf8").includes("support/native-driver");

/** The portable test files: those that also run inside XS boards. */
export function portableTests(filters: readonly string[]): string[] {
	return ["test/modules", "test/devices"]
		.flatMap((folder) =>
			readdirSync(join(projectRoot, folder), { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`),
		)
		.filter((name) => name.endsWith(".test.ts") && !drivesC(name))
		.filter((name) => filters.length === 0 || filters.some((filter) => name.includes(filter)))
		.sort();
}

/** Modules of the test app, as a manifest names them: paths without extension, from the manifest's folder. */
export interface WrittenModules {
	readonly modules: Readonly<Record<string, string>>;
	readonly preload: readonly string[];
}

/** Writes modules, with what they import, as JavaScript beside a manifest. Types are checked elsewhere. */
export function writeModules(
	entries: readonly string[],
	aliases: Readonly<Record<string, string>>,
	folder: string,
): WrittenModules {
	const found = bundleGuest({ entries, aliases: { ...shims, ...aliases } });
	const texts = transpile(found);
	const modules: Record<string, string> = {};
	const preload: string[] = [];
	for (const [index, { specifier, preload: inRom }] of found.entries()) {
		// Colons are for prefixes in a manifest, and in no file name.
		const path = `modules/${specifier.replaceAll(":", "_")}`;
		writeInFolder(join(folder, `${path}.js`), texts[index]?.source ?? "");
		modules[specifier] = `./${path}`;
		if (inRom && preloadFirmware(specifier)) preload.push(specifier);
	}
	return { modules, preload };
}

/**
 * Writes the test app: a manifest, and all test files with what they import.
 *
 * @returns the manifest's path
 */
export function writeTestApp(files: readonly string[], folder: string): string {
	const entries = ["test/mcsim/run", ...files.map((file) => join(projectRoot, file))];
	const { modules, preload } = writeModules(entries, {}, folder);
	const names = JSON.stringify(files.map((file) => specifierOf(file)));
	writeInFolder(join(folder, "main.js"), `import { run } from "test/mcsim/run";\nvoid run(${names});\n`);
	const manifest = {
		build: { NAME: testAppName },
		include: ["$(MODDABLE)/examples/manifest_base.json"],
		modules: { main: "./main", ...modules },
		preload,
		creation,
		strip: [],
	};
	const path = join(folder, "manifest.json");
	writeInFolder(path, JSON.stringify(manifest, undefined, "\t"));
	return path;
}

/** Makes the folders too. A file that stays as it is keeps its time, so that the SDK need not make everything again. */
export function writeInFolder(path: string, text: string): void {
	if (existsSync(path) && readFileSync(path, "utf8") === text) return;
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, text);
}
