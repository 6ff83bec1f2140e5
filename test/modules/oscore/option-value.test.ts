import assert from "node:assert/strict";
import { test } from "node:test";
import { OscoreOption, oscoreOptionLimit } from "kith/oscore/option-value";
import { fromHex, toHex } from "../../support/hex";

/** "partialIv kid kidContext", "-" where there is none; undefined where the value is refused. */
function read(hex: string): string | undefined {
	const option = new OscoreOption();
	const bytes = fromHex(`aa${hex}bb`);
	if (!option.read(bytes, 1, hex.length / 2)) return undefined;
	const part = (offset: number, length: number): string =>
		length < 0 ? "-" : `[${toHex(bytes.slice(offset, offset + length))}]`;
	const number = option.partialIv < 0 ? "-" : option.partialIv;
	const kid = part(option.kidOffset, option.kidLength);
	return `${number} ${kid} ${part(option.kidContextOffset, option.kidContextLength)}`;
}

function write(partialIv: number, kid?: string, kidContext?: string, wrapped = false): string {
	const option = new OscoreOption();
	const source = fromHex(`${kid ?? ""}${kidContext ?? ""}`);
	option.partialIv = partialIv;
	option.kidOffset = 0;
	option.kidLength = kid === undefined ? -1 : kid.length / 2;
	option.kidContextOffset = (kid ?? "").length / 2;
	option.kidContextLength = kidContext === undefined ? -1 : kidContext.length / 2;
	option.wrapped = wrapped;
	const target = new Uint8Array(64).fill(0xee);
	const end = option.write(target, 2, source);
	return toHex(target.slice(2, end));
}

test("the examples of RFC 8613 section 6.3 are read and written", () => {
	assert.equal(read("090525"), "5 [25] -");
	assert.equal(write(5, "25"), "090525");
	assert.equal(read("0900"), "0 [] -");
	assert.equal(write(0, ""), "0900");
	assert.equal(read("19050544616c656b"), "5 [] [44616c656b]");
	assert.equal(write(5, "", "44616c656b"), "19050544616c656b");
	assert.equal(read(""), "- - -");
	assert.equal(write(-1), "");
	assert.equal(read("0107"), "7 - -");
	assert.equal(write(7), "0107");
});

test("an ID Context in a CBOR byte string is written so", () => {
	assert.equal(write(-1, undefined, "0102030405060708", true), "1009480102030405060708");
	assert.equal(read("1009480102030405060708"), "- - [480102030405060708]");
});

test("the longest value fits its limit", () => {
	const hex = write(0xff_ffff_ffff, "01020304050607", "00112233445566778899aabbccddeeff", true);
	assert.equal(hex.length / 2, oscoreOptionLimit);
	assert.equal(read(hex), "1099511627775 [01020304050607] [5000112233445566778899aabbccddeeff]");
});

test("what section 6.1 does not allow is refused", () => {
	const wrong = [
		"00",
		"0000",
		"20",
		"40",
		"80",
		"290525",
		"06000000000000",
		"0700000000000000",
		"01",
		"02ff",
		"0200ff",
		"0105ff",
		"10",
		"100261",
		"11050361",
		"1101016161",
		"08aabbccddeeff0011",
	];
	for (const hex of wrong) assert.equal(read(hex), undefined, hex);
});

test("an option is read alone, not with what the one before left", () => {
	const option = new OscoreOption();
	assert.equal(option.read(fromHex("1905016101"), 0, 5), true);
	assert.equal(option.kidLength, 1);
	assert.equal(option.read(fromHex("0107"), 0, 2), true);
	assert.equal(option.kidLength, -1);
	assert.equal(option.kidContextLength, -1);
});
