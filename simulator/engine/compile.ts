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
import { projectRoot } from "./toolchain";
import { EngineError } from "./types";

/** How long to look for the result of another process that builds the same program, in milliseconds. */
const LOCK_POLL_MS = 200;
/** Lines of the compiler's complaints that an error quotes. */
const QUOTED_LINES = 12;

/** A C file, and the flags of its own. */
export interface Unit {
	readonly source: string;
	readonly flags: readonly string[];
}

/** How a host program is made. */
export interface Recipe {
	/** For people: "the XS engine, 32-bit". */
	readonly what: string;
	/** Of the program, in a folder of its own. */
	readonly fileName: string;
	readonly compiler: string;
	/** First line of `compiler --version`. */
	readonly version: string;
	/** For every file. Must not name where things are, which would be another program elsewhere. */
	readonly flags: readonly string[];
	readonly includes: readonly string[];
	/** Those that take longest first. */
	readonly units: readonly Unit[];
	/** Behind the objects. */
	readonly linkFlags: readonly string[];
	/** Files beside the units that the program is made from: headers, linker scripts. */
	readonly folders: readonly string[];
}

export type Progress = ((line: string) => void) | undefined;

/** Names the result after everything that it is made from. */
function fingerprint(recipe: Recipe): string {
	const hash = createHash("sha256");
	const { compiler, version, flags, linkFlags, folders, units } = recipe;
	hash.update(JSON.stringify([compiler, version, flags, linkFlags]));
	for (const folder of folders) {
		for (const name of readdirSync(folder).sort()) {
			if (/\.(c|h|ld)$/.test(name)) {
				hash.update(name).update(readFileSync(join(folder, name)));
			}
		}
	}
	for (const unit of units) {
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

async function compileAll(recipe: Recipe, folder: string, progress: Progress): Promise<void> {
	const includes = recipe.includes.map((include) => `-I${include}`);
	const objects: string[] = [];
	let next = 0;
	let done = 0;
	const worker = async (): Promise<void> => {
		for (let index = next++; index < recipe.units.length; index = next++) {
			const { source, flags } = recipe.units[index] as Unit;
			// Two hosts have a main.c: the place in the list tells them apart.
			const object = join(folder, `${String(index).padStart(3, "0")}-${basename(source, ".c")}.o`);
			objects.push(object);
			const args = [...recipe.flags, ...includes, ...flags, "-c", source, "-o", object];
			await compile(recipe.compiler, args, basename(source));
			done++;
			if (done % 10 === 0) {
				progress?.(`building ${recipe.what}: ${done} of ${recipe.units.length} files`);
			}
		}
	};
	await Promise.all(Array.from({ length: availableParallelism() }, worker));
	const output = ["-o", join(folder, recipe.fileName)];
	await compile(recipe.compiler, [...recipe.flags, ...objects.sort(), ...output, ...recipe.linkFlags], "linking");
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
async function lockOrWait(lock: string, program: string, progress: Progress): Promise<boolean> {
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
			progress?.("another process is building the engine: waiting for it");
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
 * Gives the program, compiling it at the first use: into `build/engine/<fingerprint>/` of the checkout, under another
 * name until it is complete, by one process at a time.
 * @throws EngineError when the sources do not compile
 */
export async function buildProgram(recipe: Recipe, progress: Progress): Promise<string> {
	const parent = join(projectRoot, "build", "engine");
	const folder = join(parent, fingerprint(recipe));
	const program = join(folder, recipe.fileName);
	if (existsSync(program)) {
		return program;
	}
	mkdirSync(parent, { recursive: true });
	const lock = `${folder}.lock`;
	if (!(await lockOrWait(lock, program, progress))) {
		return program;
	}
	const partial = `${folder}.${process.pid}`;
	try {
		if (!existsSync(program)) {
			const started = performance.now();
			progress?.(`building ${recipe.what}, with ${recipe.compiler} (only once)`);
			mkdirSync(partial, { recursive: true });
			await compileAll(recipe, partial, progress);
			rmSync(folder, { recursive: true, force: true });
			renameSync(partial, folder);
			progress?.(`the engine is built (${Math.round((performance.now() - started) / 1000)} s)`);
		}
	} finally {
		rmSync(partial, { recursive: true, force: true });
		rmSync(lock, { force: true });
	}
	return program;
}
