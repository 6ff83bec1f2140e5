/** Runs the registered tests of every file in one machine, inside mcsim; what comes of them goes to the debugger. */
import { registered } from "../xs/registry";

/** Lines that the harness reads (tools/mcsim/test-results.ts). */
function tell(word: string, text: string): void {
	trace(`kith-test ${word} ${text.replaceAll("\n", "\\n")}\n`);
}

/** @param files specifiers of the test files */
export async function run(files: readonly string[]): Promise<void> {
	let begun = 0;
	for (const file of files) {
		tell("file", file);
		try {
			await import(file);
		} catch (error) {
			tell("failed", `${file}: cannot be loaded: ${String(error)}`);
			continue;
		}
		const tests = registered();
		for (; begun < tests.length; begun++) {
			const { name, run: body } = tests[begun] as (typeof tests)[number];
			try {
				await body();
				tell("passed", `${file}: ${name}`);
			} catch (error) {
				tell("failed", `${file}: ${name}: ${error instanceof Error ? String(error.stack) : String(error)}`);
			}
		}
	}
	tell("done", String(begun));
}
