import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
	closeSync,
	existsSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeSync,
} from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findToolchain, findXs, projectRoot, type Toolchain } from "./toolchain";
import { EngineError, type WordSize } from "./types";

/** XS files that the host does without: a checksum command and a foreign function interface of the newer XS. */
const LEFT_OUT = new Set(["xsum.c", "xsffi.c"]);
/** Functions of XS that the host has its own version of: XS's definition gets another name. */
const REPLACED: Readonly<Record<string, readonly string[]>> = {
	// trace.c: stacks with lines
	"xsError.c": ["-DfxCaptureErrorStack=fxCaptureErrorStackOfXs"],
	// nan.c; macros with arguments, so that only the definitions change and not the uses as values
	"xsDataView.c": ["32", "64"].map((bits) => `-DfxFloat${bits}Setter(a,b,c,d,e)=fxFloat${bits}SetterOfXs(a,b,c,d,e)`),
};
/** How long to look for the result of another process that builds the same engine, in milliseconds. */
const LOCK_POLL_MS = 200;
/** Lines of the compiler's complaints that an error quotes. */
const QUOTED_LINES = 12;

export interface BuildOptions {
	readonly wordSize?: WordSize;
	readonly onProgress?: (line: string) => void;
}

export interface BuiltEngine {
	readonly program: string;
	readonly wordSize: WordSize;
}

interface Unit {
	readonly source: string;
	readonly flags: readonly string[];
}

const hostFolder = join(projectRoot, "simulator", "engine", "host");

function commonFlags(xs: string, toolchain: Toolchain): string[] {
	return [
		...toolchain.machineFlags,
		"-O2",
		"-std=gnu11",
		// XS reads slots through differently typed pointers and counts on wrapping integers.
		"-fno-strict-aliasing",
		"-fwrapv",
		// A fused multiply-add would round once where other computers round twice.
		"-ffp-contract=off",
		"-fno-math-errno",
		"-DINCLUDE_XSPLATFORM",
		'-DXSPLATFORM="xs-platform.h"',
		"-DmxRun=1",
		"-DmxParse=1",
		"-DmxMetering=1",
		"-DmxBoundsCheck=1",
		"-DmxNoConsole=1",
		`-I${hostFolder}`,
		...["includes", "platforms", "sources"].map((folder) => `-I${join(xs, folder)}`),
	];
}

function units(xs: string): Unit[] {
	const sources = join(xs, "sources");
	const engine = readdirSync(sources)
		.filter((name) => name.endsWith(".c") && !LEFT_OUT.has(name))
		.sort()
		.map((name) => ({ source: join(sources, name), flags: ["-w", ...(REPLACED[name] ?? [])] }));
	const host = readdirSync(hostFolder)
		.filter((name) => name.endsWith(".c"))
		.sort()
		.map((name) => ({ source: join(hostFolder, name), flags: ["-Wall", "-Wextra", "-Werror"] }));
	// The interpreter takes longest to compile: first.
	return [...engine, ...host].sort(
		(a, b) => Number(b.source.endsWith("xsRun.c")) - Number(a.source.endsWith("xsRun.c")),
	);
}

/** Names the result after everything that it is made from. */
function fingerprint(xs: string, toolchain: Toolchain, list: readonly Unit[]): string {
	const hash = createHash("sha256");
	hash.update(JSON.stringify([toolchain.compiler, toolchain.version, commonFlags("", toolchain)]));
	for (const folder of [hostFolder, join(xs, "includes"), join(xs, "platforms"), join(xs, "sources")]) {
		for (const name of readdirSync(folder).sort()) {
			if (name.endsWith(".c") || name.endsWith(".h")) {
				hash.update(name).update(readFileSync(join(folder, name)));
			}
		}
	}
	for (const unit of list) {
		hash.update(basename(unit.source)).update(JSON.stringify(unit.flags));
	}
	return hash.digest("hex").slice(0, 20);
}

