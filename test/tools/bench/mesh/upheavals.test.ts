/** What happens to whole boards' messages when relays die, the network parts, or everybody starts at once. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { measureRelayRemoval } from "../../../../tools/bench/mesh/relay-removal";
import { targets } from "../../../../tools/bench/mesh/targets";
import { measureAllAtOnce, measureDivided } from "../../../../tools/bench/mesh/upheavals";

test("a relay that goes just when a request is to pass it costs nobody more than 5 s", async () => {
	const { removed, requests, late, slowestMs, life } = await measureRelayRemoval(1, 2);
	assert.deepEqual(life.crashes, []);
	assert.equal(removed.length, 2);
	assert.ok(requests >= 70, `${requests} requests`);
	assert.deepEqual(late, []);
	assert.ok(slowestMs > 0 && slowestMs <= targets.relayGoneMs, `${slowestMs} ms`);
});

test("a network cut in two and joined has consistent values within 30 s", async () => {
	const { differed, pairs, agreedAfter, behind, life } = await measureDivided(1, { seconds: 40, quiet: false });
	assert.deepEqual([life.crashes, life.reboots], [[], 0]);
	assert.ok(differed > pairs / 4, `${differed} of ${pairs} differed when the parts met`);
	assert.deepEqual(behind, []);
	assert.ok(agreedAfter !== undefined && agreedAfter <= targets.agreeSeconds, `${agreedAfter} s`);
});

test("50 boards switched on in one microsecond: all readings flow within 30 s, and the air is never full", async () => {
	const { flowingAfter, missing, peak, life } = await measureAllAtOnce(1);
	assert.deepEqual(life.crashes, []);
	assert.deepEqual(missing, []);
	assert.ok(flowingAfter !== undefined && flowingAfter <= targets.flowSeconds, `${flowingAfter} s`);
	assert.ok(peak <= targets.peakAir, `${peak} of the busiest second at the busiest place`);
});
