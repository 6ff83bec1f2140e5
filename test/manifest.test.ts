/** Keeps manifests, folders, tsconfig, typings and the names of native functions in step, without the Moddable SDK. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { definitionPartitionLength } from "kith/definition/definition-image";
import { stackSlots } from "kith/devices/boards/board";
import { boards } from "kith/devices/boards/index";
import { secretsPartitionLength } from "kith/secrets/layout";
import { generateManifests } from "../tools/manifests/manifests";
import { importsOf, specifierOf } from "../tools/manifests/sources";
import { type Image, listed, readImage, readManifest } from "./support/manifest-reader";

const files = ["modules", "devices", "simulator"].flatMap((folder) =>
	readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name.replaceAll("\\", "/")}`),
);
const manifests = ["manifest.json", ...files.filter((file) => file.endsWith("/manifest.json"))];
const realBoards = boards.filter(({ chip }) => chip !== "linux").map(({ name }) => name);

/** Every image that can be built, by its name. */
const images = new Map<string, Image>([
	...realBoards.map((name): [string, Image] => [
		name,
		readImage(`esp32/${name}`, `devices/boards/${name}/manifest.json`),
	]),
	["mcsim", readImage("lin")],
	["desktop", readImage("x-cli-lin")],
]);

test("the manifests of the module folders are what `npm run manifests` writes", () => {
	const generated = generateManifests(".");
	assert.ok(generated.size > 20);
	for (const [path, text] of generated)
		assert.ok(existsSync(path) && readFileSync(path, "utf8") === text, `${path} is out of date: npm run manifests`);
	const left = manifests.filter(
		(path) => /^(modules|devices)\//.test(path) && !/^devices\/(host|boards)\//.test(path) && !generated.has(path),
	);
	assert.deepEqual(left, [], "manifests of folders that no image needs any more");
});

test("every source and every manifest that a manifest names exists", () => {
	for (const path of manifests) {
		const manifest = readManifest(path);
		for (const section of [manifest, ...Object.values(manifest.platforms ?? {})]) {
			for (const include of listed(section.include))
				if (!include.startsWith("$")) assert.ok(existsSync(join(dirname(path), include)), `${path}: ${include}`);
			for (const source of Object.values(section.modules ?? {}).flatMap(listed)) {
				if (source.startsWith("$") || source.endsWith("*")) continue;
				const found = [".ts", ".c", ".js"].some((extension) => existsSync(join(dirname(path), source) + extension));
				assert.ok(found, `${path}: ${source}`);
			}
		}
	}
});

test("a module's specifier is its path, so that its relative imports hold in XS", () => {
	for (const [name, { modules }] of images) {
		for (const [specifier, file] of modules) {
			if (specifier === specifierOf(file)) continue;
			// Under another name a module may import nothing by a relative path.
			const relative = importsOf(".", file).filter((imported) => imported.startsWith("."));
			assert.deepEqual(relative, [], `${name}: ${file} is "${specifier}"`);
		}
	}
});

test("each image has all that it imports, and all of it but the program in ROM", () => {
	for (const [name, image] of images) {
		assert.deepEqual(image.errors, [], name);
		const mapped = new Set(image.modules.values());
		assert.ok(mapped.has("main.ts"), name);
		for (const [specifier, file] of image.modules) {
			if (specifier !== "main") assert.ok(image.preload.has(specifier), `${name}: ${specifier} is not preloaded`);
			for (const imported of importsOf(".", file)) {
				const wanted = imported.startsWith(".") ? join(dirname(file), `${imported}.ts`) : undefined;
				if (wanted !== undefined) assert.ok(mapped.has(wanted), `${name}: ${file} imports ${imported}`);
				else if (imported.startsWith("kith/"))
					assert.ok(image.modules.has(imported), `${name}: ${file} imports ${imported}`);
			}
		}
	}
});

