import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "kith/simulator/engine/toolchain";
import { buildChecks, isSerialPort } from "../../tools/doctor/board-checks";
import { findProgram } from "../../tools/doctor/find-program";
import type { Environment } from "../../tools/output";
import { UsageError } from "../../tools/usage-error";

const emulatorName = "qemu-system-riscv32";
const machine = "esp32c3";
/** ESP-IDF's guide "QEMU Emulator" for the ESP32-C3. */
const installEmulator = "python $IDF_PATH/tools/idf_tools.py install qemu-riscv32, then source $IDF_PATH/export.sh";

export interface Wanted {
	/** A serial port with a board. */
	readonly port?: string | undefined;
	/** Path of the emulator. */
	readonly emulator?: string | undefined;
}

/** Where the image runs. */
export type Place = { readonly port: string } | { readonly emulator: string };

/**
 * What the run needs, all of it at once.
 *
 * @throws UsageError with a line for each thing that is missing, and the official step that puts it right
 */
export function findPlace({ port, emulator }: Wanted, env: Environment, deviceFolder = "/dev"): Place {
	if (port !== undefined && emulator !== undefined)
		throw new UsageError("either --port, for a board, or --emulator: not both");
	const around = { env, projectRoot, nodeVersion: process.versions.node, deviceFolder };
	const missing = buildChecks(around)
		.filter(({ state }) => state === "missing")
		.map(({ name, found, fix }) => `${name}: ${found}. ${fix}`);
	const place = port !== undefined ? boardAt(port) : emulatorAt(emulator, env, deviceFolder);
	if (typeof place === "string") missing.push(place);
	if (typeof place === "string" || missing.length > 0)
		throw new UsageError(["test:esp32c3 builds an image with the Moddable SDK and ESP-IDF:", ...missing].join("\n  "));
	return place;
}

function boardAt(port: string): Place | string {
	return existsSync(port) ? { port } : `board: there is no serial port ${port}`;
}

/** The emulator, or a sentence about what is missing. */
function emulatorAt(asked: string | undefined, env: Environment, deviceFolder: string): Place | string {
	const path = asked ?? findProgram(emulatorName, env);
	const orElse = `${installEmulator}; or name a board's port with --port${portsOf(deviceFolder)}`;
	if (path === undefined) return `emulator: no ${emulatorName} in PATH. ${orElse}`;
	const { status, stdout, error } = spawnSync(path, ["-M", "help"], { encoding: "utf8", env });
	if (error !== undefined || status !== 0)
		return `emulator: ${path} cannot be run (${(error as NodeJS.ErrnoException | undefined)?.code ?? `exit code ${status}`}). ${orElse}`;
	if (!stdout.split("\n").some((line) => line.split(/\s/)[0] === machine))
		return `emulator: ${path} has no machine ${machine}: it is not Espressif's. ${orElse}`;
	return { emulator: path };
}

function portsOf(deviceFolder: string): string {
	const ports = readdirSync(deviceFolder).filter(isSerialPort);
	return ports.length === 0 ? "" : ` (connected: ${ports.map((name) => join(deviceFolder, name)).join(", ")})`;
}
