import assert from "node:assert/strict";
import { test } from "node:test";
import { checkedWord, fromTicks, wordChecksum, wrongWord } from "kith/devices/sensors/sensirion";

test("the checksum is the one of the datasheets' examples", () => {
	const examples = [
		[0xbe, 0xef, 0x92],
		[0x01, 0xe0, 0xb4],
		[0x01, 0xf4, 0x33],
		[0x66, 0x67, 0xa2],
		[0x5e, 0xb9, 0x3c],
		[0x7f, 0xce, 0x7b],
	];
	for (const [high = 0, low = 0, crc] of examples) assert.equal(wordChecksum(Uint8Array.of(high, low), 0), crc);
});

test("a word is read at its offset, and refused with any one bit wrong", () => {
	const bytes = Uint8Array.of(0, 0, 0, 0xbe, 0xef, 0x92);
	assert.equal(checkedWord(bytes, 3), 0xbeef);
	for (let bit = 0; bit < 24; bit++) {
		const damaged = bytes.slice();
		const at = 3 + (bit >> 3);
		damaged[at] = (damaged[at] as number) ^ (1 << (bit & 7));
		assert.equal(checkedWord(damaged, 3), wrongWord, `bit ${bit}`);
	}
});

test("every code is converted as exact arithmetic rounds it", () => {
	for (const [span, origin] of [
		[17500, -4500],
		[12500, -600],
		[10000, 0],
		[32000, 0],
	] as const) {
		let wrong = 0;
		for (let ticks = 0; ticks <= 65535; ticks++) {
			const exact = Math.floor((2 * span * ticks + 65535) / 131070) + origin;
			if (fromTicks(ticks, span, origin) !== exact) wrong++;
		}
		assert.equal(wrong, 0, `span ${span}`);
	}
});
