import { existsSync, readFileSync } from "node:fs";
import { Command } from "commander";
import { projectRoot } from "kith/simulator/engine/toolchain";
import type { CommandIo } from "../output";
import { UsageError } from "../usage-error";
import { desktopFolder, writeDesktopNode } from "./desktop";
import { commandLine, type ExternalCommand, runCommand } from "./external-command";
import { applicationCommand, nodeCommands } from "./flash";
import { imagePaths, usedKinds } from "./image";
import { imageRegistry } from "./image-registry";
import { nodeImages, withNodeImages } from "./node-images";
import { requireIdf } from "./require-tools";
import { choosePort } from "./serial-port";
import { isDesktop, resolveTarget, type Target, type TargetFlags } from "./target";
import { withPort, withTarget } from "./target-options";

interface Flags extends TargetFlags {
	readonly port?: string;
	readonly nodeOnly?: boolean;
	readonly dryRun?: boolean;
}

/** Stands for the folder of definition and secrets, which a dry run does not make. */
const temporaryFolder = "TEMPORARY";
const anyPort = "PORT";

/** `kith flash`: puts image, definition and secrets onto a board. */
export function flashCommand(io: CommandIo): Command {
	return withPort(withTarget(new Command("flash")))
		.description("put the image, and what makes the board this node, onto a board")
		.option("--node-only", "definition and secrets only: after a changed rule, or new keys")
		.action(async (flags: Flags) => {
			const target = await resolveTarget(flags);
			if (isDesktop(target.board)) await flashDesktop(target, flags, io);
			else if (flags.dryRun === true) print(flags, target, io);
			else await flashBoard(target, flags, io);
		});
}

function print(flags: Flags, target: Target, io: CommandIo): void {
	for (const command of commandsFor(flags, target, temporaryFolder, flags.port ?? anyPort))
		io.stdout.write(`${commandLine(command)}\n`);
}

function commandsFor(flags: Flags, target: Target, folder: string, port: string): ExternalCommand[] {
	const node = nodeCommands(folder, port);
	// The tool that writes partitions by name reads their table from the board: the application goes first.
	return flags.nodeOnly === true ? node : [applicationCommand(projectRoot, target, port), ...node];
}

async function flashBoard(target: Target, flags: Flags, io: CommandIo): Promise<void> {
	const images = await nodeImages(target);
	checkImage(target, flags);
	requireIdf(io);
	const port = choosePort(flags.port);
	await withNodeImages(images, async (folder) => {
		for (const command of commandsFor(flags, target, folder, port)) await runCommand(command, io);
	});
	io.stdout.write(`${port} is now ${target.node}, address ${target.compiled.definition.address}\n`);
	io.stdout.write(`next: npx kith monitor --board ${target.board.name} --node ${flags.node} --port ${port}\n`);
}

/** @throws UsageError where there is no image, or one that lacks a driver */
function checkImage(target: Target, { node, nodeOnly }: Flags): void {
	const { bootloader, partitionTable, program, registry } = imagePaths(projectRoot, target);
	const needed = isDesktop(target.board) ? [program] : [bootloader, partitionTable, program];
	const build = `run npx kith build --board ${target.board.name} --node ${node}`;
	if (nodeOnly !== true && needed.some((file) => !existsSync(file)))
		throw new UsageError(`there is no image for ${target.board.name} yet: ${build}`);
	const drivers = existsSync(registry) ? readFileSync(registry, "utf8") : undefined;
	if (drivers !== undefined && drivers !== imageRegistry(projectRoot, usedKinds(target)))
		throw new UsageError(
			`the image for ${target.board.name} has not the drivers that the installation uses now: ${build}`,
		);
}

async function flashDesktop(target: Target, flags: Flags, io: CommandIo): Promise<void> {
	if (flags.dryRun === true) {
		io.stdout.write(`definition.bin, secrets.bin and desktop.json go to ${desktopFolder(projectRoot, target)}\n`);
		return;
	}
	const images = await nodeImages(target);
	checkImage(target, flags);
	const folder = writeDesktopNode(projectRoot, target, images);
	io.stdout.write(`${folder} is now ${target.node}, address ${target.compiled.definition.address}\n`);
	io.stdout.write(`next: npx kith monitor --board ${target.board.name} --node ${flags.node}\n`);
}
