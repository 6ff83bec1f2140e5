import { existsSync, statSync } from "node:fs";
import { Command } from "commander";
import { projectRoot } from "kith/simulator/engine/toolchain";
import type { CommandIo } from "../output";
import { commandLine, runCommand } from "./external-command";
import { imagePaths, mcconfigCommand, prepareImage, usedKinds } from "./image";
import { requireBuildTools } from "./require-tools";
import { resolveTarget, type Target, type TargetFlags } from "./target";
import { withTarget } from "./target-options";
import { ToolError } from "./tool-error";

interface Flags extends TargetFlags {
	readonly debug?: boolean;
	readonly dryRun?: boolean;
	readonly json?: boolean;
}

/** `kith build`: makes the image for a board with the user's own Moddable SDK. */
export function buildCommand(io: CommandIo): Command {
	return withTarget(new Command("build"))
		.description("make the image for a board: one serves all nodes of the installation on such boards")
		.option("--debug", "with the debugger of the Moddable SDK")
		.option("--json", "end with one JSON object; what the tools say goes to stderr")
		.action(async (flags: Flags) => {
			const target = await resolveTarget(flags);
			const command = mcconfigCommand(projectRoot, target, flags.debug === true);
			if (flags.dryRun === true) {
				io.stdout.write(`${commandLine(command)}\n`);
				return;
			}
			requireBuildTools(io, target);
			prepareImage(projectRoot, target);
			await runCommand(command, io, { stdout: flags.json === true ? io.stderr : io.stdout });
			tell(target, flags, io);
		});
}

/** The SDK's make file ends well also where ESP-IDF failed: only the image shows. @throws ToolError */
function tell(target: Target, { json, node }: Flags, { stdout }: CommandIo): void {
	const { program } = imagePaths(projectRoot, target);
	if (!existsSync(program)) throw new ToolError(`mcconfig ended well but made no ${program}: see what it said above`);
	const bytes = statSync(program).size;
	const drivers = [...usedKinds(target)].sort();
	if (json === true) {
		stdout.write(`${JSON.stringify({ board: target.board.name, image: program, bytes, drivers })}\n`);
		return;
	}
	const list = drivers.length === 0 ? "no drivers" : `drivers ${drivers.join(", ")}`;
	stdout.write(`built ${program}: ${bytes} bytes, ${list}\n`);
	stdout.write(`next: npx kith flash --board ${target.board.name} --node ${node}\n`);
}
