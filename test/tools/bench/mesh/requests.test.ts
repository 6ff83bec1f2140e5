/** Confirmable requests between whole boards over many hops: a short run of what `npm run bench -- --mesh` measures with ten seeds. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { askingBeat, measureAsking, standLoss } from "../../../../tools/bench/mesh/asking";
import { askers } from "../../../../tools/bench/mesh/installations";
import { strewnPlaces } from "../../../../tools/bench/mesh/places";
import { runMesh } from "../../../../tools/bench/mesh/run";
import { targets } from "../../../../tools/bench/mesh/targets";

test("50 boards over five hops and more at 10 % loss, a request each per 10 s: all are delivered and answered, 99 % within 500 ms", async () => {
	const { places, requests, life } = await measureAsking(1, 60);
	assert.ok(places.diameter >= 5, `${places.diameter} hops`);
	assert.deepEqual([life.crashes, life.reboots], [[], 0]);
	// 300 were asked; those of the last seconds may be under way.
	assert.ok(requests.asked >= 270, `${requests.asked} requests`);
	assert.equal(requests.delivered, requests.asked);
	assert.equal(requests.answered, requests.asked);
	assert.ok(requests.delivery.quantile(0.99) <= targets.requestsWithinMs, `${requests.delivery.quantile(0.99)} ms`);
	assert.ok(requests.roundTrip.quantile(0.99) <= targets.requestsWithinMs, `${requests.roundTrip.quantile(0.99)} ms`);
});

test("the same seed gives the same run, record for record", async () => {
	const { positions } = strewnPlaces(2);
	const beat = { ...askingBeat, from: 5e6 };
	const digest = async (): Promise<string> => {
		const run = { compiled: askers(50, 2), positions, beat, seed: 2, until: 15e6, loss: standLoss };
		return (await runMesh(run, () => [])).traceHash;
	};
	assert.equal(await digest(), await digest());
});
