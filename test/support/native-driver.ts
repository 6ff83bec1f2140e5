/**
 * Native modules under a test on Node: their C, compiled with the system's compiler and its sanitizers against the stand-in
 * for XS in test/support/native, runs in a process of its own; `native` and `Native` lead there. So a wrapper in TypeScript
 * and its C are tested as they are.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
	closeSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	readdirSync,
	readFileSync,
	readSync,
	renameSync,
	rmSync,
	writeFileSync,
	writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "kith/simulator/engine/toolchain";

export interface NativeProgram {
	/** The TypeScript that names the C functions, from the project's folder. */
	readonly wrapper: string;
	/** C files, from the project's folder. */
	readonly sources: readonly string[];
	readonly libraries?: readonly string[];
	readonly defines?: readonly string[];
	/** Folders of headers that stand in for a platform's, from the project's folder. */
	readonly includes?: readonly string[];
	/** Functions of the test's own C, for `call`. */
	readonly extra?: readonly string[];
}

const fakeFolder = join(projectRoot, "test", "support", "native");
const compiler = process.env.CC ?? "cc";
const warnings = ["-std=gnu11", "-O1", "-g", "-Wall", "-Wextra", "-Werror"];

/** Why a program cannot be compiled here, or undefined. */
export function whyNot(libraries: readonly string[] = []): string | undefined {
	if (process.platform !== "linux") return "the native twins are for Linux";
	const probe = compile(["-x", "c", "-"], "int main(void) { return 0; }\n", libraries);
	if (probe === undefined) return undefined;
	return libraries.length > 0 && compile(["-x", "c", "-"], "int main(void) { return 0; }\n", []) === undefined
		? `${libraries.join(" ")} is missing: on Debian, apt-get install libmbedtls-dev`
		: `there is no C compiler: on Debian, apt-get install gcc libc6-dev`;
}

/** @returns what the compiler said when it failed */
function compile(args: readonly string[], input: string, libraries: readonly string[]): string | undefined {
	const { status, stderr, error } = spawnSync(compiler, [...args, "-o", "/dev/null", ...libraries], { input });
	return status === 0 ? undefined : (error?.message ?? String(stderr));
}

/** The sanitizers that this compiler has. */
function sanitizers(): string[] {
	const flags = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
	return compile([...flags, "-x", "c", "-"], "int main(void) { return 0; }\n", []) === undefined ? flags : [];
}

/**
 * Compiles C files of the project to a program, once per content.
 * @throws Error with the compiler's complaints
 */
export function buildProgram(
	sources: readonly string[],
	flags: readonly string[],
	libraries: readonly string[],
): string {
	const hash = createHash("sha256").update(JSON.stringify([compiler, sources, flags, libraries]));
	const folders = [...new Set(sources.map((source) => join(source, "..")))];
	for (const folder of [...folders, "test/support/native"])
		for (const name of readdirSync(join(projectRoot, folder)).sort())
			if (/\.[ch]$/.test(name)) hash.update(readFileSync(join(projectRoot, folder, name)));
	const program = join(projectRoot, "build", "native", hash.digest("hex").slice(0, 20));
	if (existsSync(program)) return program;
	mkdirSync(join(program, ".."), { recursive: true });
	const fresh = `${program}.${process.pid}`;
	const includes = [...new Set([fakeFolder, ...folders.map((folder) => join(projectRoot, folder))])];
	const args = [...warnings, ...sanitizers(), ...flags, ...includes.map((folder) => `-I${folder}`)];
	const files = sources.map((path) => join(projectRoot, path));
	const { status, stderr } = spawnSync(compiler, [...args, ...files, "-o", fresh, ...libraries], { encoding: "utf8" });
	if (status !== 0) throw new Error(`${compiler} refuses ${sources.join(", ")}:\n${stderr}`);
	renameSync(fresh, program);
	return program;
}

/** The C functions that a wrapper names. */
export function nativesOf(wrapper: string): { readonly functions: readonly string[]; readonly destructor?: string } {
	const text = readFileSync(join(projectRoot, wrapper), "utf8");
	const functions = [...text.matchAll(/\bnative\("(\w+)"\)/g)].map((match) => match[1] as string);
	const destructor = /\bNative\("(\w+)"\)/.exec(text)?.[1];
	return { functions: [...new Set(functions)], ...(destructor === undefined ? {} : { destructor }) };
}

/** Writes the table of functions that driver.c looks into, once per content. @returns its path from the project's folder */
function writeTable(wrapper: string, extra: readonly string[]): string {
	const { functions: named, destructor } = nativesOf(wrapper);
	const functions = [...named, ...extra];
	const lines = [
		'#include "driver.h"',
		...functions.map((name) => `void ${name}(xsMachine *the);`),
		destructor === undefined ? "" : `void ${destructor}(void *data);`,
		"const fakeNative fakeNatives[] = {",
		...functions.map((name) => `\t{ "${name}", ${name} },`),
		"\t{ 0, 0 }",
		"};",
		`void fakeDestroy(void *data) { ${destructor === undefined ? "(void)data" : `${destructor}(data)`}; }`,
	];
	const text = `${lines.join("\n")}\n`;
	const folder = join("build", "native", `table-${createHash("sha256").update(text).digest("hex").slice(0, 12)}`);
	mkdirSync(join(projectRoot, folder), { recursive: true });
	writeFileSync(join(projectRoot, folder, "natives.c"), text);
	return join(folder, "natives.c");
}

