import { Command } from "commander";
import type { CommandIo } from "../output";
import { parseDuration } from "../sim/duration";
import { UsageError } from "../usage-error";
import { Follower } from "./follow";
import { choices, journeyText } from "./journey-text";
import { readTrace } from "./read-trace";

interface TraceFlags {
	readonly at?: number;
	readonly to?: string;
	readonly json?: boolean;
}

/** Resources named where a wrong one was asked for. */
const suggestionLimit = 8;

/** `kith trace FILE [NODE/DEVICE/RESOURCE]`: follows one reading through a trace. */
export function traceCommand(io: CommandIo): Command {
	return new Command("trace")
		.description("follow one reading from its chip to every board that used it")
		.argument("<file>", "a trace, as kith sim … --trace FILE writes it")
		.argument("[resource]", "whose reading, such as outdoors/climate/temperature (default: list what there is)")
		.option("--at <time>", "the first one sent this long after the start, such as 90s or 3h", parseAt)
		.option("--to <board>", "only the way to this board, hop by hop")
		.option("--json", "print it as one JSON object")
		.action(async (file: string, resource: string | undefined, flags: TraceFlags) => {
			if (resource === undefined) await list(file, io);
			else await follow(file, resource, flags, io);
		});
}

function parseAt(text: string): number {
	const time = parseDuration(text);
	if (time === undefined) throw new UsageError(`--at ${text}: write a time since the start, such as 90s, 15m or 2h`);
	return time;
}

async function follow(file: string, resource: string, flags: TraceFlags, io: CommandIo): Promise<void> {
	const slash = resource.indexOf("/");
	if (slash < 1 || resource.indexOf("/", slash + 1) < 0)
		throw new UsageError(`${resource}: name node, device and resource, such as outdoors/climate/temperature`);
	const follower = new Follower({
		node: resource.slice(0, slash),
		path: resource.slice(slash + 1),
		from: flags.at ?? 0,
	});
	const { to } = flags;
	await readTrace(file, (record) => {
		if (record.kind === "session" && to !== undefined) checkBoard(to, record.boards);
		return follower.take(record);
	});
	const journey = follower.journey();
	if (journey === undefined) {
		const known = knownFrom(resource, await counted(file));
		throw new UsageError(
			`${file}: ${resource} was not sent${flags.at === undefined ? "" : " then or later"}; sent were: ${known}`,
		);
	}
	io.stdout.write(flags.json ? `${JSON.stringify(journey)}\n` : `${journeyText(journey, to).join("\n")}\n`);
}

/** Names worth suggesting: those of the same node, or else of all. */
function knownFrom(resource: string, counts: ReadonlyMap<string, number>): string {
	const all = [...counts.keys()].sort();
	const node = resource.slice(0, resource.indexOf("/") + 1);
	const near = all.filter((name) => name.startsWith(node));
	const shown = (near.length > 0 ? near : all).slice(0, suggestionLimit);
	const more = all.length - shown.length;
	return more > 0
		? `${shown.join(", ")} and ${more} more (without a resource, kith trace lists them)`
		: shown.join(", ");
}

async function list(file: string, io: CommandIo): Promise<void> {
	const counts = await counted(file);
	if (counts.size === 0) io.stdout.write("no reading was sent\n");
	else io.stdout.write(`${choices(counts).join("\n")}\n`);
}

/** By "node/device/resource", how often it was sent. */
async function counted(file: string): Promise<ReadonlyMap<string, number>> {
	const counts = new Map<string, number>();
	await readTrace(file, (record) => {
		if (record.kind !== "sent") return true;
		const name = `${record.board}/${record.path}`;
		counts.set(name, (counts.get(name) ?? 0) + 1);
		return true;
	});
	return counts;
}

function checkBoard(to: string, boards: readonly string[]): void {
	if (boards.includes(to)) return;
	const more = boards.length - suggestionLimit;
	const known = boards.slice(0, suggestionLimit).join(", ");
	throw new UsageError(`--to ${to}: there is no such board; there are ${known}${more > 0 ? ` and ${more} more` : ""}`);
}
