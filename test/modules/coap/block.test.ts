import assert from "node:assert/strict";
import { test } from "node:test";
import {
	blockMore,
	blockNumber,
	blockNumberLimit,
	blockOffset,
	blockSize,
	blockSzx,
	blockValue,
	szxFor,
} from "kith/coap/block";

test("a Block option's value holds number, more and size, as in RFC 7959 section 2.2", () => {
	// Examples of section 3: 2:1/1/128 and 1:0/1/32.
	assert.equal(blockValue(1, true, 3), 0x1b);
	assert.equal(blockValue(0, true, 1), 0x09);
	assert.equal(blockNumber(0x1b), 1);
	assert.equal(blockMore(0x1b), true);
	assert.equal(blockMore(0x13), false);
	assert.equal(blockSzx(0x1b), 3);
	assert.equal(blockSize(3), 128);
	assert.equal(blockSize(6), 1024);
	assert.equal(blockOffset(0x1b), 128);
});

test("the highest number fits three bytes and its offset is exact", () => {
	const value = blockValue(blockNumberLimit, true, 6);
	assert.equal(value, 0xfffffe);
	assert.equal(blockNumber(value), blockNumberLimit);
	assert.equal(blockOffset(value), 0xfffff * 1024);
});

test("the largest block that has room", () => {
	assert.deepEqual([2000, 1024, 1023, 217, 128, 127, 16, 3].map(szxFor), [6, 6, 5, 3, 3, 2, 0, 0]);
});
