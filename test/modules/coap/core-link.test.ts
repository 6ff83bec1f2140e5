import assert from "node:assert/strict";
import { test } from "node:test";
import { asciiText } from "kith/coap/ascii-text";
import { CoreLink, linkTraits } from "kith/coap/core-link";
import { DocumentWindow } from "kith/coap/document-window";
import { admits, type Queries } from "kith/coap/link-filter";

const temperature = linkTraits({ rt: "kith.temperature", if: "core.s", ct: "112 0", observable: true });
const lamp = linkTraits({ rt: "kith.on lamp", if: "core.a", ct: "112" });
const bare = linkTraits({ rt: "kith.boot" });

/** Two resources with a node's name before them, one by its short id with a title, and one bare. */
function links(): CoreLink[] {
	const names = asciiText("kitchenclimate/temperature1a");
	const first = new CoreLink(bare);
	first.target(names, 0, 7, temperature);
	first.below(names, 7, 19);
	const second = new CoreLink(bare);
	second.target(names, 26, 2, lamp);
	second.title(names, 7, 19);
	const third = new CoreLink(bare);
	third.target(names, 0, 7, bare);
	return [first, second, third];
}

const whole =
	'</kitchen/climate/temperature>;rt="kith.temperature";if="core.s";ct="112 0";obs,' +
	'</1a>;rt="kith.on lamp";if="core.a";ct=112;title="climate/temperature",' +
	'</kitchen>;rt="kith.boot"';

function text(bytes: Uint8Array, length: number): string {
	let result = "";
	for (let index = 0; index < length; index++) result += String.fromCharCode(bytes[index] as number);
	return result;
}

function part(start: number, size: number): { text: string; full: boolean; position: number } {
	const window = new DocumentWindow();
	const target = new Uint8Array(size);
	window.open(target, start, size);
	for (const link of links()) link.write(window);
	return { text: text(target, window.kept), full: window.full, position: window.position };
}

function queries(...texts: string[]): Queries {
	const buffer = asciiText(texts.join("&"));
	const offsets: number[] = [];
	let at = 0;
	for (const query of texts) {
		offsets.push(at);
		at += query.length + 1;
	}
	return {
		buffer,
		queryCount: texts.length,
		queryOffset: (index) => offsets[index] as number,
		queryLength: (index) => (texts[index] as string).length,
	};
}

function admitted(...filters: string[]): string {
	return links()
		.map((link, index) => (admits(queries(...filters), link) ? String(index) : ""))
		.join("");
}

test("links are written as RFC 6690 section 2 has them", () => {
	const { text, full, position } = part(0, 500);
	assert.equal(text, whole);
	assert.equal(full, false);
	assert.equal(position, whole.length);
});

test("the parts of a document, of whatever size, put together are the document", () => {
	for (const size of [1, 16, 64, 100, 256]) {
		let together = "";
		for (let start = 0; start < whole.length; start += size) {
			const block = part(start, size);
			assert.equal(block.full, start + size < whole.length, `${start}/${size}`);
			together += block.text;
		}
		assert.equal(together, whole);
		assert.equal(part(whole.length + size, size).text, "", "beyond the end there is nothing");
	}
});

test("a filter by target, by its beginning, and by what no link has", () => {
	assert.equal(admitted("href=/kitchen/climate/temperature"), "0");
	assert.equal(admitted("href=/kitchen*"), "02");
	assert.equal(admitted("href=/kitchen"), "2");
	assert.equal(admitted("href=*"), "012");
	assert.equal(admitted("href=/kitchen/climate/temperatures*"), "");
	assert.equal(admitted("rev=foo"), "");
	assert.equal(admitted("obs="), "");
});

test("a filter by an attribute that is a list needs one item of it", () => {
	assert.equal(admitted("rt=kith.temperature"), "0");
	assert.equal(admitted("rt=kith.*"), "012");
	assert.equal(admitted("rt=lamp"), "1");
	assert.equal(admitted("rt=lam"), "");
	assert.equal(admitted("rt=lam*"), "1");
	assert.equal(admitted("ct=0"), "0");
	assert.equal(admitted("ct=112"), "01");
	assert.equal(admitted("ct=11"), "");
	assert.equal(admitted("if=core.*"), "01");
	assert.equal(admitted("if=*"), "01", "an attribute that is missing fits nothing");
	assert.equal(admitted("title=climate*"), "1");
	assert.equal(admitted("title=climate/temperature"), "1");
	assert.equal(admitted("title=climate"), "");
	assert.equal(admitted("rt="), "");
});

test("several filters must all hold; a query that is no filter is passed over", () => {
	assert.equal(admitted("rt=kith.*", "ct=0"), "0");
	assert.equal(admitted("rt=kith.*", "ct=0", "if=core.a"), "");
	assert.equal(admitted("rt=kith.*", "anything"), "012");
	assert.equal(admitted(), "012");
});

test("texts of links are printable ASCII", () => {
	assert.throws(() => linkTraits({ rt: "Küche" }), RangeError);
});
