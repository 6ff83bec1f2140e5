/** The Node side of the tests inside XS: one machine for each portable test file. */
import { relative } from "node:path";
import {
	type CallHandler,
	type Crash,
	Engine,
	EngineError,
	type EngineOptions,
	type GuestModule,
	type Machine,
} from "kith/simulator/engine/engine";
import { type BundleOptions, bundleGuest, specifierOf } from "kith/simulator/engine/guest-bundle";
import { projectRoot } from "kith/simulator/engine/toolchain";
import { FAILED, NAME, PASSED, RUN } from "./messages";

/** Room for tests that build large things: not the size of a board. */
const HEAP_BYTES = 32 << 20;
const STACK_SLOTS = 16384;
/** Bytecodes that one test may take. */
const METER_LIMIT = 2_000_000_000;
/** A slow test on a busy computer is no reason to give up. */
const WATCHDOG_SECONDS = 300;

const SHIMS = {
	"node:test": "test/xs/node-test",
	"node:assert/strict": "test/xs/assert",
};

/** A portable test file with all modules that it needs. */
export interface XsTestFile {
	readonly path: string;
	readonly modules: readonly GuestModule[];
	/** Specifier of the generated module that imports the file, then serves its tests. */
	readonly entry: string;
}

/**
 * @param path of the test file
 * @param options of the bundle: which modules go to ROM, and which others stand in for some
 * @throws EngineError when it imports what does not exist in XS
 */
export function prepareFile(path: string, options: Pick<BundleOptions, "preload" | "aliases"> = {}): XsTestFile {
	const specifier = specifierOf(path);
	const aliases = { ...SHIMS, ...options.aliases };
	const modules = bundleGuest({ ...options, entries: [path, "test/xs/serve"], aliases });
	const entry = `run ${specifier}`;
	const text = `import "${specifier}";\nimport "test/xs/serve";\n`;
	return { path, modules: [...modules, { specifier: entry, file: path, preload: false, text }], entry };
}

/** Opens one engine for all files. */
export function openEngine(
	files: readonly XsTestFile[],
	options: Pick<EngineOptions, "wordSize" | "host" | "lineNumbers"> = {},
): Promise<Engine> {
	const modules = new Map(files.flatMap((file) => file.modules.map((module) => [module.specifier, module])));
	return Engine.open({
		modules: [...modules.values()],
		watchdogSeconds: WATCHDOG_SECONDS,
		onProgress: (line) => process.stderr.write(`${line}\n`),
		...options,
	});
}

export function describeCrash(crash: Crash): string {
	const stack = crash.stack
		.filter(({ file }) => file !== "")
		.map((frame) => `    at ${frame.function} (${relative(projectRoot, frame.file)}:${frame.line})`);
	return [`${crash.kind}: ${crash.message}`, ...stack].join("\n");
}

function textOf(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString("utf16le");
}

export interface XsTestOptions {
	/** Answers the machine's questions; portable tests ask none. */
	readonly onCall?: CallHandler;
	/** Default: plenty. */
	readonly heapBytes?: number;
	readonly stackSlots?: number;
}

/** One test file in its machine. */
export class XsTestRun {
	readonly names: readonly string[];
	readonly #engine: Engine;
	readonly #machine: Machine;
	#nowUs = 0;

	/** @throws Error when the file crashes before its tests are registered */
	constructor(engine: Engine, file: XsTestFile, options: XsTestOptions = {}) {
		this.#engine = engine;
		this.#machine = engine.createMachine({
			heapBytes: options.heapBytes ?? HEAP_BYTES,
			stackSlots: options.stackSlots ?? STACK_SLOTS,
			meterLimit: METER_LIMIT,
			seed: 1,
			entry: file.entry,
			onCall: options.onCall ?? (() => undefined),
			nowUs: 0,
		});
		const { boot } = this.#machine;
		if (boot.crash !== undefined) {
			throw new Error(describeCrash(boot.crash));
		}
		this.names = boot.posts.filter(({ kind }) => kind === NAME).map(({ bytes }) => textOf(bytes));
	}

	/** Runs test `number`. @throws Error with the failure's message and line. */
	run(number: number): void {
		if (!this.#machine.alive) {
			throw new Error("an earlier test of this file ended the machine");
		}
		const bytes = Uint8Array.of(number & 0xff, number >> 8);
		const [result] = this.#engine.run(this.#nowUs, [{ machine: this.#machine, kind: RUN, bytes }]);
		if (result === undefined) {
			throw new EngineError("no result");
		}
		if (result.crash !== undefined) {
			throw new Error(describeCrash(result.crash));
		}
		const [post] = result.posts.filter(({ kind }) => kind === PASSED || kind === FAILED);
		if (post === undefined) {
			throw new Error("the test waits for something that never happens");
		}
		if (post.kind === FAILED) {
			throw new Error(textOf(post.bytes));
		}
	}

	close(): void {
		this.#machine.close();
	}
}
