import assert from "node:assert/strict";
import { test } from "node:test";
import { CborWriter } from "kith/cbor/cbor-writer";
import { toHex } from "../../support/hex";

function written(write: (writer: CborWriter) => void, capacity = 64): string {
	const buffer = new Uint8Array(capacity + 1).fill(0xee);
	const writer = new CborWriter();
	writer.open(buffer, 0, capacity);
	write(writer);
	assert.equal(buffer[capacity], 0xee, "wrote beyond its end");
	return writer.overflow ? "overflow" : toHex(buffer, writer.offset);
}

test("integers take the fewest bytes", () => {
	const cases: [number, string][] = [
		[0, "00"],
		[23, "17"],
		[24, "1818"],
		[255, "18ff"],
		[256, "190100"],
		[65535, "19ffff"],
		[65536, "1a00010000"],
		[0xffffffff, "1affffffff"],
		[0x100000000, "1b0000000100000000"],
		[Number.MAX_SAFE_INTEGER, "1b001fffffffffffff"],
		[-1, "20"],
		[-24, "37"],
		[-25, "3818"],
		[-0x80000000, "3a7fffffff"],
		[-Number.MAX_SAFE_INTEGER, "3b001ffffffffffffe"],
	];
	for (const [value, hex] of cases)
		assert.equal(
			written((writer) => writer.int(value)),
			hex,
			`${value}`,
		);
});

test("what is no safe integer is a bug of the caller", () => {
	for (const value of [0.5, Number.NaN, 2 ** 53]) {
		assert.throws(() => written((writer) => writer.int(value)), RangeError);
	}
});

test("decimal fractions are tag 4 of exponent and mantissa, integers where the exponent is 0", () => {
	assert.equal(
		written((writer) => writer.decimal(2345, -2)),
		"c48221190929",
	);
	assert.equal(
		written((writer) => writer.decimal(-5, -1)),
		"c4822024",
	);
	assert.equal(
		written((writer) => writer.decimal(2345, 0)),
		"190929",
	);
});

test("floats take the shortest exact form", () => {
	const cases: [number, string][] = [
		[1.5, "f93e00"],
		[-0, "f98000"],
		[65504, "f97bff"],
		[2 ** -24, "f90001"],
		[0.00006103515625, "f90400"],
		[Number.POSITIVE_INFINITY, "f97c00"],
		[Number.NaN, "f97e00"],
		[100000, "fa47c35000"],
		[3.4028234663852886e38, "fa7f7fffff"],
		[1.1, "fb3ff199999999999a"],
		[65505, "fa477fe100"],
		[2 ** -25, "fa33000000"],
		[5e-324, "fb0000000000000001"],
	];
	for (const [value, hex] of cases)
		assert.equal(
			written((writer) => writer.float(value)),
			hex,
			`${value}`,
		);
});

test("texts are UTF-8", () => {
	assert.equal(
		written((writer) => writer.text("aü水𐅑")),
		"6a61c3bce6b0b4f0908591",
	);
	assert.throws(() => written((writer) => writer.text("\ud800")), RangeError);
});

test("what does not fit is reported and not written", () => {
	const tooMuch: ((writer: CborWriter) => void)[] = [
		(writer) => writer.int(1000),
		(writer) => writer.text("abc"),
		(writer) => writer.bytes(new Uint8Array(3), 3),
		(writer) => writer.float(1.1),
		(writer) => writer.decimal(2345, -2),
		(writer) => writer.int(2 ** 40),
	];
	for (const write of tooMuch) assert.equal(written(write, 2), "overflow");
});

test("after an overflow nothing more is written", () => {
	const buffer = new Uint8Array(4);
	const writer = new CborWriter();
	writer.open(buffer, 0, 4);
	writer.text("abcdef");
	const length = writer.offset;
	writer.int(1);
	assert.equal(writer.offset, length);
	assert.ok(writer.overflow);
});
