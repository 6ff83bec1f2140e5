import { Command } from "commander";
import type { CommandIo } from "../output";
import { makeInstallation } from "./new";

/** `kith new FOLDER`: a small installation to begin with. */
export function newCommand(io: CommandIo): Command {
	return new Command("new")
		.description("make a folder with a small installation that simulates at once")
		.argument("<folder>", 'the new folder; its name is the installation\'s, such as "my-house"')
		.option("--json", "print the folder and its files as one JSON object")
		.action(async (folder: string, { json }: { readonly json?: boolean }) => {
			const files = await makeInstallation(folder);
			if (json === true) {
				io.stdout.write(`${JSON.stringify({ folder, files })}\n`);
				return;
			}
			io.stdout.write(`made ${folder} with ${files.join(", ")}\n`);
			io.stdout.write(`try it:        npx kith sim ${folder}\n`);
			io.stdout.write(`check types:   npx tsc --noEmit -p ${folder}\n`);
			io.stdout.write(`for boards:    npx kith provision ${folder}, then docs/boards.md\n`);
		});
}
