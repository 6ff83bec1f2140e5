/** The portable tests in the emulator, a file in a machine, the files dealt to as many emulators as wanted. */
import { fork } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { HostCommand } from "kith/simulator/engine/engine";
import { projectRoot } from "kith/simulator/engine/toolchain";
import { openEngine, prepareFile, XsTestRun } from "../xs/run-file";

/** In TypeScript these take most of the time, and are tested by the desktop's run: what stands for them on a board. */
export const NATIVE_REFERENCE: Readonly<Record<string, string>> = Object.fromEntries(
	["aes-128", "ccm", "sha-256"].map((name) => [`test/support/reference/${name}`, "test/rv32/native-reference"]),
);

export interface PortableFailure {
	readonly path: string;
	readonly test: string;
	readonly message: string;
}

export interface PortableResult {
	readonly passed: number;
	readonly failures: readonly PortableFailure[];
}

/** What one process is to run. */
export interface PortableShare {
	readonly paths: readonly string[];
	readonly host: HostCommand;
}

/** Tests of native modules run C in a process of their own: there is none inside XS. */
const drivesC = (path: string): boolean => readFileSync(path, "utf8").includes("support/native-driver");

/** All portable test files, as paths in the project. */
export function portableFiles(): string[] {
	return ["test/modules", "test/devices"]
		.flatMap((folder) =>
			readdirSync(join(projectRoot, folder), { recursive: true, encoding: "utf8" })
				.filter((name) => name.endsWith(".test.ts"))
				.map((name) => join(projectRoot, folder, name)),
		)
		.filter((path) => !drivesC(path))
		.map((path) => relative(projectRoot, path))
		.sort();
}

/**
 * Runs test files in one emulator. A file that breaks the emulator is a failure, and ends the run.
 * @param host undefined: in the engine for this computer
 */
export async function runPortable(paths: readonly string[], host: HostCommand | undefined): Promise<PortableResult> {
	const files = paths.map((path) => prepareFile(path, { aliases: NATIVE_REFERENCE }));
	const engine = await openEngine(files, { lineNumbers: false, ...(host === undefined ? {} : { host }) });
	const failures: PortableFailure[] = [];
	let passed = 0;
	for (const file of files) {
		const attempt = (test: string, action: () => void): void => {
			try {
				action();
				passed++;
			} catch (error) {
				failures.push({ path: file.path, test, message: (error as Error).message });
			}
		};
		let run: XsTestRun | undefined;
		try {
			run = new XsTestRun(engine, file);
			if (run.names.length === 0) throw new Error("the file registers no test");
			for (const [number, name] of run.names.entries()) attempt(name, () => run?.run(number));
		} catch (error) {
			failures.push({ path: file.path, test: "boot", message: (error as Error).message });
		}
		if (!engine.isOpen) break;
		run?.close();
	}
	engine.close();
	return { passed, failures };
}

/** Runs them in `count` emulators at a time: the engine waits for its host, so each has a process of its own. */
export async function runInParallel(
	paths: readonly string[],
	host: HostCommand,
	count: number,
): Promise<PortableResult> {
	const parts = Array.from({ length: count }, (_, part) => paths.filter((_path, index) => index % count === part));
	const results = await Promise.all(
		parts.filter((part) => part.length > 0).map((part) => runInProcess({ paths: part, host })),
	);
	return {
		passed: results.reduce((sum, { passed }) => sum + passed, 0),
		failures: results.flatMap(({ failures }) => failures),
	};
}

function runInProcess(share: PortableShare): Promise<PortableResult> {
	return new Promise((resolve, reject) => {
		const part = fork(fileURLToPath(new URL("./portable-part.ts", import.meta.url)), { execArgv: ["--import", "tsx"] });
		part.once("message", (result) => resolve(result as PortableResult));
		part.once("error", reject);
		part.once("exit", (code) => reject(new Error(`a part of the portable tests ended with status ${code}`)));
		part.send(share);
	});
}
