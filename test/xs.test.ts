/**
 * Runs every portable test file inside XS as well: the same tests, with the firmware preloaded into ROM as on a board.
 * Each test is a subtest here, so that counts and failures show.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { after, describe, test } from "node:test";
import { projectRoot } from "kith/simulator/engine/toolchain";
import { openEngine, prepareFile, type XsTestFile, XsTestRun } from "./xs/run-file";

const FOLDERS = ["test/modules", "test/devices"];

/** Tests of native modules run C in a process of their own: there is none inside XS. */
const drivesC = (path: string): boolean => readFileSync(path, "utf8").includes("support/native-driver");

function portableFiles(): string[] {
	return FOLDERS.flatMap((folder) => {
		try {
			return readdirSync(join(projectRoot, folder), { recursive: true, encoding: "utf8" })
				.filter((name) => name.endsWith(".test.ts"))
				.sort()
				.map((name) => join(projectRoot, folder, name))
				.filter((path) => !drivesC(path));
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === "ENOENT") {
				return [];
			}
			throw error;
		}
	});
}

function prepared(path: string): XsTestFile | Error {
	try {
		return prepareFile(path);
	} catch (error) {
		return error as Error;
	}
}

const files = portableFiles().map((path) => ({ path, prepared: prepared(path) }));

describe("portable tests inside XS", async () => {
	test("there are portable test files", () => {
		assert.ok(files.length > 0);
	});
	const ready = files.flatMap((file) => (file.prepared instanceof Error ? [] : [file.prepared]));
	// When one file's modules cannot be loaded, or a file ends the engine, the others get engines of their own.
	const shared = await openEngine(ready).catch(() => undefined);
	after(() => shared?.close());
	for (const file of files) {
		test(relative(projectRoot, file.path), async (context) => {
			if (file.prepared instanceof Error) {
				throw file.prepared;
			}
			const engine = shared?.isOpen ? shared : await openEngine([file.prepared]);
			const run = new XsTestRun(engine, file.prepared);
			assert.ok(run.names.length > 0, "the file registers no test");
			for (const [number, name] of run.names.entries()) {
				await context.test(name, () => run.run(number));
			}
			run.close();
			if (engine !== shared) {
				engine.close();
			}
		});
	}
});
