import { existsSync } from "node:fs";
import { finished } from "node:stream/promises";
import { Command } from "commander";
import { projectRoot } from "kith/simulator/engine/toolchain";
import type { CommandIo } from "../output";
import { UsageError } from "../usage-error";
import { ConsoleLines, LineTranslator } from "./console-lines";
import { desktopCommand, desktopFolder } from "./desktop";
import { commandLine, type ExternalCommand, runCommand } from "./external-command";
import { watchCommand } from "./flash";
import { imagePaths } from "./image";
import { requireIdf } from "./require-tools";
import { choosePort } from "./serial-port";
import { isDesktop, resolveTarget, type Target, type TargetFlags } from "./target";
import { withPort, withTarget } from "./target-options";

interface Flags extends TargetFlags {
	readonly port?: string;
	readonly raw?: boolean;
	readonly dryRun?: boolean;
}

/** `kith monitor`: shows what a board says; for the desktop it runs the node. */
export function monitorCommand(io: CommandIo): Command {
	return withPort(withTarget(new Command("monitor")))
		.description('show what a board says on its serial port; for "desktop", run the node')
		.option("--raw", "as the board says it, without names")
		.action(async (flags: Flags) => {
			const target = await resolveTarget(flags);
			const desktop = isDesktop(target.board);
			const port = desktop ? "" : flags.dryRun === true ? (flags.port ?? "PORT") : choosePort(flags.port);
			const command = desktop ? desktopCommand(projectRoot, target) : watchCommand(projectRoot, target, port);
			if (flags.dryRun === true) {
				io.stdout.write(`${commandLine(command)}\n`);
				return;
			}
			if (desktop) checkDesktop(target, flags);
			else requireIdf(io);
			await watch(command, target, flags, io);
		});
}

/** What the node says is put into words; everything else goes through as it is. */
async function watch(command: ExternalCommand, target: Target, { raw }: Flags, io: CommandIo): Promise<void> {
	if (raw === true) return runCommand(command, io, { endless: true });
	const definitions = [...target.loaded.definitions.values()].map(({ definition }) => definition);
	const lines = new ConsoleLines(definitions, target.compiled.definition);
	const translator = new LineTranslator((line) => lines.words(line));
	translator.pipe(io.stdout, { end: false });
	const told = finished(translator);
	try {
		await runCommand(command, io, { stdout: translator, endless: true });
	} finally {
		translator.end();
		await told;
	}
}

/** @throws UsageError where it was not built or flashed */
function checkDesktop(target: Target, { node }: Flags): void {
	const rest = `--board ${target.board.name} --node ${node}`;
	if (!existsSync(imagePaths(projectRoot, target).program))
		throw new UsageError(`there is no program yet: run npx kith build ${rest}`);
	if (!existsSync(desktopFolder(projectRoot, target)))
		throw new UsageError(`${target.node} has no folder yet: run npx kith flash ${rest}`);
}
