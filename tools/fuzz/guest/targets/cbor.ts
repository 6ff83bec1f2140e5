import { cborFaults } from "kith/cbor/cbor-format";
import { CborReader } from "kith/cbor/cbor-reader";
import { decode } from "kith/cbor/decode";
import { hex } from "../hex";
import type { FuzzTarget } from "../target";

const seeds = [
	// RFC 8949 appendix A: nested arrays and maps, indefinite lengths, tags, floats, big negative integers.
	"8301820203820405",
	"a56161614161626142616361436164614461656145",
	"9f018202039f0405ffff",
	"bf61610161629f0203ffff",
	"c074323031332d30332d32315432303a30343a30305a",
	"fb3ff199999999999a",
	"3903e7",
	"5f42010243030405ff",
	"d818456449455446",
	"82c48221196ab3f5",
].map(hex);

/** Whole items as trees, with all of their limits. */
export function cborTree(): FuzzTarget {
	return {
		seeds,
		feed(bytes, length) {
			return decode(bytes.slice(0, length)).fault === cborFaults.none;
		},
	};
}

/** Item after item as streams read them, whatever they are. */
export function cborPull(): FuzzTarget {
	const reader = new CborReader();
	return {
		seeds,
		feed(bytes, length) {
			reader.open(bytes, 0, length);
			while (reader.offset < length && reader.fault === 0) {
				const before = reader.offset;
				reader.skip();
				if (reader.fault === 0 && reader.offset <= before) throw new Error("an item of no bytes");
			}
			if (reader.offset > length) throw new Error("read beyond the end");
			return reader.fault === 0;
		},
	};
}
