import assert from "node:assert/strict";
import { test } from "node:test";
import { fuzz, targetNames } from "../../../tools/fuzz/fuzz";

/** A short run of `npm run fuzz`, with a seed that changes from day to day: a failure prints it. */
const seed = Math.floor(Date.now() / 86_400_000);
const inputs = 4000;

test(`no decoder throws, hangs or keeps anything of ${inputs} inputs each, inside XS (seed ${seed})`, async () => {
	const results = await fuzz({ inputs: inputs * targetNames().length, seed });
	assert.equal(results.length, targetNames().length);
	for (const { target, understood, inputs: fed, slotsGrown, chunkBytesGrown, keysGrown, failure } of results) {
		assert.equal(failure, undefined, `${target}: ${failure}`);
		assert.ok(fed >= inputs, `${target}: ${fed} inputs`);
		// Neither all nonsense nor all valid: the inputs reach into the decoder, and its refusals.
		assert.ok(understood > fed / 100 && understood < fed, `${target} understood ${understood} of ${fed}`);
		assert.deepEqual([slotsGrown, chunkBytesGrown, keysGrown], [0, 0, 0], `${target} kept something`);
	}
});
