import { decodedMappings, TraceMap } from "@jridgewell/trace-mapping";
import { type BuildFailure, buildSync } from "esbuild";
import { EngineError, type GuestModule } from "./types";

/** A guest module as XS gets it. */
export interface Transpiled {
	readonly source: string;
	/** For each line of `source` the line of the TypeScript file, from 1. */
	readonly lines: Uint32Array;
}

function lineTable(map: string, count: number): Uint32Array {
	const decoded = decodedMappings(new TraceMap(map));
	const lines = new Uint32Array(count);
	let line = 1;
	for (let index = 0; index < count; index++) {
		const first = decoded[index]?.find((segment) => segment.length > 1);
		if (first !== undefined && first.length > 1) {
			line = (first[2] as number) + 1;
		}
		lines[index] = line;
	}
	return lines;
}

function isBuildFailure(error: unknown): error is BuildFailure {
	return error instanceof Error && "errors" in error;
}

/**
 * Strips the types of all modules, one by one: what XS runs are separate modules, as on the device.
 * @throws EngineError with file and line of a syntax error.
 */
export function transpile(modules: readonly GuestModule[]): Transpiled[] {
	const entryPoints = modules.flatMap(({ file, text }, index) =>
		text === undefined ? [{ in: file, out: String(index) }] : [],
	);
	try {
		const result = buildSync({
			entryPoints,
			outdir: "out",
			write: false,
			bundle: false,
			format: "esm",
			target: "es2022",
			charset: "utf8",
			sourcemap: "external",
			sourcesContent: false,
			legalComments: "none",
			logLevel: "silent",
			tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true, target: "ES2022" } },
		});
		const texts = new Map(result.outputFiles.map((file) => [file.path.replace(/^.*[\\/]/, ""), file.text]));
		return modules.map((module, index) => {
			if (module.text !== undefined) {
				return { source: module.text, lines: Uint32Array.from(module.text.split("\n"), (_, line) => line + 1) };
			}
			const source = texts.get(`${index}.js`);
			const map = texts.get(`${index}.js.map`);
			if (source === undefined || map === undefined) {
				throw new EngineError(`esbuild made nothing of ${module.file}`);
			}
			return { source, lines: lineTable(map, source.split("\n").length) };
		});
	} catch (error) {
		if (!isBuildFailure(error)) {
			throw error;
		}
		const told = error.errors.map(({ text, location }) =>
			location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text,
		);
		throw new EngineError(told.join("\n"));
	}
}
