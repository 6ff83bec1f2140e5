/** The table of figures: as the document has it, as it is measured, and whether both agree. */

/** A row: its name, and a number for each column. */
export interface Figure {
	readonly name: string;
	readonly values: readonly number[];
}

export interface Table {
	readonly columns: readonly string[];
	readonly rows: readonly Figure[];
}

export interface Documented {
	/** First line of what the compiler of these figures says. */
	readonly compiler: string;
	/** Version of XS, for example 13.3.0. */
	readonly xs: string;
	readonly tables: readonly Table[];
}

/** By how much a figure may differ from the documented one before the document has to be changed. */
export const tolerance = 0.1;

const heading = "## 32-bit RISC-V";

function sectionOf(text: string): string {
	const start = text.indexOf(`${heading}\n`);
	if (start < 0) throw new Error(`there is no section "${heading}"`);
	const end = text.indexOf("\n## ", start + heading.length);
	return text.slice(start, end < 0 ? text.length : end);
}

function cells(line: string): string[] {
	return line
		.slice(1, line.lastIndexOf("|"))
		.split("|")
		.map((cell) => cell.trim());
}

function numberOf(cell: string, row: string): number {
	const digits = cell.replaceAll(",", "");
	if (digits === "") return 0;
	if (!/^\d+$/.test(digits)) throw new Error(`"${cell}" in the row "${row}" is no number`);
	return Number(digits);
}

function tablesOf(section: string): Table[] {
	const tables: { columns: string[]; rows: Figure[] }[] = [];
	let open = false;
	for (const line of section.split("\n")) {
		if (!line.startsWith("|")) {
			open = false;
			continue;
		}
		const [name = "", ...rest] = cells(line);
		if (!open) {
			tables.push({ columns: rest, rows: [] });
			open = true;
		} else if (!/^-+$/.test(name)) {
			const row = { name, values: rest.map((cell) => numberOf(cell, name)) };
			const table = tables[tables.length - 1] as { columns: string[]; rows: Figure[] };
			if (row.values.length !== table.columns.length)
				throw new Error(`the row "${name}" has another number of columns`);
			table.rows.push(row);
		}
	}
	return tables;
}

/**
 * Reads the section of docs/footprint.md.
 * @throws Error that says what is not as `render` writes it
 */
export function parseFigures(text: string): Documented {
	const section = sectionOf(text);
	const found = /^Measured with `([^`]+)` and XS ([\d.]+)\.$/m.exec(section);
	if (found === null) throw new Error(`the section "${heading}" does not say what it was measured with`);
	return { compiler: found[1] as string, xs: found[2] as string, tables: tablesOf(section) };
}

function withCommas(value: number): string {
	return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A table as Markdown. A column that a row has nothing for is empty. */
export function renderTable({ columns, rows }: Table): string {
	const lines = rows.map(
		({ name, values }) =>
			`| ${[name, ...values.map((value) => (value === 0 ? "0" : withCommas(value)))].join(" | ")} |`,
	);
	return [`| | ${columns.join(" | ")} |`, `| --- |${columns.map(() => " ---: |").join("")}`, ...lines].join("\n");
}

/** Puts what was measured in place of what the section had. */
export function replaceFigures(text: string, measured: Documented): string {
	const section = sectionOf(text);
	let next = 0;
	const lines: string[] = [];
	let open = false;
	for (const line of section.split("\n")) {
		if (line.startsWith("|")) {
			if (!open) lines.push(renderTable(measured.tables[next++] as Table));
			open = true;
			continue;
		}
		open = false;
		lines.push(line.replace(/^Measured with `.*$/, `Measured with \`${measured.compiler}\` and XS ${measured.xs}.`));
	}
	return text.replace(section, () => lines.join("\n"));
}

/**
 * What in `measured` is not as documented, a sentence each.
 * @param skipped columns that mean nothing here
 */
export function differences(documented: Documented, measured: Documented, skipped: readonly string[]): string[] {
	const found: string[] = [];
	measured.tables.forEach(({ columns, rows }, index) => {
		const table = documented.tables[index];
		for (const { name, values } of rows) {
			const row = table?.rows.find((candidate) => candidate.name === name);
			if (row === undefined) {
				found.push(`${name}: not in the document`);
				continue;
			}
			columns.forEach((column, place) => {
				const [actual, expected] = [values[place] as number, row.values[place] as number];
				if (!skipped.includes(column) && Math.abs(actual - expected) > expected * tolerance)
					found.push(`${name}: ${withCommas(actual)} ${column}, documented are ${withCommas(expected)}`);
			});
		}
		for (const { name } of table?.rows ?? []) {
			if (!rows.some((row) => row.name === name)) found.push(`${name}: documented, but not measured`);
		}
	});
	return found;
}
