import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";

/**
 * The fixtures are part of the project, so the normal type check sees that each marked line is *some* error. Here the
 * markers are taken out and the compiler must give exactly the error that each one names, and no other.
 */
const fixtures = resolve("test/types/fixtures");
const marker = /@ts-expect-error (TS\d+)/;
const files = readdirSync(fixtures).filter((name) => name.endsWith(".ts"));

let folder = "";
let found = new Map<string, string[]>();

before(() => {
	folder = mkdtempSync(join(tmpdir(), "kith-types-"));
	mkdirSync(join(folder, "fixtures"));
	copyFileSync("package.json", join(folder, "package.json"));
	for (const name of files) {
		const text = readFileSync(join(fixtures, name), "utf8").replaceAll("@ts-expect-error", "expected here:");
		writeFileSync(join(folder, "fixtures", name), text);
	}
	const config = { extends: resolve("tsconfig.json"), compilerOptions: { types: [] }, include: ["fixtures"] };
	writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
	const compiler = resolve("node_modules/typescript/bin/tsc");
	const run = spawnSync(process.execPath, [compiler, "--pretty", "false", "-p", folder], { encoding: "utf8" });
	assert.equal(run.error, undefined);
	found = errorsByFile(run.stdout);
});

after(() => rmSync(folder, { recursive: true, force: true }));

/** "line code" of every error, by the fixture's name. */
function errorsByFile(output: string): Map<string, string[]> {
	const errors = new Map<string, string[]>();
	for (const [, path = "", line, code] of output.matchAll(/^(\S+)\((\d+),\d+\): error (TS\d+):/gm)) {
		const name = path.slice(path.lastIndexOf("/") + 1);
		errors.set(name, [...(errors.get(name) ?? []), `line ${line}: ${code}`]);
	}
	return errors;
}

function expectedErrors(name: string): string[] {
	const lines = readFileSync(join(fixtures, name), "utf8").split("\n");
	return lines.flatMap((text, index) => {
		const code = marker.exec(text)?.[1];
		// The marker stands in the line before the error, and lines count from 1.
		return code === undefined ? [] : [`line ${index + 2}: ${code}`];
	});
}

test("the fixtures cover what compiles and what does not", () => {
	assert.deepEqual(expectedErrors("accepted.ts"), []);
	assert.deepEqual(expectedErrors("house.ts"), []);
	const mistakes = files.flatMap(expectedErrors);
	assert.ok(mistakes.length >= 40, `only ${mistakes.length} mistakes are tried`);
});

for (const name of files) {
	const count = expectedErrors(name).length;
	test(`${name}: ${count === 0 ? "compiles" : `each of ${count} mistakes is the expected error`}`, () => {
		assert.deepEqual(found.get(name) ?? [], expectedErrors(name));
	});
}
