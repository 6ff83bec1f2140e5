import { Command } from "commander";
import { codes, codeText } from "kith/coap/codes";
import { logPath } from "kith/node/log-resource";
import type { CommandIo } from "../output";
import { ask } from "./ask";
import { CoapError } from "./coap-error";
import { logLines, parseLog } from "./log-lines";
import { readNodeNames } from "./node-names";
import { answerLines } from "./render";
import { parseCoapUri } from "./uri";

interface Flags {
	readonly oscore?: string;
	readonly json?: boolean;
	readonly since?: string;
	readonly before?: string;
}

/** `kith log HOST`: what happened to a node. */
export function logCommand(io: CommandIo): Command {
	return new Command("log")
		.description("read what happened to a gateway: boots, faults, who switched what, who went and came back")
		.argument("<host>", "HOST[:PORT] or coap://HOST[:PORT]")
		.option("--oscore <file>", "an operator's context (kith provision, docs/coap.md); the log is for operators only")
		.option("--since <n>", "only what is newer than the entry of this number")
		.option("--before <n>", "only what is older than the entry of this number")
		.option("--json", "print each entry as one JSON object")
		.action(async (host: string, flags: Flags) => {
			const uri = parseCoapUri(host.includes("://") ? host : `coap://${host}`);
			const queries: string[] = [];
			if (flags.since !== undefined) queries.push(`since=${flags.since}`);
			if (flags.before !== undefined) queries.push(`before=${flags.before}`);
			const answer = await ask({ code: codes.get, uri: { ...uri, segments: [logPath], queries } }, flags.oscore);
			if (answer.code === codes.unauthorized && flags.oscore === undefined)
				throw new CoapError("the log is for operators only: give an operator's context with --oscore FILE");
			if (answer.code !== codes.content)
				throw new CoapError(`${uri.host} answers ${codeText(answer.code)}: ${answerLines(answer).join(" ")}`);
			const page = parseLog(answer.payload);
			if (page === undefined) throw new CoapError(`${uri.host} answers with something that is no log`);
			const now = new Date();
			const lines =
				flags.json === true
					? page.entries.map((entry) => JSON.stringify(entry))
					: logLines(page, now, await readNodeNames(uri, flags.oscore));
			for (const line of lines) io.stdout.write(`${line}\n`);
		});
}
