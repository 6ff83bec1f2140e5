import { readdirSync } from "node:fs";
import { join } from "node:path";
import { buildProgram, type Recipe, type Unit } from "./compile";
import { findToolchain, findXs, projectRoot, type Toolchain } from "./toolchain";
import type { WordSize } from "./types";

/** XS files that the host does without: a checksum command and a foreign function interface of the newer XS. */
const LEFT_OUT = new Set(["xsum.c", "xsffi.c"]);
/** Functions of XS that the host has its own version of: XS's definition gets another name. */
const REPLACED: Readonly<Record<string, readonly string[]>> = {
	// trace.c: stacks with lines
	"xsError.c": ["-DfxCaptureErrorStack=fxCaptureErrorStackOfXs"],
	// nan.c; macros with arguments, so that only the definitions change and not the uses as values
	"xsDataView.c": ["32", "64"].map((bits) => `-DfxFloat${bits}Setter(a,b,c,d,e)=fxFloat${bits}SetterOfXs(a,b,c,d,e)`),
};

/** What the host is compiled with on every computer, in every emulator. */
export const HOST_FLAGS = [
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
] as const;

export interface BuildOptions {
	readonly wordSize?: WordSize;
	readonly onProgress?: (line: string) => void;
}

export interface BuiltEngine {
	readonly program: string;
	readonly wordSize: WordSize;
}

export const hostFolder = join(projectRoot, "simulator", "engine", "host");

export function xsFolders(xs: string): string[] {
	return ["includes", "platforms", "sources"].map((folder) => join(xs, folder));
}

/** The C files of XS and of the host in `folders`, the interpreter first, as it takes longest. */
export function hostUnits(xs: string, folders: readonly string[]): Unit[] {
	const list = (folder: string): string[] =>
		readdirSync(folder)
			.filter((name) => name.endsWith(".c"))
			.sort();
	const sources = join(xs, "sources");
	const engine = list(sources)
		.filter((name) => !LEFT_OUT.has(name))
		.map((name) => ({ source: join(sources, name), flags: ["-w", ...(REPLACED[name] ?? [])] }));
	const host = folders.flatMap((folder) =>
		list(folder).map((name) => ({ source: join(folder, name), flags: ["-Wall", "-Wextra", "-Werror"] })),
	);
	return [...engine, ...host].sort(
		(a, b) => Number(b.source.endsWith("xsRun.c")) - Number(a.source.endsWith("xsRun.c")),
	);
}

function recipe(xs: string, toolchain: Toolchain): Recipe {
	return {
		what: `the XS engine, ${toolchain.wordSize}-bit`,
		fileName: "kith-engine",
		compiler: toolchain.compiler,
		version: toolchain.version,
		flags: [...toolchain.machineFlags, "-O2", ...HOST_FLAGS],
		includes: [hostFolder, ...xsFolders(xs)],
		units: hostUnits(xs, [hostFolder]),
		linkFlags: ["-lm", "-lpthread", ...(process.platform === "linux" ? ["-ldl"] : [])],
		folders: [hostFolder, ...xsFolders(xs)],
	};
}

/**
 * Gives the engine's host program for this computer, compiling it at the first use.
 * @throws EngineError when there is no compiler, or the sources do not compile.
 */
export async function buildEngine(options: BuildOptions = {}): Promise<BuiltEngine> {
	const xs = findXs();
	const toolchain = findToolchain(options.wordSize);
	const program = await buildProgram(recipe(xs, toolchain), options.onProgress);
	return { program, wordSize: toolchain.wordSize };
}
