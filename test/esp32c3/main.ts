/**
 * `npm run test:esp32c3`: the portable tests, and what a message costs, in an image of the Moddable SDK, on an emulated
 * ESP32-C3 or a real one. Needs the SDK, ESP-IDF, and Espressif's emulator or a board.
 *
 * npm run test:esp32c3 [-- part of a test's path …]     only these tests, no figures
 * npm run test:esp32c3 -- --emulator PATH               Espressif's qemu-system-riscv32; default: that of PATH
 * npm run test:esp32c3 -- --port /dev/ttyUSB0           a board, all of whose flash is written
 * npm run test:esp32c3 -- --silence 300                 seconds without a word of the tests, after which it gives up
 * npm run test:esp32c3 -- --output FOLDER               where the image is made; default: build/esp32c3
 */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { EngineError } from "kith/simulator/engine/engine";
import { projectRoot } from "kith/simulator/engine/toolchain";
import { ToolError } from "../../tools/board/tool-error";
import { UsageError } from "../../tools/usage-error";
import { portableFiles } from "../rv32/portable";
import { writeApp } from "./app";
import { ConsoleReader } from "./console-reader";
import { fittingFiles } from "./fitting";
import { buildFlashImage } from "./image";
import { report } from "./report";
import { runImage } from "./run-image";
import { findPlace } from "./tools";

const defaultSilence = "180";
const defaultOutput = join(projectRoot, "build", "esp32c3");
const io = { stdout: process.stdout, stderr: process.stderr };
const tell = (line: string): void => console.log(line);

function parse() {
	try {
		const text = { type: "string" } as const;
		return parseArgs({
			options: {
				port: text,
				emulator: text,
				silence: { ...text, default: defaultSilence },
				output: { ...text, default: defaultOutput },
			},
			allowPositionals: true,
		});
	} catch (error) {
		throw new UsageError((error as Error).message);
	}
}

async function main(): Promise<number> {
	const { values, positionals: filters } = parse();
	const silence = Number(values.silence);
	if (!(silence > 0)) throw new UsageError(`--silence "${values.silence}" is no number of seconds`);
	const place = findPlace(values, process.env);
	const paths = portableFiles().filter((path) => filters.length === 0 || filters.some((part) => path.includes(part)));
	if (paths.length === 0) throw new UsageError(`no portable test's path contains ${filters.join(" or ")}`);
	const { files, left } = await fittingFiles(paths);
	for (const reason of left) tell(`left out: ${reason}`);
	const folder = resolve(values.output);
	mkdirSync(folder, { recursive: true });
	const measured = filters.length === 0;
	const manifest = writeApp(files, measured, join(folder, "app"));
	tell(`building an image with ${files.length} test files`);
	const flash = await buildFlashImage(manifest, folder, io);
	const reader = new ConsoleReader();
	await runImage(place, flash, folder, reader, silence, io);
	const problems = report(reader, { files, measured }, tell);
	for (const problem of problems) console.error(`FAILED ${problem}`);
	return problems.length > 0 ? 1 : 0;
}

try {
	process.exitCode = await main();
} catch (error) {
	if (!(error instanceof UsageError || error instanceof ToolError || error instanceof EngineError)) throw error;
	console.error(error.message);
	process.exitCode = error instanceof UsageError ? 2 : 1;
}
