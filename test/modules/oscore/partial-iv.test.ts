import assert from "node:assert/strict";
import { test } from "node:test";
import { partialIvLimit } from "kith/oscore/limits";
import { partialIvLength, readPartialIv, writePartialIv } from "kith/oscore/partial-iv";
import { toHex } from "../../support/hex";

const encodings: readonly (readonly [value: number, hex: string])[] = [
	[0, "00"],
	[1, "01"],
	[255, "ff"],
	[256, "0100"],
	[0xffff, "ffff"],
	[0x10000, "010000"],
	[0xffffff, "ffffff"],
	[0x1000000, "01000000"],
	[0x7fffffff, "7fffffff"],
	[0x80000000, "80000000"],
	[0xffffffff, "ffffffff"],
	[0x1_0000_0000, "0100000000"],
	[0x12_3456_789a, "123456789a"],
	[partialIvLimit, "ffffffffff"],
];

test("numbers have their shortest encoding, and only that is read", () => {
	for (const [value, hex] of encodings) {
		const bytes = new Uint8Array(8).fill(0xee);
		assert.equal(partialIvLength(value), hex.length / 2, hex);
		assert.equal(writePartialIv(bytes, 1, value), 1 + hex.length / 2);
		assert.equal(toHex(bytes), `ee${hex}${"ee".repeat(7 - hex.length / 2)}`);
		assert.equal(readPartialIv(bytes, 1, hex.length / 2), value);
		if (hex.length === 10) continue;
		bytes.copyWithin(2, 1, 1 + hex.length / 2);
		bytes[1] = 0;
		assert.equal(readPartialIv(bytes, 1, 1 + hex.length / 2), -1, `00${hex}`);
	}
});
