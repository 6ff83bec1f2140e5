import assert from "node:assert/strict";
import { test } from "node:test";
import { ChecksumProtection } from "kith/security/checksum-protection";
import { crc32 } from "kith/security/crc-32";
import { protectionFaults } from "kith/security/protection";
import { toHex } from "../../support/hex";

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

test("the tag follows the message, big-endian, over header and message", () => {
	const frame = new Uint8Array(16);
	frame.set(ascii("123456789"));
	const protection = new ChecksumProtection();
	assert.equal(protection.protect(frame, 4, 5), 9);
	assert.equal(toHex(frame, 13).slice(18), "cbf43926");
	assert.equal(protection.unprotect(frame, 4, 9), 5);
});

test("every flipped bit of header, message and tag is refused", () => {
	const protection = new ChecksumProtection();
	const frame = new Uint8Array(60);
	for (let index = 0; index < frame.length; index++) frame[index] = index * 37;
	const length = 13 + protection.protect(frame, 13, 40);
	for (let bit = 0; bit < 8 * length; bit++) {
		frame[bit >> 3] = (frame[bit >> 3] as number) ^ (1 << (bit & 7));
		assert.equal(protection.unprotect(frame, 13, length - 13), protectionFaults.notAuthentic, `bit ${bit}`);
		frame[bit >> 3] = (frame[bit >> 3] as number) ^ (1 << (bit & 7));
	}
	assert.equal(protection.unprotect(frame, 13, length - 13), 40);
});

test("a body shorter than its tag is too short, an empty message is none", () => {
	const protection = new ChecksumProtection();
	const frame = new Uint8Array(20);
	for (let length = 0; length < 4; length++)
		assert.equal(protection.unprotect(frame, 13, length), protectionFaults.tooShort);
	assert.equal(protection.protect(frame, 13, 0), 4);
	assert.equal(protection.unprotect(frame, 13, 4), 0);
});
