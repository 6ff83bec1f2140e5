import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { EngineError, type WordSize } from "./types";

/** The C compiler of this computer and what it can make. */
export interface Toolchain {
	readonly compiler: string;
	/** First line of `compiler --version`. */
	readonly version: string;
	readonly wordSize: WordSize;
	/** Flags that every file and the link need. */
	readonly machineFlags: readonly string[];
}

const INSTALL_HINT =
	process.platform === "darwin"
		? "install the Xcode command line tools: xcode-select --install"
		: "on Debian or Ubuntu: apt-get install gcc gcc-multilib";

/** The checkout's folder. */
export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Finds the XS sources: those of an installed Moddable SDK when `MODDABLE` says where it is, else npm's. */
export function findXs(): string {
	const sdk = process.env.MODDABLE;
	if (sdk) {
		const xs = join(sdk, "xs");
		if (!existsSync(join(xs, "sources", "xsAll.c"))) {
			throw new EngineError(`MODDABLE is ${sdk}, but there are no XS sources in ${xs}`);
		}
		return xs;
	}
	for (let folder = projectRoot; ; folder = dirname(folder)) {
		const xs = join(folder, "node_modules", "@agoric", "xsnap", "moddable", "xs");
		if (existsSync(join(xs, "sources", "xsAll.c"))) {
			return xs;
		}
		if (dirname(folder) === folder) {
			throw new EngineError("the XS sources of the package @agoric/xsnap are missing: run npm install");
		}
	}
}

function run(command: string, args: readonly string[]): string | undefined {
	try {
		return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
	} catch {
		return undefined;
	}
}

function flagsFor(wordSize: WordSize): string[] {
	if (process.arch === "x64" || process.arch === "ia32") {
		// x87 would round differently from every other computer.
		return [`-m${wordSize}`, "-msse2", "-mfpmath=sse"];
	}
	return [];
}

/** Like {@link probe}, but a compiler that worked once is not asked again. */
function works(compiler: string, version: string, wordSize: WordSize): boolean {
	const name = createHash("sha256")
		.update(JSON.stringify([compiler, version, wordSize]))
		.digest("hex")
		.slice(0, 20);
	const proof = join(projectRoot, "build", "engine", `works-${name}`);
	if (existsSync(proof)) {
		return true;
	}
	const result = probe(compiler, wordSize);
	if (result) {
		mkdirSync(dirname(proof), { recursive: true });
		writeFileSync(proof, `${compiler} (${version}) makes ${wordSize}-bit programs\n`);
	}
	return result;
}

/** Can it compile, link and run a program of this word size? */
function probe(compiler: string, wordSize: WordSize): boolean {
	if (wordSize === 32 && (process.platform !== "linux" || (process.arch !== "x64" && process.arch !== "ia32"))) {
		return false;
	}
	const folder = mkdtempSync(join(tmpdir(), "kith-cc-"));
	try {
		const source = join(folder, "probe.c");
		const program = join(folder, "probe");
		writeFileSync(source, "#include <stdio.h>\n#include <math.h>\nint main(void) { return sizeof(void*) * 8; }\n");
		if (run(compiler, [...flagsFor(wordSize), source, "-o", program, "-lm", "-lpthread"]) === undefined) {
			return false;
		}
		try {
			execFileSync(program);
			return false;
		} catch (error) {
			return (error as { status?: number }).status === wordSize;
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/**
 * Finds a C compiler: `CC`, cc, gcc or clang.
 * @param wordSize undefined: 32 when possible, for slots as on the device.
 * @throws EngineError with what to install.
 */
export function findToolchain(wordSize?: WordSize): Toolchain {
	const candidates = [process.env.CC, "cc", "gcc", "clang"].filter((name): name is string => !!name);
	let compiler: string | undefined;
	let version = "";
	for (const name of candidates) {
		const told = run(name, ["--version"]);
		if (told !== undefined) {
			compiler = name;
			version = told.split("\n")[0] ?? "";
			break;
		}
	}
	if (compiler === undefined) {
		throw new EngineError(`the simulator needs a C compiler; ${INSTALL_HINT}`);
	}
	const found = compiler;
	const sizes: WordSize[] = wordSize === undefined ? [32, 64] : [wordSize];
	const size = sizes.find((candidate) => works(found, version, candidate));
	if (size === undefined) {
		throw new EngineError(`${found} cannot build ${wordSize ?? "32- or 64"}-bit programs; ${INSTALL_HINT}`);
	}
	return { compiler: found, version, wordSize: size, machineFlags: flagsFor(size) };
}

/** Can this computer build the engine with this word size? For tests that compare both. */
export function canBuild(wordSize: WordSize): boolean {
	try {
		findToolchain(wordSize);
		return true;
	} catch {
		return false;
	}
}
