/**
 * `npm run test:rv32`: XS and the firmware on an emulated 32-bit RISC-V. Runs the portable tests, counts what a message
 * costs in instructions, slots and chunks, and compares that with docs/footprint.md.
 *
 * npm run test:rv32 [-- part of a test's path …]   only these tests, no figures
 * npm run test:rv32 -- --write                     puts the figures into the document
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { EngineError } from "kith/simulator/engine/engine";
import { buildRv32 } from "kith/simulator/engine/rv32/build";
import { emulatedHost } from "kith/simulator/engine/rv32/emulator";
import { findRv32, type Rv32Toolchain } from "kith/simulator/engine/rv32/toolchain";
import { canBuild, projectRoot } from "kith/simulator/engine/toolchain";
import { type Documented, differences, type Figure, parseFigures, renderTable, replaceFigures } from "./figures";
import { portableFiles, runInParallel } from "./portable";
import { measureStages, type StageFigures } from "./stages";

const document = join(projectRoot, "docs", "footprint.md");
/** Wall-clock seconds that an emulator may run. */
const EMULATOR_SECONDS = 900;
/** Instructions of receive, verify, store and ten rules, without AES: what is designed for, and what must hold now. */
const DESIGNED = 200_000;
/** docs/footprint.md has the profile that this bound is for. */
const BOUND = 250_000;

const args = process.argv.slice(2);
const write = args.includes("--write");
const filters = args.filter((arg) => !arg.startsWith("--"));

function codeBytes(program: string): number {
	const [, sizes = ""] = execFileSync("riscv64-unknown-elf-size", [program], { encoding: "utf8" }).split("\n");
	return Number(sizes.trim().split(/\s+/)[0]);
}

function named(figures: readonly Figure[], name: string): number {
	return figures.find((figure) => figure.name === name)?.values[0] ?? Number.NaN;
}

/** Instructions of the one and bytecodes of the other in one table. */
function asDocumented(
	toolchain: Rv32Toolchain,
	board: StageFigures,
	desktop: StageFigures,
	program: string,
): Documented {
	const code = { name: "engine with parser and C library: code and constants", values: [codeBytes(program)] };
	const both = ({ name, values }: Figure, index: number): Figure => ({
		name,
		values: [values[0] as number, desktop.costs[index]?.values[0] as number],
	});
	return {
		compiler: toolchain.version,
		xs: /XS ([\d.]+)/.exec(board.engine)?.[1] ?? "",
		tables: [
			{ columns: ["instructions", "bytecodes"], rows: board.costs.map(both) },
			{ columns: ["slots", "chunk bytes"], rows: board.heap },
			{ columns: ["bytes"], rows: [code] },
		],
	};
}

/** What is wrong with the figures, a sentence each; prints the tables. */
async function checkFigures(toolchain: Rv32Toolchain, program: string): Promise<string[]> {
	const host = emulatedHost(toolchain, program, { counting: true, seconds: EMULATOR_SECONDS });
	const figures = await measureStages(host);
	const problems: string[] = [];
	if (!isDeepStrictEqual(figures, await measureStages(host)))
		problems.push("two runs differ: the figures do not repeat");
	const desktop = await measureStages();
	if (!canBuild(32)) console.log("heap not compared with the simulator's: this computer cannot build 32-bit programs");
	else if (!isDeepStrictEqual(figures.heap, desktop.heap))
		problems.push("slots and chunks differ from the simulator's");
	const measured = asDocumented(toolchain, figures, desktop, program);
	console.log(`${figures.engine}, on ${toolchain.emulatorVersion}\n`);
	for (const table of measured.tables) console.log(`${renderTable(table)}\n`);
	const whole = named(figures.costs, "receive: link to value table") + named(figures.costs, "rules (ten)");
	const sentence = `receive, verify, store, ten rules: ${whole} instructions without AES`;
	console.log(`${sentence}; designed for ${DESIGNED}, bound ${BOUND}\n`);
	if (!(whole <= BOUND)) problems.push(`${sentence}, the bound is ${BOUND}`);
	if (write) {
		writeFileSync(document, replaceFigures(readFileSync(document, "utf8"), measured));
		console.log("docs/footprint.md has these figures now\n");
	}
	return [...problems, ...compare(measured)];
}

function compare(measured: Documented): string[] {
	const documented = parseFigures(readFileSync(document, "utf8"));
	if (documented.xs !== measured.xs) {
		console.log(`not compared with docs/footprint.md: XS is ${measured.xs}, the document's ${documented.xs}\n`);
		return [];
	}
	const skipped: string[] = [];
	if (documented.compiler !== measured.compiler) {
		skipped.push("instructions", "bytes");
		console.log(
			`instructions and code size not compared with docs/footprint.md: the compiler is\n  ${measured.compiler}\nthe document's\n  ${documented.compiler}\n`,
		);
	}
	return differences(documented, measured, skipped);
}

async function checkTests(toolchain: Rv32Toolchain, program: string): Promise<string[]> {
	const named = filters.filter((filter) => filter.endsWith(".ts") && existsSync(join(projectRoot, filter)));
	const found = portableFiles().filter((path) => filters.length === 0 || filters.some((part) => path.includes(part)));
	const paths = [...new Set([...named, ...found])];
	if (paths.length === 0) return [`no portable test's path contains ${filters.join(" or ")}`];
	const host = emulatedHost(toolchain, program, { counting: false, seconds: EMULATOR_SECONDS });
	const { passed, failures } = await runInParallel(paths, host, availableParallelism());
	console.log(`portable tests: ${passed} passed, ${failures.length} failed, in ${paths.length} files`);
	return failures.map(({ path, test, message }) => `${path}: ${test}\n  ${message.replaceAll("\n", "\n  ")}`);
}

async function main(): Promise<void> {
	const toolchain = findRv32();
	const program = await buildRv32(toolchain, (line) => console.error(line));
	const problems = filters.length > 0 ? [] : await checkFigures(toolchain, program);
	if (!write) problems.push(...(await checkTests(toolchain, program)));
	for (const problem of problems) console.error(`FAILED ${problem}`);
	process.exitCode = problems.length > 0 ? 1 : 0;
}

try {
	await main();
} catch (error) {
	if (!(error instanceof EngineError)) throw error;
	console.error(error.message);
	process.exitCode = 1;
}
