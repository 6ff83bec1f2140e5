import assert from "node:assert/strict";
import { test } from "node:test";
import { unusableCost } from "kith/mesh/neighbour-table";
import { noHop, RouteTable } from "kith/mesh/route-table";
import { FixedRandom } from "../../support/fixed-random";

/** Of place 1, learned from message 7 of boot 3 through neighbour 2, which is 4 away, over a link of 2. */
function table(): RouteTable {
	const routes = new RouteTable(8);
	assert.ok(routes.learn(1, 3, 7, 2, 4, 2));
	return routes;
}

test("nothing heard, no way", () => {
	const routes = new RouteTable(8);
	for (let place = 0; place < 8; place++) {
		assert.equal(routes.hop(place), noHop);
		assert.equal(routes.alternate(place), noHop);
	}
});

test("a newer message of the peer replaces its way whatever it costs, an older one never", () => {
	const routes = table();
	assert.ok(routes.learn(1, 3, 8, 5, 30, 9));
	assert.equal(routes.hop(1), 5);
	assert.equal(routes.cost(1), 39);
	assert.ok(!routes.learn(1, 3, 7, 6, 0, 2));
	assert.equal(routes.hop(1), 5);
});

test("of one message only a strictly cheaper copy is taken", () => {
	const routes = table();
	assert.ok(!routes.learn(1, 3, 7, 6, 4, 2));
	assert.equal(routes.hop(1), 2);
	assert.ok(routes.learn(1, 3, 7, 6, 2, 2));
	assert.equal(routes.hop(1), 6);
});

test("boots are compared around their wrap, and a restart forgets them", () => {
	const routes = table();
	assert.ok(routes.learn(1, 0x7fff, 0, 4, 0, 2));
	assert.ok(routes.learn(1, 0xfffe, 0, 4, 0, 2));
	assert.ok(routes.learn(1, 1, 0xffffff, 5, 0, 2));
	assert.ok(!routes.learn(1, 0xffff, 3, 6, 0, 2));
	routes.restarted(1);
	assert.equal(routes.hop(1), noHop);
	assert.ok(routes.learn(1, 0xffff, 3, 6, 0, 2));
});

test("an unusable link teaches nothing", () => {
	const routes = new RouteTable(8);
	assert.ok(!routes.learn(1, 0, 0, 2, 0, unusableCost));
	assert.equal(routes.hop(1), noHop);
});

test("a neighbour that is nearer than we are is kept as an alternate, one that is not might lead back", () => {
	const routes = table();
	assert.ok(!routes.learn(1, 3, 7, 6, 6, 2));
	assert.equal(routes.alternate(1), noHop, "6 is no nearer than our own 6");
	assert.ok(!routes.learn(1, 3, 7, 6, 5, 4));
	assert.equal(routes.alternate(1), 6);
	assert.equal(routes.failed(1), 6);
	assert.equal(routes.hop(1), 6);
	assert.equal(routes.failed(1), noHop);
	assert.equal(routes.hop(1), noHop);
});

test("after the last way failed only a newer message brings another", () => {
	const routes = table();
	routes.failed(1);
	assert.ok(!routes.learn(1, 3, 7, 4, 0, 2), "a copy of the same message may have come through us");
	assert.ok(routes.learn(1, 3, 8, 4, 20, 2));
});

test("a lost neighbour is no hop and no alternate any more", () => {
	const routes = table();
	routes.learn(1, 3, 7, 6, 5, 4);
	routes.learn(2, 1, 1, 6, 2, 2);
	routes.lost(6);
	assert.equal(routes.hop(1), 2);
	assert.equal(routes.alternate(1), noHop);
	assert.equal(routes.hop(2), noHop);
});

/** A ring of nodes that flood, break links and learn at random: whatever happens, following hops never comes back. */
test("no loop forms, whatever order copies come in and links break in", () => {
	const random = new FixedRandom(11);
	const draw = new Uint8Array(2);
	const below = (limit: number): number => {
		random.fill(draw);
		return ((((draw[0] as number) << 8) | (draw[1] as number)) >> 2) % limit;
	};
	const count = 7;
	const destination = 1;
	for (let round = 0; round < 60; round++) {
		const nodes = Array.from({ length: count + 1 }, () => new RouteTable(count + 1));
		let sequence = 0;
		/** What each node offers of the last message: cost, or -1. */
		let offers = new Array<number>(count + 1).fill(-1);
		for (let step = 0; step < 120; step++) {
			const action = below(10);
			if (action === 0) {
				sequence++;
				offers = new Array<number>(count + 1).fill(-1);
				offers[destination] = 0;
			} else if (action === 1) {
				const node = 2 + below(count - 1);
				nodes[node]?.failed(destination);
			} else {
				const from = 1 + below(count);
				const to = 2 + below(count - 1);
				const offer = offers[from] as number;
				if (from === to || offer < 0) continue;
				const routes = nodes[to] as RouteTable;
				// Each node passes a message on once, when it adopts it; it may adopt a cheaper copy later.
				if (routes.learn(destination, 1, sequence, from, offer, 2 + below(4)) && (offers[to] as number) < 0)
					offers[to] = routes.cost(destination);
			}
			for (let start = 2; start <= count; start++) {
				let at = start;
				for (let hops = 0; at !== noHop && at !== destination; hops++) {
					assert.ok(hops < count, `round ${round}, step ${step}: a loop from ${start}`);
					at = (nodes[at] as RouteTable).hop(destination);
				}
			}
		}
	}
});
