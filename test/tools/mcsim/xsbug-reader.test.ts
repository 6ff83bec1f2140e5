import assert from "node:assert/strict";
import { test } from "node:test";
import { XsbugReader } from "../../../tools/mcsim/xsbug-reader";

/** As XS 17 sends it: a login, instruments nobody asked for, a log in pieces, an exception. */
const stream = [
	'\r\n<xsbug><login name="kith" value="XS 17.7.0 64-bit LE 32-bit ID" flags="e"/></xsbug>\r\n',
	'\r\n<xsbug><instruments><instrument name="Chunk used" value=" / "/></instruments></xsbug>\r\n',
	"\r\n<xsbug><samples>1,2,3</samples></xsbug>\r\n",
	'\r\n<xsbug><log path="/a/b.ts" line="7">kith reading 0 21</log></xsbug>\r\n',
	"\r\n<xsbug><log>50\nkith-test passed a &lt;b&gt; &amp; &quot;c&quot; &#252;\n</log></xsbug>\r\n",
	'\r\n<xsbug><break path="/a.ts" line="3">throw!\nError: it broke</break></xsbug>\r\n',
].join("");

function read(pieces: readonly string[]): string[] {
	const seen: string[] = [];
	const reader = new XsbugReader({
		onLogin: (name) => seen.push(`login ${name}`),
		onLine: (line) => seen.push(`line ${line}`),
		onBreak: (message) => seen.push(`break ${message}`),
	});
	for (const piece of pieces) reader.accept(piece);
	return seen;
}

const expected = [
	"login kith",
	"line kith reading 0 2150",
	'line kith-test passed a <b> & "c" ü',
	"break throw!\nError: it broke",
];

test("logins, whole lines and breaks are found in what a machine sends, however it is cut", () => {
	assert.deepEqual(read([stream]), expected);
	for (const size of [1, 2, 3, 5, 8, 13, 50]) {
		const pieces: string[] = [];
		for (let at = 0; at < stream.length; at += size) pieces.push(stream.slice(at, at + size));
		assert.deepEqual(read(pieces), expected, `pieces of ${size}`);
	}
});

test("a stream without end that is none of XS's is refused, and a long one of XS's is not kept", () => {
	assert.throws(() => read(["<log>", "x".repeat(2 << 20)]), /no XS machine/);
	assert.deepEqual(read([`<samples>${"1,".repeat(2 << 20)}</samples>`, "<log>a\n</log>"]), ["line a"]);
});
