import assert from "node:assert/strict";
import { test } from "node:test";
import { countBoot } from "kith/node/boot-counter";
import { FixedRandom } from "../../support/fixed-random";
import { MemoryStore } from "../../support/memory-store";

test("boots are counted across reboots, around the end of 16 bits too", () => {
	const store = new MemoryStore();
	const first = countBoot(store, new FixedRandom());
	assert.ok(first < 0x8000, "a first number leaves half of the range before it counts as older");
	assert.equal(countBoot(store, new FixedRandom(2)), first + 1);
	store.write("boot", Uint8Array.of(0xff, 0xff));
	assert.equal(countBoot(store, new FixedRandom()), 0);
});

test("a damaged count is drawn anew, and a store that refuses does not stop the board", () => {
	const store = new MemoryStore();
	store.write("boot", Uint8Array.of(1, 2, 3));
	const drawn = countBoot(store, new FixedRandom(5));
	assert.deepEqual([...(store.read("boot") ?? [])], [drawn >> 8, drawn & 0xff]);
	store.refuses = "worn out";
	assert.equal(countBoot(store, new FixedRandom()), drawn + 1);
});
