import { readFileSync, statSync } from "node:fs";
import type { Microseconds } from "../kernel/agenda";
import { civilSeconds } from "./calendar";
import { type CsvTable, parseCsv } from "./csv";
import { WorldError } from "./world-error";

/** What a sensor can sense of a recording, and the header of the column that has it. */
export const recordingColumns = {
	temperature: "Temperature",
	humidity: "Humidity",
	illuminance: "Light",
	carbonDioxide: "CO2",
} as const;
export type RecordedQuantity = keyof typeof recordingColumns;

const dateColumn = "date";
/** Rows: almost two years of minutes. */
export const recordingRowLimit = 1_000_000;
/** Bytes of a file: it is read whole, and takes about eighteen times as much of memory while it is taken apart. */
export const recordingByteLimit = 96 * 1024 * 1024;

/**
 * A room's recorded air and light. Temperature, humidity and carbon dioxide lie on straight lines between two samples;
 * light holds until the next, for a lamp that was switched does not fade. The first sample's minute is the session's
 * first minute; after the last sample its values stay. What the recording knows beyond these quantities is not here:
 * the truth about people is a {@link RecordedTruth}, and no part of the world has one.
 */
export class Recording {
	/** File name without folders, for messages. */
	readonly name: string;
	readonly #times: Float64Array;
	readonly #columns: ReadonlyMap<RecordedQuantity, Float64Array>;

	constructor(name: string, times: Float64Array, columns: ReadonlyMap<RecordedQuantity, Float64Array>) {
		this.name = name;
		this.#times = times;
		this.#columns = columns;
	}

	/** When the last sample was taken. */
	get end(): Microseconds {
		return this.#times[this.#times.length - 1] as number;
	}

	/** Undefined: the recording has no such column. */
	value(quantity: RecordedQuantity, at: Microseconds): number | undefined {
		const column = this.#columns.get(quantity);
		if (column === undefined) return undefined;
		const after = firstAfter(this.#times, at);
		const before = Math.max(0, after - 1);
		const held = column[before] as number;
		if (quantity === "illuminance" || after === 0 || after === column.length) return held;
		const from = this.#times[before] as number;
		const share = (at - from) / ((this.#times[after] as number) - from);
		return held + share * ((column[after] as number) - held);
	}
}

/** Whether somebody was there, as people noted it. For checkers and reports only: firmware must never see it. */
export class RecordedTruth {
	readonly #times: Float64Array;
	readonly #occupied: Float64Array;

	constructor(times: Float64Array, occupied: Float64Array) {
		this.#times = times;
		this.#occupied = occupied;
	}

	/** At a virtual time: the latest note. */
	occupied(at: Microseconds): boolean {
		return (this.#occupied[Math.max(0, firstAfter(this.#times, at) - 1)] as number) > 0;
	}
}

/** @throws WorldError with the file's name and line: missing, no usable columns, a bad number or date */
export function readRecording(file: string): Recording {
	return parseRecording(readText(file), file);
}

/** @throws WorldError also when there is no column "Occupancy" */
export function readTruth(file: string): RecordedTruth {
	return parseTruth(readText(file), file);
}

/** @param file only named in messages */
export function parseRecording(text: string, file: string): Recording {
	const table = parseCsv(text, file, recordingRowLimit);
	const columns = new Map<RecordedQuantity, Float64Array>();
	for (const quantity of Object.keys(recordingColumns) as RecordedQuantity[]) {
		const header = recordingColumns[quantity];
		if (table.headers.includes(header)) columns.set(quantity, numbers(table, header));
	}
	if (columns.size === 0) {
		const wanted = Object.values(recordingColumns).join(", ");
		throw new WorldError(`${file} has none of the columns ${wanted}; it has ${table.headers.join(", ")}`);
	}
	return new Recording(file.replace(/^.*[\\/]/, ""), times(table), columns);
}

/** @param file only named in messages */
export function parseTruth(text: string, file: string): RecordedTruth {
	const table = parseCsv(text, file, recordingRowLimit);
	return new RecordedTruth(times(table), numbers(table, "Occupancy"));
}

function readText(file: string): string {
	let size: number;
	try {
		({ size } = statSync(file));
		if (size <= recordingByteLimit) return readFileSync(file, "utf8");
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code;
		const reason = code === "ENOENT" ? "there is no such file" : `it cannot be read (${code ?? "unknown error"})`;
		throw new WorldError(`recording ${file}: ${reason}`);
	}
	const megabytes = Math.ceil(size / (1024 * 1024));
	const most = recordingByteLimit / (1024 * 1024);
	throw new WorldError(
		`recording ${file} has ${megabytes} MB, at most ${most} are read: leave out columns that are not used, or rows`,
	);
}

/** Index of the first sample later than `at`; the count of samples when there is none. */
function firstAfter(times: Float64Array, at: Microseconds): number {
	let low = 0;
	let high = times.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((times[middle] as number) <= at) low = middle + 1;
		else high = middle;
	}
	return low;
}

function numbers(table: CsvTable, header: string): Float64Array {
	const cells = table.column(header);
	return Float64Array.from(cells, (cell, row) => {
		const value = Number(cell);
		if (cell.trim() === "" || !Number.isFinite(value)) {
			throw new WorldError(`${table.file}, line ${table.line(row)}: ${header} is "${cell}", which is no number`);
		}
		return value;
	});
}

/** Virtual times of the rows: the minute of the first is 0. */
function times(table: CsvTable): Float64Array {
	let first = 0;
	let last = Number.NEGATIVE_INFINITY;
	return Float64Array.from(table.column(dateColumn), (cell, row) => {
		const seconds = civilSeconds(cell.trim());
		const where = `${table.file}, line ${table.line(row)}`;
		if (seconds === undefined) {
			throw new WorldError(`${where}: ${dateColumn} is "${cell}", which is no time like 2015-02-02 14:19:00`);
		}
		if (seconds <= last) throw new WorldError(`${where}: ${dateColumn} ${cell} is not later than the line before`);
		if (row === 0) first = 60 * Math.floor(seconds / 60);
		last = seconds;
		return (seconds - first) * 1_000_000;
	});
}
