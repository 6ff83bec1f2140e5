import { WorldError } from "./world-error";

/** A parsed file of comma-separated values (RFC 4180) whose columns are found by name. */
export class CsvTable {
	readonly file: string;
	readonly headers: readonly string[];
	/** Cells before the first named one: statistics programs write row numbers without a header for them. */
	readonly #shift: number;
	readonly #rows: readonly CsvRow[];

	constructor(file: string, headers: readonly string[], rows: readonly CsvRow[], shift: number) {
		this.file = file;
		this.headers = headers;
		this.#rows = rows;
		this.#shift = shift;
	}

	/** All cells under a header. @throws WorldError when there is no such column */
	column(header: string): string[] {
		const index = this.headers.indexOf(header);
		if (index < 0) {
			throw new WorldError(`${this.file} has no column "${header}"; it has ${this.headers.join(", ")}`);
		}
		return this.#rows.map((row) => row.cells[index + this.#shift] as string);
	}

	/** The line of the file in which a row (from 0) begins. */
	line(row: number): number {
		return (this.#rows[row] as CsvRow).line;
	}
}

interface CsvRow {
	readonly line: number;
	readonly cells: readonly string[];
}

/**
 * Reads a table with a line of headers. Rows have as many cells as there are headers, or all of them one more: then the
 * first is a row number.
 * @throws WorldError with the file's name and line
 */
export function parseCsv(text: string, file: string, rowLimit: number): CsvTable {
	const [header, ...rows] = splitRows(text, file, rowLimit + 1);
	const first = rows[0];
	if (header === undefined) throw new WorldError(`${file} is empty`);
	if (first === undefined) throw new WorldError(`${file} has headers but no rows`);
	const headers = header.cells.map((cell) => cell.trim());
	const shift = first.cells.length - headers.length;
	if (shift !== 0 && shift !== 1) {
		throw new WorldError(`${file}, line ${first.line}: ${count(first)}, but there are ${headers.length} headers`);
	}
	for (const row of rows) {
		if (row.cells.length === first.cells.length) continue;
		throw new WorldError(`${file}, line ${row.line}: ${count(row)} instead of ${first.cells.length}`);
	}
	return new CsvTable(file, headers, rows, shift);
}

function count({ cells }: CsvRow): string {
	return cells.length === 1 ? "1 cell" : `${cells.length} cells`;
}

/** Splits into rows of cells: quotes are taken off, doubled quotes inside are one, empty lines are skipped. */
function splitRows(text: string, file: string, limit: number): CsvRow[] {
	const rows: CsvRow[] = [];
	let line = 0;
	for (const source of text.replace(/^\ufeff/, "").split(/\r?\n/)) {
		line++;
		if (source.trim() === "") continue;
		if (rows.length >= limit) throw new WorldError(`${file} has more than ${limit - 1} rows`);
		const cells = splitCells(source);
		if (cells === undefined) throw new WorldError(`${file}, line ${line}: a quote is not closed`);
		rows.push({ line, cells });
	}
	return rows;
}

/** Undefined: a quote is not closed on this line. Recordings have no cells of several lines. */
function splitCells(line: string): string[] | undefined {
	const cells: string[] = [];
	let cell = "";
	let quoted = false;
	for (let index = 0; index < line.length; index++) {
		const character = line[index] as string;
		if (character === '"') {
			if (quoted && line[index + 1] === '"') {
				cell += '"';
				index++;
			} else quoted = !quoted;
		} else if (character === "," && !quoted) {
			cells.push(cell);
			cell = "";
		} else cell += character;
	}
	cells.push(cell);
	return quoted ? undefined : cells;
}
