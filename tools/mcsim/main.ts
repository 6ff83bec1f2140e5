import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "kith/simulator/engine/toolchain";
import { UsageError } from "../usage-error";
import { Display } from "./display";
import { runPair } from "./pair";
import { runTests } from "./run-tests";
import { findSdk } from "./sdk";

/*
 * npm run test:mcsim: the portable tests, and two nodes that talk to each other, in Moddable's own simulator.
 * `-- FILTER …` runs only the test files whose path contains one of the filters; `-- pair` only the two nodes.
 * `--screenshot FILE` takes a picture of the first node's window at the end, with ImageMagick.
 */
async function main(args: readonly string[]): Promise<number> {
	const sdk = findSdk(process.env);
	const folder = join(projectRoot, "build/mcsim");
	mkdirSync(folder, { recursive: true });
	const at = args.indexOf("--screenshot");
	const screenshot = at < 0 ? undefined : args[at + 1];
	const filters = at < 0 ? args : [...args.slice(0, at), ...args.slice(at + 2)];
	const display = await Display.open();
	const runFolder = join(folder, `run-${process.pid}`);
	const tell = (line: string): void => void process.stdout.write(`${line}\n`);
	const run = { sdk, display: display.name, folder, runFolder, tell };
	try {
		const failed = filters.includes("pair") ? 0 : await runTests(run, filters);
		// Who asks for some test files wants to know about those.
		const pair = filters.length === 0 || filters.includes("pair") ? await runPair(run, screenshot) : 0;
		return failed + pair === 0 ? 0 : 1;
	} finally {
		display.close();
		rmSync(runFolder, { recursive: true, force: true });
	}
}

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	const usage = error instanceof UsageError;
	process.stderr.write(`${usage || error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = usage ? 2 : 1;
}