/** Runs the compiler. @throws EngineError with what it said. */
function compile(compiler: string, args: readonly string[], what: string): Promise<void> {
	return new Promise((resolve, reject) => {
		const child = spawn(compiler, args, { stdio: ["ignore", "ignore", "pipe"] });
		let complaints = "";
		child.stderr.setEncoding("utf8").on("data", (text: string) => {
			complaints += text;
		});
		child.on("error", reject);
		child.on("close", (code) => {
			if (code === 0) {
				resolve();
			} else {
				const lines = complaints.trim().split("\n").slice(0, QUOTED_LINES).join("\n");
				reject(new EngineError(`the engine does not build: ${what} failed\n${lines}`));
			}
		});
	});
}

async function compileAll(
	toolchain: Toolchain,
	xs: string,
	list: readonly Unit[],
	folder: string,
	options: BuildOptions,
) {
	const flags = commonFlags(xs, toolchain);
	const objects: string[] = [];
	let next = 0;
	let done = 0;
	const worker = async (): Promise<void> => {
		for (let unit = list[next++]; unit !== undefined; unit = list[next++]) {
			const object = join(folder, `${basename(unit.source, ".c")}.o`);
			objects.push(object);
			await compile(
				toolchain.compiler,
				[...flags, ...unit.flags, "-c", unit.source, "-o", object],
				basename(unit.source),
			);
			done++;
			if (done % 10 === 0) {
				options.onProgress?.(`building the engine: ${done} of ${list.length} files`);
			}
		}
	};
	await Promise.all(Array.from({ length: availableParallelism() }, worker));
	const link = [...toolchain.machineFlags, ...objects.sort(), "-o", join(folder, "kith-engine"), "-lm", "-lpthread"];
	await compile(toolchain.compiler, process.platform === "linux" ? [...link, "-ldl"] : link, "linking");
	for (const object of objects) {
		rmSync(object);
	}
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === "EPERM";
	}
}

/** Takes the lock file, or waits until `program` exists or the lock's owner is gone. True when the lock is ours. */
async function lockOrWait(lock: string, program: string, options: BuildOptions): Promise<boolean> {
	let told = false;
	while (!existsSync(program)) {
		try {
			const file = openSync(lock, "wx");
			writeSync(file, String(process.pid));
			closeSync(file);
			return true;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
				throw error;
			}
		}
		if (!told) {
			options.onProgress?.("another process is building the engine: waiting for it");
			told = true;
		}
		await sleep(LOCK_POLL_MS);
		let owner = 0;
		try {
			owner = Number(readFileSync(lock, "utf8"));
		} catch {
			continue;
		}
		if (owner > 0 && !isRunning(owner)) {
			rmSync(lock, { force: true });
		}
	}
	return false;
}

/**
 * Gives the engine's host program, compiling it at the first use: into `build/engine/<fingerprint>/` of the checkout,
 * under another name until it is complete, by one process at a time.
 * @throws EngineError when there is no compiler, or the sources do not compile.
 */
export async function buildEngine(options: BuildOptions = {}): Promise<BuiltEngine> {
	const xs = findXs();
	const toolchain = findToolchain(options.wordSize);
	const list = units(xs);
	const parent = join(projectRoot, "build", "engine");
	const folder = join(parent, fingerprint(xs, toolchain, list));
	const program = join(folder, "kith-engine");
	const built = { program, wordSize: toolchain.wordSize };
	if (existsSync(program)) {
		return built;
	}
	mkdirSync(parent, { recursive: true });
	const lock = `${folder}.lock`;
	if (!(await lockOrWait(lock, program, options))) {
		return built;
	}
	const partial = `${folder}.${process.pid}`;
	try {
		if (!existsSync(program)) {
			const started = performance.now();
			options.onProgress?.(`building the XS engine, ${toolchain.wordSize}-bit, with ${toolchain.compiler} (only once)`);
			mkdirSync(partial, { recursive: true });
			await compileAll(toolchain, xs, list, partial, options);
			rmSync(folder, { recursive: true, force: true });
			renameSync(partial, folder);
			options.onProgress?.(`the engine is built (${Math.round((performance.now() - started) / 1000)} s)`);
		}
	} finally {
		rmSync(partial, { recursive: true, force: true });
		rmSync(lock, { force: true });
	}
	return built;
}
