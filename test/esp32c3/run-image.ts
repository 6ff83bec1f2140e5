import { spawn } from "node:child_process";
import { createReadStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { PassThrough, type Readable } from "node:stream";
import { type ExternalCommand, runCommand } from "../../tools/board/external-command";
import { consoleSpeed, flashSpeed } from "../../tools/board/flash";
import { type CommandIo, environmentOf } from "../../tools/output";
import type { ConsoleReader } from "./console-reader";
import type { Place } from "./tools";

/** Bytes of the ESP32-C3's fuses, in the order of ESP-IDF's tool for them. */
const efuseBytes = 1024;
/** Where they say "chip revision 0.3", the first one that was sold: two bits of a byte. */
const revisionAt = 38;
const revision = 0x0c;

/** What is started, and whose output is read. */
interface Chip {
	readonly output: Readable;
	stop(): void;
	/** How it was that the output ended, once it has. */
	how(): string;
}

/** The emulator as ESP-IDF 6.0 starts it (`idf.py qemu`): no watchdogs, as its time is not the chip's. */
export function emulatorCommand(emulator: string, flash: string, fuses: string): ExternalCommand {
	const args = [
		...["-M", "esp32c3", "-nographic", "-monitor", "none", "-serial", "stdio"],
		...["-drive", `file=${flash},if=mtd,format=raw`],
		...["-drive", `file=${fuses},if=none,format=raw,id=efuse`],
		...["-global", "driver=nvram.esp32c3.efuse,property=drive,value=efuse"],
		...["-global", "driver=timer.esp32c3.timg,property=wdt_disable,value=true"],
	];
	return { program: emulator, args };
}

/**
 * Runs the image and reads until it has said everything, something is wrong, or it says nothing of the tests for
 * `silenceSeconds`. Leaves no process behind.
 */
export async function runImage(
	place: Place,
	flash: string,
	folder: string,
	reader: ConsoleReader,
	silenceSeconds: number,
	io: CommandIo,
): Promise<void> {
	const chip =
		"port" in place ? await startBoard(place.port, flash, io) : startEmulator(place.emulator, flash, folder, io);
	try {
		await read(chip, reader, silenceSeconds);
	} finally {
		chip.stop();
	}
}

function startEmulator(emulator: string, flash: string, folder: string, io: CommandIo): Chip {
	const fuses = join(folder, "efuse.bin");
	const bytes = Buffer.alloc(efuseBytes);
	bytes[revisionAt] = revision;
	writeFileSync(fuses, bytes);
	const { program, args } = emulatorCommand(emulator, flash, fuses);
	const child = spawn(program, args, { env: environmentOf(io), stdio: ["ignore", "pipe", "pipe"] });
	// What it complains about goes the way of what the chip says: it is shown when things go wrong.
	const output = new PassThrough();
	child.stdout.pipe(output, { end: false });
	child.stderr.pipe(output, { end: false });
	let ended = "";
	child.on("error", ({ message }) => {
		ended = `the emulator cannot be run (${message})`;
		output.end();
	});
	child.on("close", (code, signal) => {
		ended = `the emulator ended with ${signal ?? `exit code ${code}`}`;
		output.end();
	});
	const stop = (): void => {
		child.kill("SIGKILL");
		// Where it is a script, what it started may hold the pipes, and us with them.
		for (const pipe of [child.stdout, child.stderr]) pipe.destroy();
	};
	return { output, stop, how: () => ended };
}

/** Flashes the board, which then starts by itself, and opens its port. */
async function startBoard(port: string, flash: string, io: CommandIo): Promise<Chip> {
	const write = ["--chip", "esp32c3", "--port", port, "--baud", flashSpeed, "write-flash", "0x0", flash];
	await runCommand({ program: "esptool", args: write }, io, { stdout: io.stderr });
	const device = process.platform === "darwin" ? "-f" : "-F";
	const settings = [consoleSpeed, "raw", "-echo", "-hupcl", "clocal"];
	await runCommand({ program: "stty", args: [device, port, ...settings] }, io, { stdout: io.stderr });
	const output = createReadStream(port);
	let ended = `${port} was closed`;
	output.on("error", ({ message }) => {
		ended = `${port} cannot be read (${message})`;
	});
	return { output, stop: () => output.destroy(), how: () => ended };
}

function read(chip: Chip, reader: ConsoleReader, silenceSeconds: number): Promise<void> {
	return new Promise((resolve) => {
		const lines = createInterface({ input: chip.output });
		let timer: NodeJS.Timeout;
		const finish = (): void => {
			clearTimeout(timer);
			lines.close();
			resolve();
		};
		const wait = (): void => {
			clearTimeout(timer);
			timer = setTimeout(() => {
				reader.silent(silenceSeconds);
				finish();
			}, silenceSeconds * 1000);
		};
		wait();
		lines.on("line", (line) => {
			const before = reader.progress;
			reader.accept(line);
			if (reader.results.done || reader.trouble !== undefined) finish();
			else if (reader.progress !== before) wait();
		});
		const end = (): void => {
			reader.end(chip.how());
			finish();
		};
		chip.output.on("error", end);
		lines.on("close", end);
	});
}
