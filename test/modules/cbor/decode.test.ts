import assert from "node:assert/strict";
import { test } from "node:test";
import { cborFaults } from "kith/cbor/cbor-format";
import { CborTag, type CborValue } from "kith/cbor/cbor-value";
import { decode } from "kith/cbor/decode";
import { encode } from "kith/cbor/encode";
import { fromHex, toHex } from "../../support/hex";

function faultOf(hex: string): number {
	return decode(fromHex(hex)).fault;
}

function decoded(hex: string): CborValue {
	const result = decode(fromHex(hex));
	if (result.fault !== cborFaults.none) assert.fail(`${hex}: fault ${result.fault} at ${result.offset}`);
	return result.value;
}

test("every malformed item of RFC 8949 appendix F is refused", () => {
	const ends = `18 19 1a 1b 1901 1a0102 1b01020304050607 38 58 78 98 9a01ff00 b8 d8 f8 f900 fa0000 fb000000
		41 61 5affffffff00 5bffffffffffffffff010203 7affffffff00 7b7fffffffffffffff010203
		81 818181818181818181 8200 a1 a20102 a100 a2000000 c0
		5f4100 7f6100 9f 9f0102 bf bf01020102 819f 9f8000 9f9f9f9f9fffffffff 9f819f819f9fffffff`;
	const reserved = "1c 1d 1e 3c 3d 3e 5c 5d 5e 7c 7d 7e 9c 9d 9e bc bd be dc dd de fc fd fe";
	const simple = "f800 f801 f818 f81f";
	const chunks = "5f00ff 5f21ff 5f6100ff 5f80ff 5fa0ff 5fc000ff 5fe0ff 7f4100ff 5f5f4100ffff 7f7f6100ffff";
	const breaks = "ff 81ff 8200ff a1ff a1ff00 a100ff a20000ff 9f81ff 9f829f819f9fffffffff bf00ff bf000000ff";
	const sizeless = "1f 3f df";
	// A double key is met in some of them before the end is.
	const malformed: number[] = [
		cborFaults.truncated,
		cborFaults.notWellFormed,
		cborFaults.tooLarge,
		cborFaults.duplicateKey,
	];
	for (const hex of [ends, reserved, simple, chunks, breaks, sizeless].join(" ").split(/\s+/)) {
		const fault = faultOf(hex);
		assert.notEqual(fault, cborFaults.none, hex);
		assert.ok(malformed.includes(fault), `${hex}: ${fault}`);
	}
});

test("refuses bytes after the item, wrong UTF-8, double keys, and what a CborValue cannot hold", () => {
	assert.equal(faultOf("0000"), cborFaults.trailingBytes);
	for (const hex of ["61ff", "62c080", "63eda080", "64f4908080", "61c3", "7f61c361bcff"]) {
		assert.equal(faultOf(hex), cborFaults.notUtf8, hex);
	}
	assert.equal(faultOf("a201000100"), cborFaults.duplicateKey);
	assert.equal(faultOf("a2616100616101"), cborFaults.duplicateKey);
	for (const hex of ["a18000", "a1f500", "a1410000", "f0", "f8ff"])
		assert.equal(faultOf(hex), cborFaults.unsupported, hex);
	assert.equal(faultOf("1b0020000000000000"), cborFaults.tooLarge);
});

test("refuses more levels and more items than the limits, without recursion", () => {
	const deep = new Uint8Array(100_000).fill(0x81);
	assert.equal(decode(deep).fault, cborFaults.tooDeep);
	assert.equal(decode(fromHex("828181000000"), { depth: 3, items: 4 }).fault, cborFaults.tooLong);
	assert.equal(decode(fromHex("81818100"), { depth: 2, items: 10 }).fault, cborFaults.tooDeep);
	assert.equal(decode(fromHex("81818100"), { depth: 3, items: 4 }).fault, cborFaults.none);
	// Chunks count too: an endless string of empty ones costs time.
	assert.equal(decode(fromHex(`5f${"40".repeat(9)}ff`), { depth: 1, items: 9 }).fault, cborFaults.tooLong);
});

test("closing many levels at once", () => {
	assert.deepEqual(decoded(`${"81".repeat(16)}80`.slice(2)), nested(16));
	assert.deepEqual(decoded(`${"9f".repeat(16)}${"ff".repeat(16)}`), nested(16));
});

function nested(levels: number): CborValue {
	let value: CborValue = [];
	for (let level = 1; level < levels; level++) value = [value];
	return value;
}

test("what is encoded comes back", () => {
	const value: CborValue = new Map<number | string, CborValue>([
		["name", "kitchen"],
		[1, [1, -1, 1.5, true, false, null, undefined]],
		[-5, new Map([["deep", new Map([[0, "é"]])]])],
		["tag", new CborTag(4, [-2, 2345])],
	]);
	const bytes = encode(value);
	const result = decode(bytes);
	assert.equal(result.fault, cborFaults.none);
	assert.equal(toHex(encode(result.fault === cborFaults.none ? result.value : undefined)), toHex(bytes));
});

test("map keys are written in the order of their bytes, whatever the order of insertion", () => {
	const one = encode(
		new Map<number | string, CborValue>([
			["b", 1],
			["aa", 2],
			[10, 3],
			[-1, 4],
			[100, 5],
		]),
	);
	const other = encode(
		new Map<number | string, CborValue>([
			[100, 5],
			[-1, 4],
			["aa", 2],
			["b", 1],
			[10, 3],
		]),
	);
	assert.equal(toHex(one), "a50a031864052004616201626161 02".replace(" ", ""));
	assert.equal(toHex(other), toHex(one));
});

test("what cannot be encoded throws", () => {
	assert.throws(() => encode({ plain: "object" } as unknown as CborValue), TypeError);
	assert.throws(() => encode(new Map([[0.5, 1]])), TypeError);
	assert.throws(() => encode(nested(17)), RangeError);
	assert.throws(() => encode(new Uint8Array(100), 100), RangeError);
});

test("large values find room", () => {
	const bytes = new Uint8Array(5000).fill(7);
	const back = decode(encode(bytes));
	assert.ok(back.fault === cborFaults.none && back.value instanceof Uint8Array && back.value.length === 5000);
});
