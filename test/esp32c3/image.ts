import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "kith/simulator/engine/toolchain";
import { type ExternalCommand, runCommand } from "../../tools/board/external-command";
import { applicationOffset, partitionTableOffset } from "../../tools/board/flash";
import { madeImage } from "../../tools/board/image";
import { ToolError } from "../../tools/board/tool-error";
import type { CommandIo } from "../../tools/output";
import { appName, boardFolder } from "./app";

const chip = "esp32c3";
/** Of the flash of every board: `CONFIG_ESPTOOLPY_FLASHSIZE_4MB`. */
const flashBytes = 4 << 20;
/** What erased flash reads as. */
const erased = 0xff;

/** What the SDK makes of a manifest. */
export function buildCommand(manifest: string, output: string): ExternalCommand {
	const platform = `esp32:${join(projectRoot, boardFolder)}`;
	// "-t build": without it mcconfig also flashes, and stops every mcsim on this computer.
	const args = ["-m", "-p", platform, "-t", "build", "-o", output, manifest];
	return { program: "mcconfig", args, pathFirst: join(projectRoot, "node_modules", ".bin") };
}

/**
 * Builds, and puts bootloader, partition table and application into one file as all of the flash, with nothing stored.
 *
 * @returns the file's path
 * @throws ToolError where the SDK fails
 */
export async function buildFlashImage(manifest: string, folder: string, io: CommandIo): Promise<string> {
	const output = join(folder, "out");
	const made = madeImage(output, appName, "board", chip);
	rmSync(made.program, { force: true });
	await runCommand(buildCommand(manifest, output), io, { stdout: io.stderr });
	const parts: readonly (readonly [number, string])[] = [
		[0, made.bootloader],
		[Number(partitionTableOffset), made.partitionTable],
		[Number(applicationOffset(projectRoot)), made.program],
	];
	const missing = parts.find(([, path]) => !existsSync(path));
	// The SDK's make file ends well also where ESP-IDF failed.
	if (missing !== undefined)
		throw new ToolError(`mcconfig ended well but made no ${missing[1]}: see what it said above`);
	const flash = Buffer.alloc(flashBytes, erased);
	for (const [at, path] of parts) {
		const bytes = readFileSync(path);
		if (at + bytes.length > flashBytes) throw new ToolError(`${path} does not fit into 4 MB of flash`);
		bytes.copy(flash, at);
	}
	const path = join(folder, "flash.bin");
	writeFileSync(path, flash);
	return path;
}
