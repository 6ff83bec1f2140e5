import assert from "node:assert/strict";
import { test } from "node:test";
import { OptionCursor, writeOptionHead } from "kith/oscore/option-cursor";
import { fromHex, toHex } from "../../support/hex";

/** "number:value …", then "!" where it broke, and how many bytes are left. */
function walk(hex: string): string {
	const cursor = new OptionCursor();
	const bytes = fromHex(`ff${hex}`);
	cursor.open(bytes, 1, bytes.length);
	let text = "";
	while (cursor.next()) text += `${cursor.number}:${toHex(bytes.slice(cursor.offset, cursor.offset + cursor.length))} `;
	return `${text}${cursor.broken ? "!" : ""}${bytes.length - cursor.at}`;
}

test("options are walked over up to the payload", () => {
	assert.equal(walk(""), "0");
	assert.equal(walk("b172117a"), "11:72 12:7a 0");
	assert.equal(walk("b172ff01"), "11:72 2");
	assert.equal(walk("b0001101ff00"), "11: 11: 12:01 2");
});

test("extended deltas and lengths", () => {
	assert.equal(walk("d00d"), "26: 0");
	assert.equal(walk("e00000"), "269: 0");
	assert.equal(walk(`0d03${"11".repeat(16)}`), `0:${"11".repeat(16)} 0`);
	assert.equal(walk(`0e0002${"22".repeat(271)}`), `0:${"22".repeat(271)} 0`);
});

test("what is no option breaks, at every place where an end can cut", () => {
	for (const hex of ["f0", "0f", "1f00", "f100", "b2", "b272", "d0", "0d", "0d00", "e0", "e000", "0e00", "0e000001"])
		assert.match(walk(hex), /!/, hex);
	assert.match(walk("e0feffe0feff"), /^65548?.*!|!/);
	assert.equal(walk("e0fef2"), "65535: 0");
	assert.match(walk("e0fef3"), /^!/);
});

test("heads are written as they are read", () => {
	for (const delta of [0, 1, 12, 13, 268, 269, 1000, 65535])
		for (const length of [0, 12, 13, 268, 269, 400]) {
			const buffer = new Uint8Array(420);
			const at = writeOptionHead(buffer, 0, delta, length);
			const cursor = new OptionCursor();
			cursor.open(buffer, 0, at + length);
			assert.equal(cursor.next(), true);
			assert.equal(`${cursor.number} ${cursor.offset} ${cursor.length}`, `${delta} ${at} ${length}`);
			assert.equal(cursor.at, at + length);
		}
});
