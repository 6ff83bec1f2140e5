import { OuterMessage } from "kith/oscore/outer-message";
import { hex } from "../hex";
import type { FuzzTarget } from "../target";

const seeds = [
	// RFC 8613 appendices C.4, C.5 and C.6 as far as an outsider sees them, and a second option in front of it.
	"44025d1f00003974396c6f63616c686f737462091400ff 612f1092f1776f1c1668b3825e",
	"440271c30000b932396c6f63616c686f737463091400ff 4ed339a5a379b0b8bc731fffb0",
	"44022f8eef9bbf7a396c6f63616c686f73746b19140837cbf3210017a2d3ff 72cd7273fd331ac45cffbe55c3",
	"50020001 99 09 14 02 0102 0304 05 ff 0102030405060708090a",
].map(hex);

/** What of a protected message can be read without a key: the options outside, and the OSCORE option (RFC 8613 section 6.1). */
export function oscoreOuter(): FuzzTarget {
	const outer = new OuterMessage();
	return {
		seeds,
		feed(bytes, length) {
			outer.isProtected(bytes, 0, length);
			if (outer.open(bytes, 0, length) !== 0) return false;
			if (outer.textOffset + outer.textLength !== length) throw new Error("a ciphertext beyond the end");
			const { kidOffset, kidLength, kidContextOffset, kidContextLength } = outer.option;
			if (kidLength > 0 && kidOffset + kidLength > outer.textOffset) throw new Error("a kid beyond the option");
			if (kidContextLength > 0 && kidContextOffset + kidContextLength > outer.textOffset)
				throw new Error("a kid context beyond the option");
			return true;
		},
	};
}
