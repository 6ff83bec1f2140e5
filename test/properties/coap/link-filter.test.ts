/** Filters of RFC 6690 against a plain reading of the same rules. fast-check prints its seed on failure. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { asciiText } from "kith/coap/ascii-text";
import { CoreLink, linkTraits } from "kith/coap/core-link";
import { DocumentWindow } from "kith/coap/document-window";
import { admits } from "kith/coap/link-filter";

/** Few letters, so that chance finds matches. */
const word = fc.string({ unit: fc.constantFrom("a", "b", "."), minLength: 1, maxLength: 4 });
const list = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(" "));
const name = fc.constantFrom("href", "rt", "if", "ct", "title", "r", "hrefs", "obs");
const value = fc.oneof(
	word,
	word.map((text) => `${text}*`),
	fc.constantFrom("*", "", "/a", "/a/b", "/a*"),
);
const link = fc.record({
	first: word,
	second: fc.option(word),
	rt: list,
	if: fc.option(list),
	ct: fc.option(list),
	title: fc.option(word),
});

test("a link passes where every filter fits it", () => {
	fc.assert(
		fc.property(link, fc.array(fc.tuple(name, value), { maxLength: 3 }), (given, filters) => {
			const traits = linkTraits({ rt: given.rt, if: given.if ?? "", ct: given.ct ?? "" });
			const core = new CoreLink(traits);
			core.target(asciiText(given.first), 0, given.first.length, traits);
			if (given.second !== null) core.below(asciiText(given.second), 0, given.second.length);
			if (given.title !== null) core.title(asciiText(given.title), 0, given.title.length);
			const attributes = new Map<string, string[]>([
				["href", [`/${given.first}${given.second === null ? "" : `/${given.second}`}`]],
				["rt", given.rt.split(" ")],
				["if", given.if?.split(" ") ?? []],
				["ct", given.ct?.split(" ") ?? []],
				["title", given.title === null ? [] : [given.title]],
			]);
			const expected = filters.every(([attribute, pattern]) =>
				(attributes.get(attribute) ?? []).some((item) =>
					pattern.endsWith("*") ? item.startsWith(pattern.slice(0, -1)) : item === pattern,
				),
			);
			const texts = filters.map(([attribute, pattern]) => asciiText(`${attribute}=${pattern}`));
			const buffer = Buffer.concat(texts);
			const offsets = texts.map((_, index) => texts.slice(0, index).reduce((sum, text) => sum + text.length, 0));
			const queries = {
				buffer,
				queryCount: texts.length,
				queryOffset: (index: number) => offsets[index] as number,
				queryLength: (index: number) => texts[index]?.length ?? 0,
			};
			assert.equal(admits(queries, core), expected);
		}),
		{ numRuns: 2000 },
	);
});

test("a filter of any bytes is answered", () => {
	const traits = linkTraits({ rt: "kith.on", ct: "0" });
	const core = new CoreLink(traits);
	core.target(asciiText("a"), 0, 1, traits);
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 20 }), (buffer) => {
			const queries = { buffer, queryCount: 1, queryOffset: () => 0, queryLength: () => buffer.length };
			assert.equal(typeof admits(queries, core), "boolean");
		}),
	);
});

test("any window of a document is that part of it", () => {
	fc.assert(
		fc.property(fc.array(link, { maxLength: 6 }), fc.nat(400), fc.nat(200), (given, start, size) => {
			const write = (window: DocumentWindow): void => {
				for (const { first, second, rt, title } of given) {
					const traits = linkTraits({ rt });
					const core = new CoreLink(traits);
					core.target(asciiText(first), 0, first.length, traits);
					if (second !== null) core.below(asciiText(second), 0, second.length);
					if (title !== null) core.title(asciiText(title), 0, title.length);
					core.write(window);
				}
			};
			const all = new Uint8Array(2000);
			const whole = new DocumentWindow();
			whole.open(all, 0, all.length);
			write(whole);
			const part = new Uint8Array(size);
			const window = new DocumentWindow();
			window.open(part, start, size);
			write(window);
			assert.equal(window.position, whole.position);
			const expected = all.subarray(0, whole.position).subarray(start, start + size);
			assert.deepEqual([...part.subarray(0, window.kept)], [...expected]);
			assert.equal(window.full, start + size < whole.position);
		}),
	);
});
