import assert from "node:assert/strict";
import { test } from "node:test";
import { insertOption } from "kith/coap/insert-option";
import { CoapMessage } from "kith/coap/message";
import { fromHex, toHex } from "../../support/hex";

function inserted(message: string, number: number, value: string, limit = 64): string {
	const buffer = new Uint8Array(80);
	const plain = fromHex(message.replaceAll(" ", ""));
	buffer.set(plain);
	const bytes = fromHex(value);
	const length = insertOption(new CoapMessage(), buffer, plain.length, limit, number, bytes, bytes.length);
	return length < 0 ? "no" : toHex(buffer.slice(0, length));
}

const joined = (hex: string): string => hex.replaceAll(" ", "");

test("an option goes behind the others and in front of the payload", () => {
	assert.equal(
		inserted("4003 0001 b23166 1170 ff 8101", 252, "aabb"),
		joined("4003 0001 b23166 1170 d2e3 aabb ff 8101"),
	);
	assert.equal(inserted("4201 0001 1234 b161", 252, "aa"), joined("4201 0001 1234 b161 d1e4 aa"));
	assert.equal(inserted("4001 0001", 252, "aa"), joined("4001 0001 d1ef aa"));
});

test("deltas and lengths take the bytes that they need", () => {
	assert.equal(inserted("4001 0001", 12, "aa"), joined("4001 0001 c1 aa"));
	assert.equal(inserted("4001 0001", 292, "aa"), joined("4001 0001 e10017 aa"));
	const long = "00112233445566778899aabbcc";
	assert.equal(inserted("4001 0001 ff 01", 252, long), joined(`4001 0001 dd ef 00 ${long} ff 01`));
});

test("an option of the same number is replaced", () => {
	const once = inserted("4201 0001 1234 b161 ff 77", 252, "aabbcc");
	assert.equal(inserted(once, 252, "dd"), joined("4201 0001 1234 b161 d1e4 dd ff 77"));
	assert.equal(inserted(inserted("4001 0001", 252, "aa"), 252, "bbcc"), joined("4001 0001 d2ef bbcc"));
});

test("what does not fit, or has options of higher numbers, is left alone", () => {
	assert.equal(inserted("4001 0001 b161", 252, "aabbccdd", 11), "no");
	assert.equal(inserted("4001 0001 b161", 252, "aabbccdd", 12), joined("4001 0001 b161 d4e4 aabbccdd"));
	assert.equal(inserted("5002 0001 e1fff5 1a", 252, "aa"), "no");
	assert.equal(inserted("4001 00", 252, "aa"), "no");
});
