import assert from "node:assert/strict";
import { test } from "node:test";
import { cborFaults, majorTypes } from "kith/cbor/cbor-format";
import { CborReader } from "kith/cbor/cbor-reader";
import { fromHex } from "../../support/hex";

function readerOf(hex: string): CborReader {
	const reader = new CborReader();
	// In the middle of a buffer, so that a read beyond the end would find bytes.
	const bytes = fromHex(`00${hex}ff`);
	reader.open(bytes, 1, bytes.length - 2);
	return reader;
}

test("reads integers in every length, the shortest form or not", () => {
	const cases: [string, number][] = [
		["00", 0],
		["17", 23],
		["1818", 24],
		["1817", 23],
		["190100", 256],
		["1a000f4240", 1000000],
		["1b001fffffffffffff", Number.MAX_SAFE_INTEGER],
		["20", -1],
		["37", -24],
		["3863", -100],
		["3b001ffffffffffffe", -Number.MAX_SAFE_INTEGER],
	];
	for (const [hex, expected] of cases) {
		const reader = readerOf(hex);
		assert.equal(reader.readInt(), expected, hex);
		assert.equal(reader.fault, cborFaults.none, hex);
		assert.equal(reader.offset, reader.end, hex);
	}
});

test("refuses integers beyond 2^53 - 1", () => {
	for (const hex of ["1b0020000000000000", "1bffffffffffffffff", "3b001fffffffffffff", "3bffffffffffffffff"]) {
		const reader = readerOf(hex);
		assert.equal(reader.readInt(), 0, hex);
		assert.equal(reader.fault, cborFaults.tooLarge, hex);
	}
});

test("an item of another type is refused and stays where it is", () => {
	const reader = readerOf("6161");
	assert.equal(reader.readInt(), 0);
	assert.equal(reader.fault, cborFaults.wrongType);
	assert.equal(reader.offset, 1);
	assert.equal(reader.peek(), -1, "nothing is read after a fault");
	assert.equal(reader.readText(), 0);
	assert.equal(reader.fault, cborFaults.wrongType, "the first fault stays");
});

test("texts and byte strings are spans in place", () => {
	const reader = readerOf("63616263 420102");
	assert.equal(reader.readText(), 3);
	assert.equal(reader.spanOffset, 2);
	assert.equal(reader.text(), "abc");
	assert.equal(reader.readBytes(), 2);
	assert.equal(reader.buffer[reader.spanOffset], 1);
	assert.equal(reader.offset, reader.end);
});

test("counts that the remaining bytes cannot hold are refused at once", () => {
	for (const hex of ["9a7fffffff00", "9bffffffffffffffff", "8300 00", "a100"]) {
		const reader = readerOf(hex);
		if (reader.peek() === majorTypes.map) reader.readMap();
		else reader.readArray();
		assert.notEqual(reader.fault, cborFaults.none, hex);
	}
});

test("strings longer than the data are refused", () => {
	for (const hex of ["62 61", "7a7fffffff61", "5bffffffffffffffff", "5820 00"]) {
		const reader = readerOf(hex);
		if (reader.peek() === majorTypes.text) reader.readText();
		else reader.readBytes();
		assert.notEqual(reader.fault, cborFaults.none, hex);
	}
});

test("decimal fractions give mantissa and exponent, integers exponent 0", () => {
	const reader = readerOf("c482 21 19092a 19092a c482 01 3903e7");
	reader.readDecimal();
	assert.equal(`${reader.mantissa}e${reader.exponent}`, "2346e-2");
	reader.readDecimal();
	assert.equal(`${reader.mantissa}e${reader.exponent}`, "2346e0");
	reader.readDecimal();
	assert.equal(`${reader.mantissa}e${reader.exponent}`, "-1000e1");
	assert.equal(reader.fault, cborFaults.none);
});

test("decimal fractions beyond int32, of another shape or tag are refused", () => {
	for (const hex of [
		"c482 21 1a80000000",
		"c482 1a80000000 00",
		"c48121",
		"c482 f5 00",
		"c582 21 00",
		"f90000",
		"c421",
	]) {
		const reader = readerOf(hex);
		reader.readDecimal();
		assert.notEqual(reader.fault, cborFaults.none, hex);
	}
});

test("booleans and floats are read, other simple values are not", () => {
	const reader = readerOf("f4f5 f93c00 fa47c35000 fb3ff199999999999a f6");
	assert.equal(reader.readBoolean(), false);
	assert.equal(reader.readBoolean(), true);
	assert.equal(reader.readFloat(), 1);
	assert.equal(reader.readFloat(), 100000);
	assert.equal(reader.readFloat(), 1.1);
	assert.equal(reader.readBoolean(), false);
	assert.equal(reader.fault, cborFaults.wrongType);
});

test("skip passes over one item of any kind", () => {
	for (const hex of [
		"00",
		"3903e7",
		"63616263",
		"4401020304",
		"80",
		"a0",
		"8301820203820405",
		"a2016161028103",
		"c48221190926",
		"f6",
		"f97c00",
		"fb3ff199999999999a",
		"f820",
		"8181818181818100",
	]) {
		const reader = readerOf(`${hex}17`);
		reader.skip();
		assert.equal(reader.fault, cborFaults.none, hex);
		assert.equal(reader.readInt(), 23, hex);
	}
});

test("skip goes eight levels deep and no deeper", () => {
	const eight = readerOf("818181818181818100");
	eight.skip();
	assert.equal(eight.fault, cborFaults.none);
	const nine = readerOf("81818181818181818100");
	nine.skip();
	assert.equal(nine.fault, cborFaults.tooDeep);
});

test("skip refuses what is not well-formed, cut or of indefinite length", () => {
	const cases: [string, number][] = [
		["1c", cborFaults.notWellFormed],
		["3f", cborFaults.notWellFormed],
		["df00", cborFaults.notWellFormed],
		["ff", cborFaults.notWellFormed],
		["f81f", cborFaults.notWellFormed],
		["9f00ff", cborFaults.indefiniteLength],
		["5f4100ff", cborFaults.indefiniteLength],
		["8301", cborFaults.truncated],
		["c4", cborFaults.truncated],
		["19", cborFaults.truncated],
		["", cborFaults.truncated],
		["bb8000000000000000", cborFaults.tooLarge],
	];
	for (const [hex, fault] of cases) {
		const reader = readerOf(hex);
		reader.skip();
		assert.equal(reader.fault, fault, hex);
	}
});
