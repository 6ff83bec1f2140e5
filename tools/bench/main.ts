import { parseArgs } from "node:util";
import { failureOf } from "../failure";
import { shortTable } from "../sim/short-table";
import { percent } from "../sim/words";
import { UsageError } from "../usage-error";
import { type Measured, measureReceiving } from "./receiving";
import { measureThroughput, type Throughput } from "./throughput";

/** Boards, and virtual seconds that take some seconds of ours. */
const crowds = [
	[6, 3600],
	[50, 600],
	[200, 120],
] as const;

async function bench(): Promise<void> {
	const { json } = parseFlags();
	const throughput: Throughput[] = [];
	for (const [boards, seconds] of crowds) {
		process.stderr.write(`measuring ${boards} boards for ${seconds} virtual seconds\n`);
		throughput.push(await measureThroughput(boards, seconds));
	}
	process.stderr.write("measuring what received readings cost\n");
	const receiving = await measureReceiving();
	process.stdout.write(json ? `${JSON.stringify({ throughput, receiving })}\n` : tables(throughput, receiving));
}

function parseFlags(): { readonly json: boolean } {
	try {
		const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
		return { json: values.json };
	} catch (error) {
		throw new UsageError(`${error instanceof Error ? error.message : error} (only --json is understood)`);
	}
}

function tables(throughput: readonly Throughput[], receiving: readonly Measured[]): string {
	const speed = throughput.map((row) => [
		String(row.boards),
		row.wallSeconds.toFixed(1),
		String(Math.round(row.nodeSecondsPerSecond)),
		percent(row.delivered, 1, 2),
		percent(row.heapPeak, 1),
		String(row.reboots),
	]);
	const head = ["boards", "wall s", "node-seconds per second", "delivered", "heap at most", "reboots"];
	const costs = receiving.map(({ name, value, unit, budget }) => [
		name,
		`${value} ${unit}`,
		String(budget),
		value <= budget ? "yes" : "NO",
	]);
	return [
		...shortTable(head, speed, speed.length, "size"),
		"",
		...shortTable(["what a frame costs", "measured", "budget", "within"], costs, costs.length, "cost"),
		"",
	].join("\n");
}

try {
	await bench();
} catch (error) {
	const failure = failureOf(error);
	process.stderr.write(`${failure?.text ?? ""}\n`);
	process.exitCode = failure?.exitCode ?? 0;
}
