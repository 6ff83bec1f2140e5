import { readFileSync } from "node:fs";
import type { Microseconds } from "../kernel/agenda";
import { type EndBody, type InputBody, type SessionBody, type TraceRecord, traceVersion } from "./records";
import { SessionError } from "./types";

/** A trace's own account of how to run it again. */
export interface Replay {
	readonly installation: string;
	readonly seed: number;
	readonly mqtt: SessionBody["mqtt"];
	readonly until: Microseconds;
	readonly inputs: readonly (InputBody & Pick<TraceRecord, "t" | "board">)[];
}

/** @throws SessionError when the file is no complete trace of this version */
export function readReplay(file: string): Replay {
	const records = readLines(file).map((line, index) => parseLine(file, line, index + 1));
	const [first] = records;
	const last = records.at(-1);
	if (first?.kind !== "session") throw new SessionError(`${file} is no trace: its first line is not of kind "session"`);
	if (first.version !== traceVersion) {
		throw new SessionError(
			`${file} is a trace of version ${first.version}; this program replays version ${traceVersion}`,
		);
	}
	if (!isEnd(last)) throw new SessionError(`${file} breaks off: its last line is not of kind "end"`);
	const { installation, seed, mqtt } = first;
	return { installation, seed, mqtt, until: last.t, inputs: records.filter(isInput) };
}

function isEnd(record: TraceRecord | undefined): record is TraceRecord & EndBody {
	return record?.kind === "end";
}

function isInput(record: TraceRecord): record is TraceRecord & InputBody {
	return record.kind === "input";
}

function readLines(file: string): string[] {
	try {
		return readFileSync(file, "utf8")
			.split("\n")
			.filter((line) => line !== "");
	} catch (error) {
		throw new SessionError(`the trace ${file} cannot be read: ${error instanceof Error ? error.message : error}`);
	}
}

function parseLine(file: string, line: string, number: number): TraceRecord {
	let record: unknown;
	try {
		record = JSON.parse(line);
	} catch {
		record = undefined;
	}
	if (typeof record !== "object" || record === null || !("t" in record) || !("kind" in record)) {
		throw new SessionError(`${file}, line ${number}: this is no line of a trace`);
	}
	return record as TraceRecord;
}
