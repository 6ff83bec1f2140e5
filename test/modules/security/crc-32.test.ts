import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32 } from "kith/security/crc-32";

function ascii(text: string): Uint8Array {
	const bytes = new Uint8Array(text.length);
	for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
	return bytes;
}

test("CRC-32 of the check text, of nothing, of one byte, of a part", () => {
	assert.equal(crc32(ascii("123456789"), 0, 9) >>> 0, 0xcbf43926);
	assert.equal(crc32(ascii(""), 0, 0), 0);
	assert.equal(crc32(ascii("a"), 0, 1) >>> 0, 0xe8b7be43);
	assert.equal(crc32(ascii("xx123456789yy"), 2, 11) >>> 0, 0xcbf43926);
});
