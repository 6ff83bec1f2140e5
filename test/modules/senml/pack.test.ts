import assert from "node:assert/strict";
import { test } from "node:test";
import { PackReader } from "kith/senml/pack-reader";
import { PackWriter, packBytesLimit, recordLimit } from "kith/senml/pack-writer";
import { recordKinds, senmlFaults } from "kith/senml/senml-labels";
import { fromHex, toHex } from "../../support/hex";

function open(hex: string): PackReader {
	const bytes = fromHex(`00${hex}00`);
	const pack = new PackReader();
	pack.open(bytes, 1, bytes.length - 2);
	return pack;
}

/** Reads all records; the fault that ended it. */
function faultOf(hex: string): number {
	const pack = open(hex);
	while (pack.next());
	return pack.fault;
}

function ascii(pack: PackReader, hex: string, offset: number, length: number): string {
	assert.ok(pack !== undefined);
	return String.fromCharCode(...fromHex(`00${hex}00`).slice(offset, offset + length));
}

test("one reading is 13 bytes: golden", () => {
	const pack = new PackWriter();
	pack.begin(1);
	pack.add(0x1a, 2345, 2, false);
	assert.equal(
		toHex(pack.bytes, pack.length),
		toHex(
			fromHex(`81                # array of 1 record
			a2                # map of 2 pairs
			00 62 3161        # n: "1a"
			02 c4 82 21 190929 # v: decimal fraction [-2, 2345]`),
		),
	);
});

test("booleans and whole numbers, short names: golden", () => {
	const pack = new PackWriter();
	pack.begin(3);
	pack.add(0, 1, 0, true);
	pack.add(0xff, -40, 0, false);
	pack.add(0x0f, -2147483648, 3, false);
	assert.equal(
		toHex(pack.bytes, pack.length),
		toHex(
			fromHex(`83
			a2 00 61 30 04 f5                     # "0": vb true
			a2 00 62 6666 02 3827                 # "ff": v -40
			a2 00 61 66 02 c4 82 22 3a 7fffffff   # "f": v -2147483.648`),
		),
	);
});

test("every short id is written and read back", () => {
	const writer = new PackWriter();
	const reader = new PackReader();
	for (let id = 0; id < 256; id++) {
		writer.begin(1);
		writer.add(id, id - 100, 1, false);
		assert.ok(reader.open(writer.bytes, 0, writer.length));
		assert.ok(reader.next());
		assert.equal(reader.resourceId, id);
		assert.ok(reader.valueAs(1, false));
		assert.equal(reader.value, id - 100);
		assert.ok(!reader.next() && !reader.broken);
	}
});

test("a full pack of the longest records fits its buffer, one more is a bug", () => {
	const pack = new PackWriter();
	pack.begin(recordLimit);
	for (let index = 0; index < recordLimit; index++) pack.add(0xf0 + index, -2147483648, 3, false);
	assert.ok(pack.length <= packBytesLimit);
	assert.throws(() => pack.add(0, 0, 0, false), RangeError);
	assert.throws(() => pack.begin(recordLimit + 1), RangeError);
	assert.throws(() => pack.begin(0), RangeError);
	const reader = new PackReader();
	reader.open(pack.bytes, 0, pack.length);
	let count = 0;
	while (reader.next()) count++;
	assert.equal(count, recordLimit);
	assert.ok(!reader.broken);
});

test("names that are no short id have none", () => {
	for (const name of ["6130", "6166", "623130", "626666"]) {
		const pack = open(`81a200${name}0200`);
		assert.ok(pack.next() && pack.resourceId >= 0, name);
	}
	for (const name of ["60", "6141", "623061", "623141", "623131".replace("31", "2f"), "63313131", "6167", "627841"]) {
		const pack = open(`81a200${name}0200`);
		assert.ok(pack.next(), name);
		assert.equal(pack.resourceId, -1, name);
	}
	const nameless = open("81a10200");
	assert.ok(nameless.next());
	assert.equal(nameless.resourceId, -1);
});

test("a base name goes before the names of its record and all later ones", () => {
	const pack = open("83 a3 21 61 31 00 61 61 02 01  a2 00 61 62 02 02  a1 02 03".replaceAll(" ", ""));
	const ids: number[] = [];
	while (pack.next()) ids.push(pack.resourceId);
	assert.equal(ids.join(), "26,27,1");
	assert.equal(pack.fault, senmlFaults.none);
	const whole = open("81a2216231610201");
	assert.ok(whole.next());
	assert.equal(whole.resourceId, 0x1a);
});

test("labels come in any order, unknown ones are passed over", () => {
	const pack = open("81 a5 02 05 6178 8101 18ff a10101 05 07 00 6137".replaceAll(" ", ""));
	assert.ok(pack.next());
	assert.equal(pack.resourceId, 7);
	assert.ok(pack.valueAs(0, false));
	assert.equal(pack.value, 5);
	assert.ok(!pack.next());
	assert.ok(!pack.broken);
});

test("an unknown label that ends in an underscore must be understood and is not", () => {
	assert.equal(faultOf("81a2 6378795f 01 02 05".replaceAll(" ", "")), senmlFaults.mandatoryLabel);
});

