import { Command } from "commander";
import { identify } from "./installation/identify";
import type { CommandIo } from "./output";

/** `kith identify FOLDER`: gives new nodes and resources their permanent numbers. */
export function identifyCommand(io: CommandIo): Command {
	return new Command("identify")
		.description("give every new node and resource of an installation its permanent number")
		.argument("<folder>", "the installation's folder, such as examples/house")
		.action(async (folder: string) => {
			const { added, identities } = await identify(folder);
			for (const name of added) {
				const address = identities.nodes.get(name)?.address ?? identities.operators.get(name);
				io.stdout.write(`added ${name}${address === undefined ? "" : `, address ${address}`}\n`);
			}
			const count = identities.nodes.size;
			if (added.length === 0) io.stdout.write(`nothing to add: all ${count} nodes of ${folder} are identified\n`);
			else io.stdout.write(`commit ${folder}/identities.json: these numbers are for ever\n`);
		});
}
