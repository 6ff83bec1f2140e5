/** RFC 8613 sections 5.2 and 5.4, against what is put together here step by step. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { encode } from "kith/cbor/encode";
import { AeadInput, workLength } from "kith/oscore/aead-input";
import { partialIvLimit } from "kith/oscore/limits";
import { fromHex, toHex } from "../../support/hex";

const nonceBase = "a0a1a2a3a4a5a6a7a8a9aaabac";
const numbers = [0, 1, 0x25, 0xff, 0x100, 0x1234, 0xffff, 0x10000, 0x123456, 0xffffff, 0x1000000, 0x7fffffff];
const large = [0x80000000, 0xffffffff, 0x1_0000_0000, 0x12_3456_789a, partialIvLimit];

/** "nonce aad" of a request with this kid. */
function prepared(kid: string, noncePartialIv: number, requestPartialIv: number): string {
	const bytes = new Uint8Array(workLength + 32);
	const input = new AeadInput(bytes);
	bytes.set(fromHex(nonceBase), workLength);
	bytes.set(encode(fromHex(kid)), workLength + 13);
	// Nothing of an earlier, longer one may stay.
	input.prepare(workLength, partialIvLimit, workLength + 13, partialIvLimit);
	input.prepare(workLength, noncePartialIv, workLength + 13, requestPartialIv);
	return `${toHex(input.nonce)} ${toHex(input.aad, input.aadLength)}`;
}

function shortest(value: number): Uint8Array {
	const digits = value.toString(16);
	return fromHex(digits.length % 2 === 0 ? digits : `0${digits}`);
}

function expected(kid: string, noncePartialIv: number, requestPartialIv: number): string {
	const nonce = fromHex(nonceBase);
	const piv = fromHex(noncePartialIv.toString(16).padStart(10, "0"));
	for (let index = 0; index < 5; index++) nonce[8 + index] = (nonce[8 + index] as number) ^ (piv[index] as number);
	const array = encode([1, [10], fromHex(kid), shortest(requestPartialIv), new Uint8Array(0)]);
	return `${toHex(nonce)} ${toHex(encode(["Encrypt0", new Uint8Array(0), array]))}`;
}

test("the example of section 5.4", () => {
	assert.match(prepared("00", 0, 0x25), / 8368456e63727970743040498501810a4100412540$/);
});

test("nonce and associated data of every length of kid and number", () => {
	for (const kid of ["", "01", "0102", "01020304050607"])
		for (const number of [...numbers, ...large]) {
			assert.equal(prepared(kid, number, number), expected(kid, number, number), `${kid} ${number}`);
			assert.equal(prepared(kid, 7, number), expected(kid, 7, number), `${kid} ${number}`);
			assert.equal(prepared(kid, number, 7), expected(kid, number, 7), `${kid} ${number}`);
		}
});
