import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ExternalCommand } from "./external-command";
import { imagePaths } from "./image";
import { fileOf, nodePartitions } from "./node-images";
import type { Target } from "./target";

/** Bits per second while flashing; every USB adapter on the boards takes it. */
export const flashSpeed = "460800";
/** Of the serial console: the default of ESP-IDF, which the boards' sdkconfig keeps. */
export const consoleSpeed = "115200";
/** Of the partition table: the default of ESP-IDF. */
export const partitionTableOffset = "0x8000";

/** Writes bootloader, partition table and application: the same for every node of the installation on such boards. */
export function applicationCommand(projectRoot: string, target: Target, port: string): ExternalCommand {
	const { bootloader, partitionTable, program } = imagePaths(projectRoot, target);
	const { chip } = target.board;
	const args = [
		...["--chip", chip, "--port", port, "--baud", flashSpeed, "write-flash"],
		...[bootloaderOffset(chip), bootloader, partitionTableOffset, partitionTable],
		...[applicationOffset(projectRoot), program],
	];
	return { program: "esptool", args };
}

/** Writes what makes the board this node. @param folder with the two files */
export function nodeCommands(folder: string, port: string): ExternalCommand[] {
	return nodePartitions.map((partition) => ({
		program: "parttool.py",
		args: [
			...["--port", port, "--baud", flashSpeed, "write_partition"],
			...["--partition-name", partition, "--input", fileOf(folder, partition)],
		],
	}));
}

/** Shows what the board says. */
export function watchCommand(projectRoot: string, target: Target, port: string): ExternalCommand {
	const args = ["-m", "esp_idf_monitor", "-p", port, "-b", consoleSpeed, "--target", target.board.chip];
	return { program: "python", args: [...args, imagePaths(projectRoot, target).symbols] };
}

/** ESP-IDF, `BOOTLOADER_OFFSET_IN_FLASH` of each chip: the first one alone leaves room for a key in front of it. */
function bootloaderOffset(chip: string): string {
	return chip === "esp32" ? "0x1000" : "0x0";
}

/** Where the table of all boards has the application. */
export function applicationOffset(projectRoot: string): string {
	const table = readFileSync(join(projectRoot, "devices", "boards", "partitions.csv"), "utf8");
	const offset = table.match(/^factory\s*,\s*app\s*,\s*factory\s*,\s*(0x[0-9a-f]+)/im)?.[1];
	if (offset === undefined)
		throw new Error("devices/boards/partitions.csv has no application partition at a fixed place");
	return offset;
}
