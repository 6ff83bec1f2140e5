import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
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

/**
 * Writes the test app: a manifest, and all test files with what they import, as JavaScript. Types are checked elsewhere.
 *
 * @returns the manifest's path
 */
export function writeTestApp(files: readonly string[], folder: string): string {
	const entries = ["test/mcsim/run", ...files.map((file) => join(projectRoot, file))];
	const modules = bundleGuest({ entries, aliases: shims });
	const texts = transpile(modules);
	const mapped: Record<string, string> = { main: "./main" };
	const preload: string[] = [];
	for (const [index, { specifier, preload: inRom }] of modules.entries()) {
		// Colons are for prefixes in a manifest, and in no file name.
		const path = `modules/${specifier.replaceAll(":", "_")}`;
		write(join(folder, `${path}.js`), texts[index]?.source ?? "");
		mapped[specifier] = `./${path}`;
		if (inRom && preloadFirmware(specifier)) preload.push(specifier);
	}
	const names = files.map((file) => specifierOf(file));
	write(join(folder, "main.js"), `import { run } from "test/mcsim/run";\nvoid run(${JSON.stringify(names)});\n`);
	const manifest = {
		build: { NAME: testAppName },
		include: ["$(MODDABLE)/examples/manifest_base.json"],
		modules: mapped,
		preload,
		creation,
		strip: [],
	};
	const path = join(folder, "manifest.json");
	write(path, JSON.stringify(manifest, undefined, "\t"));
	return path;
}

function write(path: string, text: string): void {
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, text);
}