test("times and units: base and own", () => {
	const hex = "82 a4 22 1a 5d000000 23 6143 02 01 06 29  a3 01 626c78 02 02 06 fbbfe0000000000000".replaceAll(" ", "");
	const pack = open(hex);
	assert.ok(pack.next());
	assert.equal(pack.time, 0x5d000000 - 10);
	assert.equal(ascii(pack, hex, pack.unitOffset, pack.unitLength), "C");
	assert.ok(pack.next());
	assert.equal(pack.time, 0x5d000000 - 0.5);
	assert.equal(ascii(pack, hex, pack.unitOffset, pack.unitLength), "lx");
	assert.ok(!pack.next() && !pack.broken);
});

test("a record's own time adds to its base time, whichever comes first", () => {
	const pack = open("81a3 06 05 22 1864 02 01".replaceAll(" ", ""));
	assert.ok(pack.next());
	assert.equal(pack.time, 105);
});

test("values of other exponents are converted exactly or refused", () => {
	const value = (hex: string, scale: number): number | undefined => {
		const pack = open(`81a102${hex}`);
		assert.ok(pack.next(), hex);
		return pack.valueAs(scale, false) ? pack.value : undefined;
	};
	assert.equal(value("c48220 18eb", 2), 2350);
	assert.equal(value("17", 2), 2300);
	assert.equal(value("c4822219092e", 2), 235, "2.350 is 2.35");
	assert.equal(value("c4822219092f", 2), undefined, "2.351 is not");
	assert.equal(value("c4822219092f", 3), 2351);
	assert.equal(value("fb405e066666666666", 1), 1201);
	assert.equal(value("fb405e066666666667", 1), undefined);
	assert.equal(value("f94d00", 0), 20);
	assert.equal(value("fa41ad999a", 1), 217);
});

test("a value of another kind is not the one asked for", () => {
	const boolean = open("81a104f5");
	assert.ok(boolean.next());
	assert.equal(boolean.kind, recordKinds.boolean);
	assert.ok(!boolean.valueAs(0, false));
	assert.ok(boolean.valueAs(0, true));
	assert.equal(boolean.value, 1);
	const number = open("81a10201");
	assert.ok(number.next() && !number.valueAs(0, true));
	const text = open("81a1036161");
	assert.ok(text.next());
	assert.equal(text.kind, recordKinds.text);
	assert.ok(!text.valueAs(0, false) && !text.valueAs(0, true));
	const none = open("81a1006131");
	assert.ok(none.next());
	assert.equal(none.kind, recordKinds.none);
	assert.ok(!none.valueAs(0, false) && !none.valueAs(0, true));
});

test("refuses what is no pack", () => {
	for (const hex of [
		"",
		"a0",
		"01",
		"8101",
		"81a1",
		"82a10201",
		"81a1020100",
		"9fa10201ff",
		"81bf0201ff",
		"81a20201",
	]) {
		const pack = open(hex);
		while (pack.next());
		assert.ok(pack.broken, hex);
	}
});

test("refuses fields of wrong types, twice, and values beyond int32", () => {
	for (const hex of [
		"81a10001",
		"81a1026161",
		"81a10401",
		"81a1021a80000000",
		"81a202010201",
		"81a1f501",
		"81a12001f5",
	]) {
		assert.notEqual(faultOf(hex), senmlFaults.none, hex);
	}
	assert.equal(faultOf("81a2020104f5"), senmlFaults.twoValues);
	assert.equal(faultOf("81a2200b0201"), senmlFaults.version);
	assert.equal(faultOf("81a2200a0201"), senmlFaults.none);
	assert.equal(faultOf("81a224010201"), senmlFaults.baseValue);
});

test("the multiple-datapoint example of RFC 8428 section 5.1.2, in CBOR as section 6 labels it", () => {
	// bn "urn:dev:ow:10e2073a01080063:", bt 1.276020076001e+09, bu "A", bver 5; n "voltage" u "V" v 120.1; n "current" t -5 v 1.2; …
	const hex = `82
		a7 21 781c 75726e3a6465763a6f773a313065323037336130313038303036333a
		22 fb41d303a15b001062 23 6141 20 05 00 67 766f6c74616765 01 6156 02 fb405e066666666666
		a3 00 67 63757272656e74 06 24 02 fb3ff3333333333333`.replace(/\s/g, "");
	const pack = open(hex);
	assert.ok(pack.next());
	assert.equal(ascii(pack, hex, pack.baseNameOffset, pack.baseNameLength), "urn:dev:ow:10e2073a01080063:");
	assert.equal(ascii(pack, hex, pack.nameOffset, pack.nameLength), "voltage");
	assert.equal(ascii(pack, hex, pack.unitOffset, pack.unitLength), "V");
	assert.equal(pack.time, 1.276020076001e9);
	assert.ok(pack.valueAs(1, false));
	assert.equal(pack.value, 1201);
	assert.ok(pack.next());
	assert.equal(ascii(pack, hex, pack.unitOffset, pack.unitLength), "A");
	assert.equal(pack.time, 1.276020076001e9 - 5);
	assert.ok(pack.valueAs(1, false));
	assert.equal(pack.value, 12);
	assert.ok(!pack.next() && !pack.broken);
});
