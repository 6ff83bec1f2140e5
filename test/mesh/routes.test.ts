/** Unicast over several hops of the real network layer, over the simulator's radio, without engines. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { hops } from "../../tools/bench/mesh/places";
import { building } from "../support/mesh-oracle";
import { MeshStand } from "../support/mesh-stand";
import { AirMeter, Readings, Requests } from "../support/mesh-traffic";

/** Boards in a row, each in reach of its neighbours only. */
function row(count: number, seed = 1, loss = 0.1): MeshStand {
	const positions = Array.from({ length: count }, (_, index) => ({ x: index * 60, y: 0, z: 1 }));
	const stand = new MeshStand({ seed, positions, loss });
	stand.start();
	stand.run(30_000);
	return stand;
}

test("requests over up to five hops and more at 10 % loss are all answered, 99 % within 500 ms", () => {
	const { stand } = building(1);
	const requests = new Requests(stand);
	const readings = new Readings(stand);
	readings.start(60_000, 60_000);
	requests.start(10_000, 60_000);
	stand.run(75_000);
	assert.equal(requests.all.length, 300);
	assert.equal(requests.delivered, 1);
	assert.ok(requests.percentileMs(0.99) <= 500, `${requests.percentileMs(0.99)} ms`);
});

test("a way is found without any reading having taught it", () => {
	const stand = row(6);
	const requests = new Requests(stand);
	requests.send(0, 5);
	stand.run(3000);
	assert.equal(requests.delivered, 1);
	assert.ok(stand.node(0).layer.counters.get("searches") <= 3, "what is lost is searched for again");
	const searches = stand.node(0).layer.counters.get("searches");
	requests.send(0, 5);
	requests.send(5, 0);
	stand.run(3000);
	assert.equal(requests.delivered, 1);
	assert.equal(stand.node(0).layer.counters.get("searches"), searches, "the way is kept, in both directions");
	assert.equal(stand.node(5).layer.counters.get("searches"), 0);
});

test("any relay may vanish: requests are answered again within 5 s", () => {
	for (const seed of [1, 2]) {
		const { stand, links } = building(seed);
		const from = 0;
		const far = hops(links, from);
		const to = far.indexOf(Math.max(...far));
		const requests = new Requests(stand);
		requests.send(from, to);
		stand.run(3000);
		assert.equal(requests.delivered, 1);
		// Removes the first relay of the way, again and again, as long as another way is left.
		const gone = new Set<number>();
		for (let round = 0; round < 3; round++) {
			const { mesh } = stand.node(from).layer;
			const relay = (mesh.places.addresses[mesh.routes.hop(mesh.places.find(to + 1))] as number) - 1;
			gone.add(relay);
			const left = links.map((neighbours, index) =>
				gone.has(index) ? [] : neighbours.filter((next) => !gone.has(next)),
			);
			if ((hops(left, from)[to] as number) < 0) break;
			stand.node(relay).stop();
			stand.run(100);
			requests.send(from, to);
			stand.run(5000);
			assert.equal(requests.delivered, 1, `seed ${seed}: without relay ${relay}`);
		}
		assert.ok(gone.size > 0);
	}
});

test("where no way is left the sender is told, and nothing goes round in circles", () => {
	const stand = row(4);
	const requests = new Requests(stand);
	requests.send(0, 3);
	stand.run(3000);
	stand.node(2).stop();
	stand.run(1000);
	const air = new AirMeter(stand);
	requests.send(0, 3);
	stand.run(20_000);
	assert.equal(requests.all[1]?.doneMs, undefined);
	assert.ok(
		stand.node(0).diagnostics.faults.some(({ subject }) => subject === 4),
		"node 4 is out of reach",
	);
	const unicasts = air.kinds.get("unicast 1") ?? 0;
	assert.ok(unicasts < 150, `${unicasts} transmissions for five attempts`);
});

test("a network cut in two and joined has the same last values everywhere within 30 s", () => {
	const stand = row(6, 2, 0.05);
	const readings = new Readings(stand);
	const middle = [stand.node(2), stand.node(3)] as const;
	for (const { index } of stand.nodes) readings.send(index);
	stand.run(10_000);
	// Nothing passes between the halves; both go on.
	for (const [own, other] of [
		[middle[0], middle[1]],
		[middle[1], middle[0]],
	] as const) {
		const hear = own.link.hear.bind(own.link);
		own.link.hear = (frame, rssi, from) => {
			if (from !== other.address || stand.nowMs > 160_000) hear(frame, rssi, from);
		};
	}
	readings.start(20_000, 100_000);
	stand.run(120_000);
	const differences = (): string[] => {
		const found: string[] = [];
		for (const { index } of stand.nodes)
			for (const { address } of stand.nodes) {
				if (address === index + 1) continue;
				const own = readings.latest.get(`${address - 1}<${address}`);
				if (readings.latest.get(`${index}<${address}`) !== own) found.push(`${index}<${address}`);
			}
		return found;
	};
	assert.ok(differences().length > 0, "the halves differ");
	stand.run(0);
	while (stand.nowMs < 160_000) stand.run(100);
	stand.run(30_000);
	assert.equal(differences().join(" "), "");
});

test("50 boards switched on at once tell all their readings within 30 s without filling the air", () => {
	const { stand } = building(1);
	for (const node of stand.nodes) node.stop();
	stand.run(60_000);
	stand.start();
	const readings = new Readings(stand);
	const air = new AirMeter(stand);
	readings.start(10_000, 25_000);
	stand.run(30_000);
	let missing = 0;
	for (const { index } of stand.nodes)
		for (const { address } of stand.nodes) if (!readings.latest.has(`${index}<${address}`)) missing++;
	assert.equal(missing, 0, "a reading of everybody is everywhere");
	const peak = Math.max(...air.busy.values()) / 1_000_000;
	assert.ok(peak < 0.6, `the busiest second at the busiest place: ${peak}`);
});