test("modules of the SDK that the firmware imports are declared in typings", () => {
	const typings = readFileSync("typings/moddable.d.ts", "utf8");
	const declared = new Set([...typings.matchAll(/^declare module "([^"]+)"/gm)].map((match) => match[1]));
	const imported = new Set<string>();
	for (const { modules } of images.values())
		for (const file of modules.values())
			for (const name of importsOf(".", file)) if (!/^(kith\/|\.)/.test(name)) imported.add(name);
	assert.ok(imported.size > 5);
	for (const name of imported) assert.ok(declared.has(name), `typings/moddable.d.ts does not declare "${name}"`);
	for (const name of declared) assert.ok(name !== undefined && imported.has(name), `nobody imports "${name}"`);
});

test("a build with the SDK checks types as strictly as this project does", () => {
	const here = JSON.parse(readFileSync("tsconfig.json", "utf8")).compilerOptions as Record<string, unknown>;
	const there = readManifest("manifest.json").typescript?.tsconfig.compilerOptions ?? {};
	const flags = Object.keys(here).filter(
		(flag) => here[flag] === true && !["noEmit", "resolveJsonModule"].includes(flag),
	);
	assert.ok(flags.length > 8);
	for (const flag of flags) assert.equal(there[flag], true, `manifest.json lacks ${flag}`);
	assert.equal(there.target, here.target);
	assert.deepEqual(there.lib, here.lib);
	assert.deepEqual(here.paths, {
		"kith/devices/*": ["./devices/*"],
		"kith/platform": ["./simulator/guest/platform.ts"],
		"kith/board": ["./devices/boards/desktop/provider.ts"],
		"kith/devices": ["./devices/index.ts"],
		"kith/simulator/*": ["./simulator/*"],
		"kith/*": ["./modules/*"],
	});
});

test("every native function that TypeScript names is defined in C, on each platform, and none is left over", () => {
	const named = new Map<string, string>();
	for (const file of files.filter((file) => file.endsWith(".ts")))
		for (const match of readFileSync(file, "utf8").matchAll(/\b[Nn]ative\(\s*"(\w+)"/g))
			named.set(match[1] as string, file);
	const defined = (sources: readonly string[]): Set<string> =>
		new Set(
			sources.flatMap((source) =>
				[...readFileSync(source, "utf8").matchAll(/^void (xs_\w+)\([^)]*\)\n\{/gm)].map((match) => match[1] as string),
			),
		);
	const all = files.filter((file) => file.startsWith("devices/") && file.endsWith(".c"));
	for (const twin of ["esp32", "lin"]) {
		const other = twin === "lin" ? "esp32" : "lin";
		const functions = defined(all.filter((file) => !file.includes(`/${other}/`)));
		for (const [name, file] of named)
			assert.ok(functions.has(name), `${file} names ${name}, which has no C for ${twin}`);
		for (const name of functions) assert.ok(named.has(name), `nobody calls ${name}`);
	}
	assert.ok(named.size > 5);
});

test("a board's image gives XS the heap and the stack that its description says", () => {
	for (const { name, heapBytes } of boards) {
		const { creation } = readManifest(`devices/boards/${name}/manifest.json`);
		assert.ok(creation !== undefined, name);
		const heap = creation.static === 0 ? creation.chunk.initial + 16 * creation.heap.initial : creation.static;
		assert.equal(heap, heapBytes, name);
		assert.equal(creation.stack, stackSlots, name);
		const provider = readFileSync(`devices/boards/${name}/provider.ts`, "utf8");
		assert.match(provider, new RegExp(`as board \\} from "kith/devices/boards/${name}/board"`));
		if (realBoards.includes(name)) assert.ok(existsSync(`devices/boards/${name}/sdkconfig.defaults`), name);
	}
	const folders = manifests
		.filter((path) => /^devices\/boards\/.+\/manifest/.test(path))
		.map((path) => path.split("/")[2]);
	assert.deepEqual(folders.sort(), boards.map(({ name }) => name).sort());
});

test("the partitions of a board lie one behind the other in 4 MB, and hold what is written to them", () => {
	const rows = readFileSync("devices/boards/partitions.csv", "utf8")
		.split("\n")
		.filter((line) => line !== "" && !line.startsWith("#"))
		.map((line) => line.split(",").map((cell) => cell.trim()));
	const sizes = new Map<string, number>();
	let end = 0x9000;
	for (const [name, type, , offset, size] of rows) {
		assert.ok(Number(offset) >= end, `${name} begins before the end of the one before`);
		assert.equal(Number(offset) % (type === "app" ? 0x10000 : 0x1000), 0, name);
		end = Number(offset) + Number(size);
		sizes.set(name as string, Number(size));
	}
	assert.ok(end <= 4 << 20);
	assert.equal(sizes.get("definition"), definitionPartitionLength);
	assert.equal(sizes.get("secrets"), secretsPartitionLength);
	assert.ok((sizes.get("journal") ?? 0) >= 0x10000);
});

test("a chip that cannot have a capability is refused with a sentence, and so is a platform that we do not know", () => {
	const refusals = [
		["devices/host/espnow/manifest.json", "esp32/esp32h2-devkitm", /ESP32-H2 has no Wi-Fi, so no ESP-NOW/],
		["devices/host/mqtt/manifest.json", "...", /written for esp32 and for lin/],
		["manifest.json", "...", /boards .* mcsim .* Linux/],
	] as const;
	for (const [path, platform, sentence] of refusals)
		assert.match(readManifest(path).platforms?.[platform]?.error ?? "", sentence, path);
});
