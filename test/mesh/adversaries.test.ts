/** Who means harm, or is broken, against the real network layer on the simulator's radio. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { codes } from "kith/coap/codes";
import { CoapEndpoint } from "kith/coap/endpoint";
import { faultKinds } from "kith/core/diagnostics";
import type { Scheduler } from "kith/core/scheduler";
import { relayBurst } from "kith/mesh/airtime-budget";
import type { Position } from "kith/simulator/radio/index";
import { FixedRandom } from "../support/fixed-random";
import { building } from "../support/mesh-oracle";
import { KeyedProtection, MeshStand, type MeshStandOptions } from "../support/mesh-stand";
import { AirMeter, Readings, Requests } from "../support/mesh-traffic";

const keyed = () => ({ group: new KeyedProtection(0x1234567), hop: new KeyedProtection(0x7654321) });

function row(count: number, options: Partial<MeshStandOptions> = {}): MeshStand {
	const positions = Array.from({ length: count }, (_, index) => ({ x: index * 60, y: 0, z: 1 }));
	const stand = new MeshStand({ seed: 1, positions, loss: 0, protection: keyed, ...options });
	stand.start();
	stand.run(30_000);
	return stand;
}

const near = (stand: MeshStand, index: number): Position => stand.node(index).station.position;

test("hop limit games: a recorded flood moves nobody, whatever hop limit it is given", () => {
	const stand = row(4);
	const heard: Uint8Array[] = [];
	const stranger = stand.stranger(near(stand, 1), (frame) => {
		if (((frame[0] as number) & 0x0f) === 0) heard.push(frame.slice());
	});
	const readings = new Readings(stand);
	readings.send(0);
	stand.run(10_000);
	assert.equal(
		readings.delivered(1000, () => [1, 2, 3]),
		1,
	);
	const [recorded] = heard as [Uint8Array];
	const air = new AirMeter(stand);
	const arrivals = readings.latest.size;
	for (let hops = 0; hops < 256; hops++) {
		const copy = recorded.slice();
		copy[3] = hops;
		stranger.send(copy, 1);
		stand.run(50);
	}
	assert.equal(air.kinds.get("broadcast 0"), 256, "only the stranger's own frames");
	assert.equal(readings.latest.size, arrivals);
	assert.ok(stand.node(1).layer.counters.get("reservedBits") > 0, "more hops than the network has are refused");
	const requests = new Requests(stand);
	requests.send(3, 0);
	stand.run(5000);
	assert.equal(requests.delivered, 1, "and the ways are what they were");
});

test("forged beacons make no neighbours, and forged lists ask nobody for anything", () => {
	const stand = row(2);
	const stranger = stand.stranger(near(stand, 1));
	const { neighbours } = stand.node(1).layer.mesh;
	const before = neighbours.reached;
	for (const kind of [1, 2, 3, 4]) {
		const body = kind === 1 ? [1, 0, 0, 0, 0, 0, 1, 0, 2, 255] : [kind, 1, 0, 1, 0, 0];
		stranger.send(Uint8Array.from([0x13, 0xca, 0xfe, 1, 0, 1, 0xff, 0xff, 0, 1, 0, 0, 99, ...body, 1, 2, 3, 4]), 1);
	}
	const sent = stand.node(1).layer.counters.get("repairRequests");
	stand.run(1000);
	assert.equal(stand.node(1).layer.counters.get("notAuthentic"), 4);
	assert.equal(neighbours.reached, before);
	assert.equal(stand.node(1).layer.counters.get("repairRequests"), sent);
});

test("a wormhole that replays beacons elsewhere makes no way: requests arrive as before", () => {
	for (const both of [false, true]) {
		const stand = row(6);
		const far = stand.stranger(near(stand, 5));
		const back = stand.stranger(near(stand, 0));
		const isBeacon = (frame: Uint8Array): boolean => ((frame[0] as number) & 0x0f) === 3;
		const tunnel =
			(from: number, exit: { send(frame: Uint8Array, as: number): void }) => (frame: Uint8Array, sender: number) => {
				if (sender === from && isBeacon(frame)) exit.send(frame, from);
			};
		back.hear = tunnel(1, far);
		if (both) far.hear = tunnel(6, back);
		const readings = new Readings(stand);
		readings.start(10_000, 120_000);
		stand.run(60_000);
		const { neighbours } = stand.node(5).layer.mesh;
		assert.notEqual(neighbours.find(1), -1, "node 6 hears node 1 beacons");
		const requests = new Requests(stand);
		requests.start(5000, 60_000);
		stand.run(75_000);
		assert.equal(requests.delivered, 1, both ? "both ways" : "one way");
		assert.ok(requests.percentileMs(0.99) <= 1000, `${requests.percentileMs(0.99)} ms`);
	}
});

test("a member that relays nothing spoils neither floods nor requests where there is another way", () => {
	const { stand, links } = building(1);
	// The best connected one.
	const lazy = links.reduce((best, list, index) => (list.length > (links[best] as number[]).length ? index : best), 0);
	const { link, address } = stand.node(lazy);
	const send = link.send.bind(link);
	link.send = (to, frame, length) => {
		const own = (((frame[4] as number) << 8) | (frame[5] as number)) === address;
		if (own) return send(to, frame, length);
		stand.after(1, () => link.sent(true));
		return undefined;
	};
	const readings = new Readings(stand);
	readings.start(10_000, 40_000);
	const requests = new Requests(stand);
	requests.start(10_000, 40_000);
	stand.run(60_000);
	const everybody = stand.nodes.map(({ index }) => index);
	assert.ok(readings.delivered(5000, () => everybody) >= 0.999);
	const others = requests.all.filter(({ from, to }) => from !== lazy && to !== lazy);
	assert.equal(others.filter(({ doneMs }) => doneMs === undefined).length, 0);
});

test("a member on the way that acknowledges and relays nothing: the request goes another way and is answered", () => {
	const positions = [
		{ x: 0, y: 0, z: 1 },
		{ x: 55, y: 20, z: 1 },
		{ x: 55, y: -20, z: 1 },
		{ x: 110, y: 0, z: 1 },
	];
	const stand = new MeshStand({ seed: 3, positions, loss: 0, protection: keyed });
	stand.start();
	stand.run(30_000);
	const readings = new Readings(stand);
	readings.send(3);
	stand.run(5000);
	const asker = stand.node(0).layer;
	const hole = stand.node(asker.mesh.routes.hop(asker.mesh.places.find(4)));
	assert.ok(hole.index === 1 || hole.index === 2, "the way leads over one of the two in between");
	const send = hole.link.send.bind(hole.link);
	let swallowed = 0;
	hole.link.send = (to, frame, length) => {
		if ((((frame[4] as number) << 8) | (frame[5] as number)) === hole.address) return send(to, frame, length);
		swallowed++;
		stand.after(1, () => hole.link.sent(true));
		return undefined;
	};
	const answers: number[] = [];
	const ends = [0, 3].map((index) => {
		const { layer, scheduler, diagnostics } = stand.node(index);
		return new CoapEndpoint({
			transport: layer,
			scheduler: scheduler as Scheduler,
			random: new FixedRandom(index + 1),
			diagnostics,
			handler: { onRequest: () => codes.content },
			responses: { onResponse: (_exchange, code) => answers.push(code), onTimeout: () => answers.push(-1) },
		});
	});
	ends[0]?.get(4, "1");
	stand.run(12_000);
	assert.ok(swallowed > 0, "it was tried");
	assert.deepEqual(answers, [codes.content]);
});

test("a member that floods is contained by its neighbours, and named", () => {
	const stand = row(5);
	const readings = new Readings(stand);
	const air = new AirMeter(stand);
	const mad = stand.node(0);
	const shout = (): void => {
		mad.layer.sendGroup(new Uint8Array(20), 20);
		if (stand.nowMs < 60_000) stand.after(20, shout);
	};
	shout();
	stand.run(1000);
	for (const index of [1, 2, 3, 4]) readings.send(index);
	stand.run(29_000);
	const seconds = 30;
	const copies = [...air.kinds].filter(([kind]) => kind === "broadcast 0").reduce((sum, [, count]) => sum + count, 0);
	assert.ok(copies > 25 * seconds, "it shouted");
	const relayed = stand.node(1).layer.counters.get("floodsRelayed");
	assert.ok(relayed <= relayBurst + 4 * seconds + 40, `${relayed} relayed by its neighbour`);
	assert.ok(
		stand
			.node(1)
			.diagnostics.faults.some(({ kind, subject }) => kind === faultKinds["airtime exceeded"] && subject === 1),
	);
	assert.equal(
		readings.delivered(5000, () => [1, 2, 3, 4]),
		1,
		"the others are heard",
	);
});

test("two boards with one address are noticed by both, and reported once a minute", () => {
	const positions = [0, 20, 40].map((x) => ({ x, y: 0, z: 1 }));
	const stand = new MeshStand({ seed: 1, positions, loss: 0, protection: keyed });
	stand.start();
	stand.run(30_000);
	const twin = stand.node(2);
	const impostor = stand.node(0);
	// The third board is flashed with the identity of the first.
	twin.stop();
	(twin as { address: number }).address = impostor.address;
	(twin.station as { address: number }).address = impostor.address;
	twin.start();
	const readings = new Readings(stand);
	for (let round = 0; round < 5; round++) {
		readings.send(0);
		readings.send(2);
		stand.run(2000);
	}
	const reports = (index: number): number => stand.node(index).diagnostics.count(faultKinds["address used twice"]);
	assert.equal(reports(0), 1);
	assert.equal(reports(2), 1);
	assert.ok(readings.latest.has("1<1"), "the neighbour still hears one of them");
});

test("a sequence that jumps to its maximum is followed, and a new boot after it", () => {
	const stand = row(3);
	const readings = new Readings(stand);
	const [, middle] = [stand.node(0), stand.node(1)];
	const place = middle.layer.mesh.places.find(1);
	// All numbers but the last one were used.
	const first = stand.node(0).layer;
	first.skipTo(0xffffff);
	readings.send(0);
	stand.run(3000);
	assert.equal(middle.layer.highest(place), 0xffffff);
	assert.equal(
		readings.delivered(1000, () => [1, 2]),
		1,
	);
	assert.equal(first.sendGroup(new Uint8Array(1), 1), -1, "none is left");
	stand.node(0).boot++;
	first.renew(stand.node(0).boot);
	stand.acquaint(stand.node(0));
	readings.send(0);
	stand.run(3000);
	assert.equal(
		readings.delivered(3000, () => [1, 2]),
		1,
	);
});
