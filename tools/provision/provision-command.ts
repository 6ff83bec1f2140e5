import { Command } from "commander";
import type { CommandIo, Output } from "../output";
import { type ProvisionResult, provision } from "./provision";

interface Flags {
	readonly rotate?: string[];
	readonly network?: boolean;
	readonly json?: boolean;
}

/** `kith provision FOLDER`: makes the keys of an installation. Never prints one. */
export function provisionCommand(io: CommandIo): Command {
	return new Command("provision")
		.description("make the keys of an installation: for its network, its nodes and its operator")
		.argument("<folder>", "the installation's folder, such as examples/house")
		.option(
			"--rotate <name>",
			"new keys for a node whose board was replaced; may be given several times",
			(name: string, names: string[] = []) => [...names, name],
		)
		.option("--network", "a new secret for the network: every board must be flashed again")
		.option("--json", "print what was done as one JSON object")
		.action(async (folder: string, flags: Flags) => {
			const result = await provision(folder, {
				...(flags.rotate === undefined ? {} : { rotate: flags.rotate }),
				...(flags.network === undefined ? {} : { network: flags.network }),
			});
			if (flags.json === true) io.stdout.write(`${JSON.stringify(result)}\n`);
			else tell(folder, result, io.stdout);
		});
}

function tell(folder: string, result: ProvisionResult, stdout: Output): void {
	const { added, identified, members, networkSecret, removed, operatorFiles, rosterChanged, rotated } = result;
	const say = (text: string): void => void stdout.write(`${text}\n`);
	for (const name of identified) say(`numbered ${name}`);
	if (networkSecret !== "kept") say(`${networkSecret} the network secret`);
	for (const name of added) say(`made keys for ${name}`);
	for (const name of rotated) say(`made new keys for ${name}`);
	for (const name of removed) say(`took ${name} out of the roster`);
	for (const name of operatorFiles) say(`wrote ${folder}/${name}: keep it to yourself (kith coap --oscore FILE)`);
	if (!rosterChanged && networkSecret === "kept") {
		say(`nothing to do: all ${members} members of ${folder} have keys`);
		return;
	}
	if (rosterChanged) say(`commit ${folder}/identities.json and ${folder}/roster.json`);
	say(`keep ${folder}/secrets.json to yourself, and a copy in a safe place`);
	say("then flash the secrets of every board: each holds the network secret and everybody's public key");
}