type Value = number | Uint8Array | object | undefined;

let installed: NativeDriver | undefined;
const owners = new WeakMap<object, NativeDriver>();

class Owned {
	constructor() {
		if (installed !== undefined) owners.set(this, installed);
	}
}

/** A running program; `install` makes `native` and `Native` lead to it. */
export class NativeDriver {
	readonly #process: ChildProcess;
	readonly #input: number;
	readonly #output: number;
	readonly #numbers = new WeakMap<object, number>();
	readonly #functions: (() => void)[] = [];
	#objects = 0;
	#rest = "";

	constructor(program: NativeProgram, environment: Readonly<Record<string, string>> = {}) {
		const sources = [
			...program.sources,
			"test/support/native/driver.c",
			writeTable(program.wrapper, program.extra ?? []),
		];
		const flags = [
			...(program.defines ?? []).map((define) => `-D${define}`),
			...(program.includes ?? []).map((folder) => `-I${join(projectRoot, folder)}`),
		];
		const built = buildProgram(sources, flags, program.libraries ?? []);
		const folder = mkdtempSync(join(tmpdir(), "kith-native-"));
		const [input, output] = [join(folder, "in"), join(folder, "out")];
		execFileSync("mkfifo", [input, output]);
		this.#process = spawn("sh", ["-c", `exec "$0" <"$1" >"$2"`, built, input, output], {
			stdio: ["ignore", "ignore", "inherit"],
			env: { ...process.env, ...environment },
		});
		// A test that forgets to close it must not wait for ever.
		this.#process.unref();
		this.#input = openSync(input, "w");
		this.#output = openSync(output, "r");
		rmSync(folder, { recursive: true });
	}

	/** Defines the two globals that the compiler for boards knows. Objects belong to the driver that was installed last. */
	install(): void {
		installed = this;
		const native = (name: string) =>
			function (this: Value, ...values: Value[]): unknown {
				const owner = [this, ...values].find((value) => typeof value === "object" && owners.has(value)) as object;
				return (owners.get(owner) ?? (installed as NativeDriver)).call(name, this, ...values);
			};
		Object.assign(globalThis, { native, Native: () => Owned });
	}

	/** Calls a function in C: a number or undefined comes back; buffers are changed in place. */
	call(name: string, self: Value, ...values: readonly Value[]): number | undefined {
		const request = [name, self, ...values].map((value, index) => (index === 0 ? name : this.#word(value as Value)));
		writeSync(this.#input, `${request.join(" ")}\n`);
		const [result = "", buffers = "", calls = ""] = this.#readLine().split("\t");
		const changed = buffers.split(" ").filter((word) => word !== "");
		for (const value of [self, ...values]) {
			if (value instanceof Uint8Array) value.set(Buffer.from((changed.shift() ?? "b").slice(1), "hex"));
		}
		for (const number of calls.split(" ").filter((word) => word !== "")) this.#functions[Number(number)]?.();
		if (result.startsWith("x")) throw errorOf(result.slice(1));
		return result.startsWith("r") ? Number(result.slice(1)) : undefined;
	}

	/** Lets the program end, which frees everything. @returns its exit status: not 0 when a sanitizer found something */
	close(): Promise<number | null> {
		const ended = new Promise<number | null>((resolve) => this.#process.on("exit", resolve));
		this.#process.ref();
		closeSync(this.#input);
		closeSync(this.#output);
		return this.#process.exitCode === null ? ended : Promise.resolve(this.#process.exitCode);
	}

	#word(value: Value): string {
		if (value === undefined) return "u";
		if (typeof value === "number") return `i${value}`;
		if (value instanceof Uint8Array) return `b${Buffer.from(value).toString("hex")}`;
		if (typeof value === "function") return `f${this.#functions.push(value as () => void) - 1}`;
		let number = this.#numbers.get(value);
		if (number === undefined) {
			number = this.#objects++;
			this.#numbers.set(value, number);
		}
		return `o${number}`;
	}

	#readLine(): string {
		const chunk = Buffer.alloc(65536);
		for (;;) {
			const end = this.#rest.indexOf("\n");
			if (end >= 0) {
				const line = this.#rest.slice(0, end);
				this.#rest = this.#rest.slice(end + 1);
				return line;
			}
			const count = readSync(this.#output, chunk);
			if (count === 0) throw new Error("the native program ended: see its message above");
			this.#rest += chunk.toString("latin1", 0, count);
		}
	}
}

function errorOf(text: string): Error {
	const at = text.indexOf(" ");
	const message = text.slice(at + 1);
	return text.startsWith("RangeError") ? new RangeError(message) : new Error(message);
}
