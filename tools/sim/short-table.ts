import Table from "cli-table3";
import { plural } from "./words";

/** Only lines between columns and below the head: every row counts on a small screen. */
const chars = {
	top: "",
	"top-mid": "",
	"top-left": "",
	"top-right": "",
	bottom: "",
	"bottom-mid": "",
	"bottom-left": "",
	"bottom-right": "",
	left: "",
	"left-mid": "",
	mid: "",
	"mid-mid": "",
	right: "",
	"right-mid": "",
	middle: " │ ",
};

/**
 * A table as lines: a head, at most `limit` rows, and how many more there are.
 * @param noun what a row is
 * @param widths of the columns; default: as wide as their content
 */
export function shortTable(
	head: readonly string[],
	rows: readonly (readonly string[])[],
	limit: number,
	noun: string,
	widths?: readonly number[],
): string[] {
	const table = new Table({
		head: [...head],
		chars,
		style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
		...(widths === undefined ? {} : { colWidths: [...widths], wordWrap: true }),
	});
	const shown = rows.length > limit ? Math.max(0, limit - 1) : rows.length;
	for (const row of rows.slice(0, shown)) table.push([...row]);
	const [first = "", ...others] = table.toString().split("\n");
	const lines = [first, first.replace(/[^│]/g, "─").replaceAll("│", "┼"), ...others].map((line) => line.trimEnd());
	if (shown < rows.length) lines.push(`… and ${plural(rows.length - shown, `more ${noun}`)}`);
	return lines;
}
