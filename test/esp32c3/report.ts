import { specifierOf } from "kith/simulator/engine/guest-bundle";
import { renderTable } from "../rv32/figures";
import type { ConsoleReader } from "./console-reader";
import { type Measurement, measurements } from "./guest/measure";

/** What was to be run. */
export interface Asked {
	readonly files: readonly string[];
	readonly measured: boolean;
}

/** Prints the tables and what the tests came to. @returns sentences about what is wrong */
export function report(reader: ConsoleReader, asked: Asked, tell: (line: string) => void): string[] {
	const { results, costs, heap, counting, ended, trouble } = reader;
	if (costs.length > 0 && counting) tell(`${renderTable({ columns: ["cycles"], rows: costs })}\n`);
	if (!counting) tell("cycles: not told, as the counter of this target stands still\n");
	if (heap.length > 0) tell(`${renderTable({ columns: ["slots", "chunk bytes"], rows: heap })}\n`);
	const problems = [...results.failed, ...reader.crashes];
	if (trouble !== undefined) problems.push(trouble);
	// Where something ended the run, what did not come to its turn is no news.
	else problems.push(...notRun(asked, ended, reader.crashes));
	const files = asked.files.filter((file) => ended.has(specifierOf(file))).length;
	tell(`esp32c3 tests: ${results.passed.length} passed, ${problems.length} failed, in ${files} files`);
	return problems;
}

function notRun({ files, measured }: Asked, ended: ReadonlySet<string>, crashes: readonly string[]): string[] {
	const parts: (string | Measurement)[] = [...(measured ? measurements : []), ...files.map(specifierOf)];
	const missing = parts.filter((part) => !ended.has(part) && !crashes.some((crash) => crash.startsWith(`${part}: `)));
	return missing.map((part) => `${part}: never ran`);
}
