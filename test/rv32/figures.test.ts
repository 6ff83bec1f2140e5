import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { projectRoot } from "kith/simulator/engine/toolchain";
import { type Documented, differences, parseFigures, renderTable, replaceFigures } from "./figures";

const figures: Documented = {
	compiler: "cc (Debian) 12.2.0",
	xs: "13.3.0",
	tables: [
		{
			columns: ["instructions", "bytecodes"],
			rows: [
				{ name: "receive", values: [200_000, 2_700] },
				{ name: "allocated", values: [0, 12] },
			],
		},
		{ columns: ["bytes"], rows: [{ name: "code", values: [1_234_567] }] },
	],
};

function documentOf({ compiler, xs, tables }: Documented): string {
	const [first, second] = tables.map(renderTable);
	const section = `## 32-bit RISC-V\n\nMeasured with \`${compiler}\` and XS ${xs}.\n\n${first}\n\nWords.\n\n${second}\n`;
	return `# Footprint\n\n| other | table |\n| --- | ---: |\n| a | x |\n\n${section}\n## Something else\n\n| b | 1 |\n`;
}

test("figures are read as they were written, and nothing of other sections", () => {
	assert.deepEqual(parseFigures(documentOf(figures)), figures);
	assert.match(documentOf(figures), /\| receive \| 200,000 \| 2,700 \|/);
	assert.match(documentOf(figures), /\| code \| 1,234,567 \|/);
});

test("the document's own section is read, and has every table", () => {
	const { compiler, xs, tables } = parseFigures(readFileSync(join(projectRoot, "docs", "footprint.md"), "utf8"));
	assert.match(compiler, /riscv64-unknown-elf-gcc/);
	assert.match(xs, /^\d+\.\d+\.\d+$/);
	const columns = ["instructions", "bytecodes", "slots", "chunk bytes", "bytes"];
	assert.deepEqual(
		tables.flatMap((table) => table.columns),
		columns,
	);
	for (const { rows } of tables) assert.ok(rows.length > 0);
});

test("new figures take the place of the old ones, and every other word stays", () => {
	const old = documentOf(figures);
	const measured: Documented = {
		compiler: "cc 13",
		xs: "14.0.0",
		tables: [
			{ columns: ["instructions", "bytecodes"], rows: [{ name: "receive", values: [3, 4] }] },
			{ columns: ["bytes"], rows: [{ name: "code", values: [5] }] },
		],
	};
	const text = replaceFigures(old, measured);
	assert.deepEqual(parseFigures(text), measured);
	assert.equal(text, documentOf(measured));
	assert.equal(replaceFigures(text, figures), old);
});

test("what cannot be read is said", () => {
	assert.throws(() => parseFigures("# Footprint\n"), /no section "## 32-bit RISC-V"/);
	assert.throws(() => parseFigures("## 32-bit RISC-V\n\n| a | b |\n"), /what it was measured with/);
	const text = documentOf(figures);
	assert.throws(() => parseFigures(text.replace("2,700", "many")), /"many" in the row "receive" is no number/);
	assert.throws(() => parseFigures(text.replace("| 2,700 |", "|")), /the row "receive" has another number of columns/);
});

/** The figures with one value of the first table changed. */
function changed(name: string, place: number, value: number): Documented {
	const [first, ...rest] = figures.tables;
	const rows = (first?.rows ?? []).map((row) =>
		row.name === name ? { name, values: row.values.map((old, at) => (at === place ? value : old)) } : row,
	);
	return { ...figures, tables: [{ columns: first?.columns ?? [], rows }, ...rest] };
}

test("a tenth more or less is the same, and a figure beyond is told in both directions", () => {
	assert.deepEqual(differences(figures, figures, []), []);
	for (const value of [180_000, 220_000]) assert.deepEqual(differences(figures, changed("receive", 0, value), []), []);
	for (const value of [179_999, 220_001])
		assert.deepEqual(differences(figures, changed("receive", 0, value), []).length, 1, `${value}`);
	assert.deepEqual(differences(figures, changed("receive", 0, 300_000), []), [
		"receive: 300,000 instructions, documented are 200,000",
	]);
});

test("where nothing was allocated, nothing may be", () => {
	assert.deepEqual(differences(figures, changed("allocated", 0, 1), []), [
		"allocated: 1 instructions, documented are 0",
	]);
});

test("columns that mean nothing with another compiler are left out, the others are not", () => {
	assert.deepEqual(differences(figures, changed("receive", 0, 1), ["instructions"]), []);
	assert.equal(differences(figures, changed("receive", 1, 1), ["instructions"]).length, 1);
});

test("rows that only one side has are told", () => {
	const [first, ...rest] = figures.tables;
	const fewer: Documented = {
		...figures,
		tables: [{ columns: first?.columns ?? [], rows: (first?.rows ?? []).slice(1) }, ...rest],
	};
	assert.deepEqual(differences(figures, fewer, []), ["receive: documented, but not measured"]);
	assert.deepEqual(differences(fewer, figures, []), ["receive: not in the document"]);
});
