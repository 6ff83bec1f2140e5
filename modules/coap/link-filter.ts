import type { CoreLink } from "./core-link";

/** The Uri-Query options of a request. */
export interface Queries {
	readonly buffer: Uint8Array;
	readonly queryCount: number;
	queryOffset(index: number): number;
	queryLength(index: number): number;
}

const equals = 0x3d;
const star = 0x2a;
const space = 0x20;

/**
 * Whether a link passes the filters of a request for `/.well-known/core` (RFC 6690 section 4.1): `href=`, `rt=`, `if=`,
 * `ct=` and `title=`, each with a value or the beginning of one and `*`; of several all must hold. `rt`, `if` and `ct`
 * are lists, of which one item must fit. A filter by anything else fits no link; a query without `=` is no filter.
 */
export function admits(queries: Queries, link: CoreLink): boolean {
	const count = queries.queryCount;
	for (let index = 0; index < count; index++) {
		if (!holds(queries.buffer, queries.queryOffset(index), queries.queryLength(index), link)) return false;
	}
	return true;
}

function holds(buffer: Uint8Array, offset: number, length: number, link: CoreLink): boolean {
	const end = offset + length;
	let at = offset;
	while (at < end && buffer[at] !== equals) at++;
	if (at === end) return true;
	const from = at + 1;
	switch (nameOf(buffer, offset, at - offset)) {
		case "href":
			return fitsTarget(buffer, from, end, link);
		case "title":
			return fitsTitle(buffer, from, end, link);
		case "rt":
			return fitsWord(buffer, from, end, link.traits.rt);
		case "if":
			return fitsWord(buffer, from, end, link.traits.if);
		case "ct":
			return fitsWord(buffer, from, end, link.traits.ct);
	}
	return false;
}

type FilterName = "href" | "title" | "rt" | "if" | "ct";

/** By its bytes: no text is made of what a stranger sent. */
function nameOf(buffer: Uint8Array, at: number, length: number): FilterName | undefined {
	const first = buffer[at];
	const second = buffer[at + 1];
	if (length === 2) {
		if (first === 0x72 && second === 0x74) return "rt";
		if (first === 0x69 && second === 0x66) return "if";
		return first === 0x63 && second === 0x74 ? "ct" : undefined;
	}
	const third = buffer[at + 2];
	const fourth = buffer[at + 3];
	if (length === 4) return first === 0x68 && second === 0x72 && third === 0x65 && fourth === 0x66 ? "href" : undefined;
	const titled = first === 0x74 && second === 0x69 && third === 0x74 && fourth === 0x6c && buffer[at + 4] === 0x65;
	return length === 5 && titled ? "title" : undefined;
}

/** Whether the value ends in "*": then only its beginning counts. */
function isOpen(buffer: Uint8Array, from: number, end: number): boolean {
	return end > from && buffer[end - 1] === star;
}

function fitsTarget(buffer: Uint8Array, from: number, end: number, link: CoreLink): boolean {
	const open = isOpen(buffer, from, end);
	const length = end - from - (open ? 1 : 0);
	if (open ? link.targetLength < length : link.targetLength !== length) return false;
	for (let index = 0; index < length; index++) if (buffer[from + index] !== link.targetByte(index)) return false;
	return true;
}

function fitsTitle(buffer: Uint8Array, from: number, end: number, link: CoreLink): boolean {
	const open = isOpen(buffer, from, end);
	const length = end - from - (open ? 1 : 0);
	if (link.titleLength === 0) return false;
	if (open ? link.titleLength < length : link.titleLength !== length) return false;
	for (let index = 0; index < length; index++) if (buffer[from + index] !== link.titleByte(index)) return false;
	return true;
}

/** @param words with spaces between them; an attribute that the link does not have is empty, and fits nothing */
function fitsWord(buffer: Uint8Array, from: number, end: number, words: Uint8Array): boolean {
	const open = isOpen(buffer, from, end);
	const length = end - from - (open ? 1 : 0);
	let start = 0;
	while (start < words.length) {
		let stop = start;
		while (stop < words.length && words[stop] !== space) stop++;
		if (open ? stop - start >= length : stop - start === length) {
			let index = 0;
			while (index < length && buffer[from + index] === words[start + index]) index++;
			if (index === length) return true;
		}
		start = stop + 1;
	}
	return false;
}
