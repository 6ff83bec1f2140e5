/**
 * Floods of the real network layer over the simulator's radio, without engines. Short runs of what decision 10
 * measures with ten seeds.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { building } from "../support/mesh-oracle";
import { MeshStand } from "../support/mesh-stand";
import { AirMeter, Readings } from "../support/mesh-traffic";

const everybody = Array.from({ length: 50 }, (_, index) => index);

test("50 boards over five hops at 10 % loss: 97 % at once within twice the frames of a greedy set, 99.9 % within 5 s within three times", () => {
	for (const seed of [1, 2]) {
		const { stand, bound, diameter } = building(seed);
		assert.ok(diameter >= 5, `${diameter} hops`);
		const readings = new Readings(stand);
		const air = new AirMeter(stand);
		readings.start(10_000, 60_000);
		stand.run(68_000);
		const count = readings.floods.size;
		assert.equal(count, 300);
		const first = readings.delivered(500, () => everybody);
		const repaired = readings.delivered(5000, () => everybody);
		const floodFrames = (air.kinds.get("broadcast 0") as number) / count;
		const frames = air.transmissions / count;
		assert.ok(first >= 0.97, `${first} at once`);
		assert.ok(repaired >= 0.999, `${repaired} within 5 s`);
		assert.ok(floodFrames <= 2 * bound, `${floodFrames} frames a flood, a greedy set takes ${bound}`);
		assert.ok(frames <= 3 * bound, `${frames} frames in all, a greedy set takes ${bound}`);
	}
});

test("in a room where all hear all a reading is one frame", () => {
	const positions = Array.from({ length: 12 }, (_, index) => ({ x: index, y: 0, z: 1 }));
	const stand = new MeshStand({ seed: 3, positions, loss: 0 });
	stand.start();
	stand.run(20_000);
	const readings = new Readings(stand);
	const air = new AirMeter(stand);
	for (let round = 0; round < 10; round++) {
		readings.send(round);
		stand.run(10_000);
	}
	assert.equal(air.kinds.get("broadcast 0"), 10);
	assert.equal(
		readings.delivered(100, () => everybody.slice(0, 12)),
		1,
	);
});

test("a lost reading is noticed and repaired although nothing else is said", () => {
	const positions = [0, 1, 2].map((index) => ({ x: index, y: 0, z: 1 }));
	const stand = new MeshStand({ seed: 5, positions, loss: 0 });
	stand.start();
	stand.run(20_000);
	const readings = new Readings(stand);
	const link = stand.node(2).link;
	const hear = link.hear.bind(link);
	let deaf = true;
	link.hear = (frame, rssi, from) => {
		if (deaf && ((frame[0] as number) & 0x0f) === 0) deaf = false;
		else hear(frame, rssi, from);
	};
	readings.send(0);
	stand.run(5000);
	assert.ok(!deaf, "the first copy was lost");
	assert.equal(
		readings.delivered(100, () => [1, 2]),
		0.5,
	);
	assert.equal(
		readings.delivered(5000, () => [1, 2]),
		1,
	);
});

test("floods stay in their zone: 200 boards, a reading each per 10 s, zones of 20, take at most 30 % of the air", () => {
	const zones = 10;
	const positions = Array.from({ length: 200 }, (_, index) => {
		const zone = Math.floor(index / 20);
		return {
			x: (zone % 5) * 60 + (index % 5) * 11,
			y: Math.floor(zone / 5) * 60 + (Math.floor(index / 5) % 4) * 12,
			z: 1,
		};
	});
	const members = (node: number): number[] => {
		const first = Math.floor(node / 20) * 20;
		return Array.from({ length: 20 }, (_, index) => first + index);
	};
	const stand = new MeshStand({
		seed: 7,
		positions,
		loss: 0.02,
		zones: (node) => ({ heard: [0xff00 + Math.floor(node / 20)], own: 0xff00 + Math.floor(node / 20) }),
		peers: (node) =>
			members(node)
				.map((other) => other + 1)
				.filter((address) => address !== node + 1),
	});
	stand.start();
	stand.run(30_000);
	const readings = new Readings(stand);
	const air = new AirMeter(stand);
	readings.start(10_000, 20_000);
	stand.run(25_000);
	assert.equal(zones * 20, stand.nodes.length);
	assert.ok(readings.delivered(5000, members) >= 0.999);
	for (const [key] of readings.latest) {
		const [at, origin] = key.split("<").map(Number) as [number, number];
		assert.equal(Math.floor(at / 20), Math.floor((origin - 1) / 20), `${key}: heard outside its zone`);
	}
	// All transmissions of all rooms together, as if nobody were out of anybody's reach.
	const share = air.airtimeUs / 25_000_000;
	assert.ok(share <= 0.3, `${share}`);
});
