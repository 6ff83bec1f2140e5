import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { buildApp } from "./build-app";
import { McsimProcess } from "./mcsim-process";
import type { Sdk } from "./sdk";
import { portableTests, testAppName, writeTestApp } from "./test-app";
import { TestResults } from "./test-results";
import { writePanel } from "./write-panel";

/** A test that says nothing for so long hangs. */
const silenceMs = 120_000;

export interface McsimRun {
	readonly sdk: Sdk;
	readonly display: string;
	/** Of what builds make, kept for the next run. */
	readonly folder: string;
	/** Of this run alone. */
	readonly runFolder: string;
	readonly tell: (line: string) => void;
}

/** Runs the portable tests in mcsim. @returns how many failed; a crash or a hang counts as one */
export async function runTests(run: McsimRun, filters: readonly string[]): Promise<number> {
	const { sdk, display, folder, runFolder, tell } = run;
	const files = portableTests(filters);
	if (files.length === 0) throw new Error(`no test file's path contains ${filters.join(" or ")}`);
	tell(`building ${files.length} test files for mcsim`);
	const program = await buildApp(
		sdk,
		writeTestApp(files, join(folder, "tests")),
		testAppName,
		join(folder, "out-tests"),
	);
	const devices = join(runFolder, "tests-devices");
	writePanel({ title: "Kith's tests", sensors: [], outputs: [], scenarioFile: "" }, devices);
	const home = join(runFolder, "tests");
	mkdirSync(home, { recursive: true });
	const results = new TestResults();
	let trouble: string | undefined;
	let heard = Date.now();
	const mcsim = await McsimProcess.start({
		sdk,
		display,
		devices,
		program,
		folder: home,
		onLine: (line) => {
			heard = Date.now();
			const before = results.file;
			results.accept(line);
			if (results.file !== before) tell(`  ${results.file}`);
		},
		onBreak: (message) => {
			trouble = message;
		},
	});
	while (!results.done && trouble === undefined) {
		await new Promise((resolve) => setTimeout(resolve, 200));
		if (Date.now() - heard > silenceMs) trouble = "no test has said anything for two minutes";
	}
	mcsim.close();
	return report(results, trouble, tell);
}

function report(results: TestResults, trouble: string | undefined, tell: (line: string) => void): number {
	for (const failure of results.failed) tell(`failed: ${failure}`);
	if (trouble !== undefined) tell(`stopped in ${results.file}: ${trouble}`);
	const failed = results.failed.length + (trouble === undefined ? 0 : 1);
	tell(`mcsim tests: ${results.passed.length} passed, ${failed} failed`);
	return failed;
}
