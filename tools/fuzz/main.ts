import { parseArgs } from "node:util";
import { failureOf } from "../failure";
import { shortTable } from "../sim/short-table";
import { UsageError } from "../usage-error";
import { type Fuzzed, fuzz, targetNames } from "./fuzz";

const defaultInputs = 10_000_000;

interface FuzzFlags {
	readonly inputs: number;
	readonly seed: number;
	readonly only?: string;
	readonly json: boolean;
}

async function main(): Promise<void> {
	const { json, ...options } = parseFlags();
	process.stderr.write(`seed ${options.seed}\n`);
	const results = await fuzz({ ...options, onTarget: (name) => process.stderr.write(`feeding ${name}\n`) });
	process.stdout.write(json ? `${JSON.stringify(results)}\n` : table(results));
	if (results.some(isBad)) process.exitCode = 1;
}

/** Throwing and hanging, keeping what it read, and a decoder that the inputs did not test. */
function isBad(result: Fuzzed): boolean {
	const { failure, slotsGrown, chunkBytesGrown, keysGrown, understood, inputs } = result;
	const grown = slotsGrown > 0 || chunkBytesGrown > 0 || keysGrown > 0;
	return failure !== undefined || grown || understood === 0 || understood === inputs;
}

function table(results: readonly Fuzzed[]): string {
	const rows = results.map((result) => [
		result.target,
		String(result.inputs),
		String(result.understood),
		`${result.slotsGrown} slots, ${result.chunkBytesGrown} bytes, ${result.keysGrown} names`,
		isBad(result) ? (result.failure ?? "NO") : "yes",
	]);
	return `${shortTable(["decoder", "inputs", "understood", "heap grown", "good"], rows, rows.length, "size").join("\n")}\n`;
}

function parseFlags(): FuzzFlags {
	const string = { type: "string" } as const;
	let values: { frames?: string; seed?: string; only?: string; json?: boolean };
	try {
		({ values } = parseArgs({ options: { frames: string, seed: string, only: string, json: { type: "boolean" } } }));
	} catch (error) {
		throw new UsageError(
			`${error instanceof Error ? error.message : error} (--frames, --seed, --only and --json are understood)`,
		);
	}
	const inputs = Number(values.frames ?? defaultInputs);
	if (!Number.isInteger(inputs) || inputs < 1) throw new UsageError(`--frames ${values.frames}: write a whole number`);
	const seed = Number(values.seed ?? Date.now() % 0x100000000);
	if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff)
		throw new UsageError(`--seed ${values.seed}: write a whole number from 0 to 4294967295`);
	const { only, json = false } = values;
	if (only !== undefined && !targetNames().some((name) => name.includes(only)))
		throw new UsageError(`--only ${only}: there are ${targetNames().join(", ")}`);
	return { inputs, seed, json, ...(only === undefined ? {} : { only }) };
}

main().catch((error: unknown) => {
	const failure = failureOf(error);
	if (failure === undefined) return;
	process.stderr.write(`${failure.text}\n`);
	process.exitCode = failure.exitCode;
});
