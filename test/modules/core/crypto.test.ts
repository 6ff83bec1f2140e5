import assert from "node:assert/strict";
import { test } from "node:test";
import { equalBytes, wipe } from "kith/core/crypto";

test("bytes are equal when all of them are, wherever they differ", () => {
	const a = Uint8Array.of(1, 2, 3, 4);
	assert.equal(equalBytes(a, a.slice(), 4), true);
	for (let index = 0; index < 4; index++) {
		const b = a.slice();
		b[index] = (b[index] as number) ^ 0x80;
		assert.equal(equalBytes(a, b, 4), false);
		assert.equal(equalBytes(a, b, index), true);
	}
	assert.equal(equalBytes(a, a.subarray(0, 3), 4), false);
});

test("a wiped secret is gone", () => {
	const secret = Uint8Array.of(1, 2, 3);
	wipe(secret);
	assert.equal(secret.join(), "0,0,0");
});
