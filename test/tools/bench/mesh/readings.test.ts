/** Readings of whole boards through floods: short runs of what `npm run bench -- --mesh` measures with ten seeds. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { targets } from "../../../../tools/bench/mesh/targets";
import { measureTelling, measureZones } from "../../../../tools/bench/mesh/telling";

test("a zone of 50 boards at 10 % loss: 97 % at once within twice the frames of a greedy set, 99.9 % within 5 s within three times", async () => {
	for (const seed of [1, 2]) {
		const { places, floods, air, life } = await measureTelling(seed, 60);
		assert.deepEqual([life.crashes, life.reboots], [[], 0]);
		// The gateway listens to all others, and each board to up to eight.
		assert.ok(floods.due > 270 * 8, `${floods.due} times a reading and its listener`);
		assert.ok(floods.first >= targets.firstFlood * floods.due, `${floods.first} of ${floods.due} at once`);
		assert.ok(floods.repaired >= targets.repaired * floods.due, `${floods.repaired} of ${floods.due} within 5 s`);
		const [flood, all] = [floods.frames.mean, air.transmissions / floods.readings];
		assert.ok(
			flood <= targets.floodFrames * places.bound,
			`${flood} frames a flood, a greedy set takes ${places.bound}`,
		);
		assert.ok(all <= targets.allFrames * places.bound, `${all} frames in all, a greedy set takes ${places.bound}`);
	}
});

test("200 boards in zones of 20, a reading each per 10 s, use at most 30 % of the channel, all together", async () => {
	const { floods, air, life } = await measureZones(1, 20);
	assert.deepEqual([life.crashes, life.reboots], [[], 0]);
	assert.ok(floods.readings >= 280, `${floods.readings} readings`);
	assert.ok(floods.repaired >= targets.repaired * floods.due, `${floods.repaired} of ${floods.due} within 5 s`);
	const share = air.airtime / air.seconds / 1e6;
	assert.ok(share <= targets.zonesAir, `${share} of the time`);
});
