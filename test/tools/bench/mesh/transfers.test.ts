/** Bodies that are longer than a message, between whole boards that do not hear each other. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { measureTransfer } from "../../../../tools/bench/mesh/transferring";

test("4 KB are read and written block by block, protected, over three hops at 10 % loss, with every seed", async () => {
	for (let seed = 1; seed <= 10; seed++) {
		const { readSeconds, writeSeconds, failed, life } = await measureTransfer(seed);
		assert.deepEqual([life.crashes, life.reboots], [[], 0], `seed ${seed}`);
		assert.ok(!failed && readSeconds !== undefined && writeSeconds !== undefined, `seed ${seed} did not complete`);
		// 32 blocks there and back over three hops cannot take less than the air does.
		assert.ok(readSeconds > 0.2 && writeSeconds > 0.2, `${readSeconds} s, ${writeSeconds} s`);
	}
});
