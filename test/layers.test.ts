import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { test } from "node:test";

/** The table "Who may import whom" of docs/architecture.md: folder → what it may import beside itself. */
function readTable(): Map<string, string[]> {
	const text = readFileSync("docs/architecture.md", "utf8");
	const section = text.split("## Who may import whom")[1]?.split("\n## ")[0] ?? "";
	const table = new Map<string, string[]>();
	for (const row of section.matchAll(/^\| `([^`]+)` \|([^|]*)\|$/gm)) {
		const folder = row[1] as string;
		const names = (row[2] as string).split(",").map((name) => name.trim());
		table.set(folder, names.filter((name) => name !== "").map(qualify));
	}
	return table;
}

/** "core" means modules/core; names with a top-level folder are whole. */
function qualify(name: string): string {
	return /^(modules|devices|simulator|examples|tools)(\/|$)/.test(name) ? name : `modules/${name}`;
}

const sources = readdirSync(".", { recursive: true, encoding: "utf8" })
	.map((path) => path.replaceAll("\\", "/"))
	.filter((path) => /^(main\.ts|(modules|devices|simulator|examples|tools)\/.*\.ts)$/.test(path));

function importsOf(path: string): string[] {
	const text = readFileSync(path, "utf8");
	const found = [
		...text.matchAll(/^(?:import|export)\b[^"';]*?\bfrom\s+"([^"]+)"/gm),
		...text.matchAll(/\bimport\(\s*"([^"]+)"\s*\)/g),
	];
	return [...found, ...text.matchAll(/^import\s+"([^"]+)"/gm)].map((match) => match[1] as string);
}

/** The path in the project that a specifier of ours means, or undefined for packages. */
function locate(from: string, specifier: string): string | undefined {
	if (specifier.startsWith(".")) return normalize(join(dirname(from), specifier)).replaceAll("\\", "/");
	if (specifier === "kith/devices") return "devices/index";
	// Mapped per platform: the simulator here, devices/host on a board.
	if (specifier === "kith/platform") return "devices/host/platform";
	if (specifier === "kith/board") return "devices/boards/desktop/provider";
	if (/^kith\/(devices|simulator)\//.test(specifier)) return specifier.slice("kith/".length);
	if (specifier.startsWith("kith/")) return `modules/${specifier.slice("kith/".length)}`;
	return undefined;
}

const within = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

function rowOf(table: Map<string, string[]>, path: string): string | undefined {
	return [...table.keys()].filter((folder) => within(path, folder)).sort((a, b) => b.length - a.length)[0];
}

test("every import follows the table in docs/architecture.md", () => {
	const table = readTable();
	assert.ok(table.size > 15, `only ${table.size} rows were read`);
	assert.ok(sources.length > 50, `only ${sources.length} sources were found`);
	const wrong: string[] = [];
	for (const path of sources) {
		const row = rowOf(table, path);
		if (row === undefined) {
			wrong.push(`${path}: its folder has no row`);
			continue;
		}
		for (const specifier of importsOf(path)) {
			const target = locate(path, specifier);
			if (target === undefined) continue;
			const allowed = [row, ...(table.get(row) ?? [])];
			if (!allowed.some((folder) => within(target, folder))) wrong.push(`${path} imports ${target}`);
		}
	}
	assert.deepEqual(wrong, []);
});

test("the table itself has no circles", () => {
	const table = readTable();
	const visit = (folder: string, path: readonly string[]): void => {
		assert.ok(!path.includes(folder), `circle: ${[...path, folder].join(" → ")}`);
		for (const next of table.get(folder) ?? []) {
			const rows = table.has(next) ? [next] : [...table.keys()].filter((row) => within(row, next));
			for (const row of rows) if (row !== folder) visit(row, [...path, folder]);
		}
	};
	for (const folder of table.keys()) visit(folder, []);
});

test("firmware imports no package, no Node module, and reaches for no global of a platform", () => {
	const wrong: string[] = [];
	for (const path of sources.filter((path) => /^(main\.ts|modules\/|devices\/)/.test(path))) {
		const onBoard = path !== "main.ts" && !path.startsWith("devices/host/");
		for (const specifier of importsOf(path)) {
			if (onBoard && !specifier.startsWith(".") && !specifier.startsWith("kith/"))
				wrong.push(`${path} imports ${specifier}`);
		}
		const code = withoutComments(path);
		const reached =
			/\b(console\.|setTimeout|setInterval|Date\.now|new Date|Math\.random|process\.|Buffer\b|globalThis)/.exec(code);
		if (onBoard && reached !== null) wrong.push(`${path} reaches for ${reached[0]}`);
	}
	assert.deepEqual(wrong, []);
});

test("firmware on a board uses no regular expressions: a preloaded one crashes XS, and others cost heap per use", () => {
	const onBoard = sources.filter(
		(path) => /^(modules|devices)\//.test(path) && !path.startsWith("modules/define/") && !path.endsWith("/define.ts"),
	);
	const literal = /(?:[=(,:!&|?]|\breturn)\s*\/(?![/*])[^/\n]+\/[dgimsuvy]*(?=[\s.,;)\]])|\bRegExp\b/;
	const found = onBoard.filter((path) => literal.test(withoutComments(path)));
	assert.ok(onBoard.length > 50);
	assert.deepEqual(found, []);
	assert.ok(literal.test("const name = /^[a-z]+$/;"), "the search itself works");
});

function withoutComments(path: string): string {
	return readFileSync(path, "utf8")
		.replace(/\/\*[\s\S]*?\*\//g, "")
		.replace(/\/\/.*$/gm, "");
}
