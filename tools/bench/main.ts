import { parseArgs } from "node:util";
import { failureOf } from "../failure";
import { parseDuration } from "../sim/duration";
import { shortTable } from "../sim/short-table";
import { percent } from "../sim/words";
import { UsageError } from "../usage-error";
import { benchMesh, verdictTable } from "./mesh/bench";
import { type Measured, measureReceiving } from "./receiving";
import { measureThroughput, type Throughput } from "./throughput";

/** Boards, and virtual seconds that take some seconds of ours. */
const crowds: readonly Crowd[] = [
	[6, 3600],
	[50, 600],
	[200, 120],
];
type Crowd = readonly [boards: number, seconds: number];
const boardsLimit = 500;

interface BenchFlags {
	readonly json: boolean;
	/** Instead of the usual ones; message costs are then left out. */
	readonly crowd?: Crowd;
	/** The network's numbers in place of all that. */
	readonly mesh?: { readonly seeds: number; readonly only: readonly string[]; readonly scale: number };
}

async function bench(): Promise<void> {
	const { json, crowd, mesh } = parseFlags();
	if (mesh !== undefined) {
		const verdicts = await benchMesh({ ...mesh, progress: (line) => process.stderr.write(`${line}\n`) });
		process.stdout.write(json ? `${JSON.stringify({ mesh: verdicts })}\n` : verdictTable(verdicts));
		return;
	}
	const throughput: Throughput[] = [];
	for (const [boards, seconds] of crowd === undefined ? crowds : [crowd]) {
		process.stderr.write(`measuring ${boards} boards for ${seconds} virtual seconds\n`);
		throughput.push(await measureThroughput(boards, seconds));
	}
	if (crowd === undefined) process.stderr.write("measuring what received readings cost\n");
	const receiving = crowd === undefined ? await measureReceiving() : [];
	process.stdout.write(json ? `${JSON.stringify({ throughput, receiving })}\n` : tables(throughput, receiving));
}

function parseFlags(): BenchFlags {
	const { json, boards, for: duration, mesh, seeds, only, scale } = readArguments();
	if (mesh) return { json, mesh: meshFlags(seeds, only, scale) };
	for (const [name, value] of Object.entries({ seeds, only, scale }))
		if (value !== undefined) throw new UsageError(`--${name} ${value}: only --mesh has that`);
	if (boards === undefined && duration === undefined) return { json };
	const count = Number(boards ?? 200);
	if (!Number.isInteger(count) || count < 2 || count > boardsLimit) {
		throw new UsageError(`--boards ${boards}: write a whole number from 2 to ${boardsLimit}`);
	}
	const length = parseDuration(duration ?? "2m");
	if (length === undefined) throw new UsageError(`--for ${duration}: write a duration such as 90s, 15m or 2h`);
	return { json, crowd: [count, length / 1e6] };
}

function meshFlags(seeds = "10", only = "", scale = "1"): NonNullable<BenchFlags["mesh"]> {
	const [count, share] = [Number(seeds), Number(scale)];
	if (!Number.isInteger(count) || count < 1 || count > 1000)
		throw new UsageError(`--seeds ${seeds}: write how many, from 1 to 1000`);
	if (!(share > 0 && share <= 1))
		throw new UsageError(`--scale ${scale}: write a share of the usual length, such as 0.1`);
	return { seeds: count, only: only === "" ? [] : only.split(","), scale: share };
}

function readArguments() {
	const string = { type: "string" } as const;
	const boolean = { type: "boolean", default: false } as const;
	try {
		const options = { json: boolean, boards: string, for: string, mesh: boolean, seeds: string, only: string };
		return parseArgs({ options: { ...options, scale: string } }).values;
	} catch (error) {
		throw new UsageError(
			`${error instanceof Error ? error.message : error} (--boards, --for, --mesh, --seeds, --only, --scale and --json are understood)`,
		);
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
		...(costs.length === 0
			? []
			: [...shortTable(["what a frame costs", "measured", "budget", "within"], costs, costs.length, "cost"), ""]),
	].join("\n");
}

try {
	await bench();
} catch (error) {
	const failure = failureOf(error);
	process.stderr.write(`${failure?.text ?? ""}\n`);
	process.exitCode = failure?.exitCode ?? 0;
}
