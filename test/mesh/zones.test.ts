/** Zones that overlap: a node knows who is in another zone than it, and must not be told of what is not for it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { MeshStand } from "../support/mesh-stand";
import { AirMeter, Readings } from "../support/mesh-traffic";

const nodes = Array.from({ length: 12 }, (_, index) => index);

test("readings for one's own zone are not asked for by those who are in others", () => {
	const positions = nodes.map((index) => ({ x: index, y: 0, z: 1 }));
	// All are in zone 1; every second one tells its readings in zone 2 or 3, which the others do not hear.
	const zones = (node: number) => ({ heard: [1, 2 + (node % 2)], own: 2 + (node % 2) });
	const stand = new MeshStand({ seed: 4, positions, loss: 0.1, zones });
	stand.start();
	stand.run(20_000);
	const readings = new Readings(stand);
	const air = new AirMeter(stand);
	readings.start(10_000, 60_000);
	stand.run(68_000);
	const others = (origin: number): readonly number[] => nodes.filter((node) => node % 2 === origin % 2);
	assert.ok(readings.delivered(5000, others) > 0.999);
	assert.ok(readings.floods.size >= 70, `${readings.floods.size}`);
	const perReading = air.transmissions / readings.floods.size;
	assert.ok(perReading < 7, `${perReading} frames a reading, ${JSON.stringify([...air.kinds])}`);
});
