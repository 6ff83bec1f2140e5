import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { type TraceRecord, traceVersion } from "kith/simulator/session/records";
import { UsageError } from "../usage-error";

/**
 * The records of a trace, one after the other, so that a week's trace needs no memory. `visit` answers false to stop.
 *
 * @throws UsageError with one sentence where the file cannot be read, or is no trace of this version
 */
export async function readTrace(file: string, visit: (record: TraceRecord) => boolean): Promise<void> {
	const stream = createReadStream(file, "utf8");
	const failed = new Promise<never>((_, reject) => {
		stream.once("error", (error) => reject(new UsageError(`${file} cannot be read: ${error.message}`)));
	});
	failed.catch(() => {});
	const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
	try {
		await Promise.race([readLines(file, lines, visit), failed]);
	} finally {
		lines.close();
		stream.destroy();
	}
}

async function readLines(
	file: string,
	lines: AsyncIterable<string>,
	visit: (record: TraceRecord) => boolean,
): Promise<void> {
	let number = 0;
	for await (const line of lines) {
		number++;
		const record = parse(file, line, number);
		if (number === 1) checkFirst(file, record);
		if (!visit(record)) return;
	}
	if (number === 0) throw new UsageError(`${file} is no trace: it is empty`);
}

function parse(file: string, line: string, number: number): TraceRecord {
	try {
		const value: unknown = JSON.parse(line);
		if (typeof value === "object" && value !== null && "kind" in value && "t" in value) return value as TraceRecord;
	} catch {
		// Said below.
	}
	throw new UsageError(`${file}, line ${number}: no record of a trace (kith sim … --trace ${file} writes one)`);
}

function checkFirst(file: string, record: TraceRecord): void {
	if (record.kind !== "session")
		throw new UsageError(
			`${file} is no trace: its first line is not of kind "session" (kith sim … --trace writes one)`,
		);
	if (record.version !== traceVersion)
		throw new UsageError(`${file} is a trace of version ${record.version}, and this program reads ${traceVersion}`);
}
