import assert from "node:assert/strict";
import { test } from "node:test";
import { NeighbourTable, neighbourLimit, noNeighbour, unusableCost } from "kith/mesh/neighbour-table";
import { PeerPlaces } from "kith/network/peer-places";

const places = new PeerPlaces(Uint16Array.from({ length: 40 }, (_, index) => index + 1));

/** With neighbours 1 … count, which all hear us. */
function table(count: number, rssi = -60): NeighbourTable {
	const neighbours = new NeighbourTable(places);
	for (let place = 1; place <= count; place++) {
		const slot = neighbours.add(place, rssi, 0);
		neighbours.beacon(slot, 0);
		neighbours.listBegins(slot, 1);
		neighbours.listNamesUs(slot, 250);
	}
	return neighbours;
}

test("a neighbour is used when it says that it hears us, and not before", () => {
	const neighbours = new NeighbourTable(places);
	const slot = neighbours.add(7, -60, 0);
	assert.equal(neighbours.find(7), slot);
	assert.equal(neighbours.address(slot), 7);
	assert.equal(neighbours.reached, 0);
	assert.equal(neighbours.cost(slot), unusableCost);
	neighbours.beacon(slot, 9);
	neighbours.listBegins(slot, 2);
	neighbours.listNamesUs(slot, 250);
	assert.equal(neighbours.reached, 1 << slot);
	assert.equal(neighbours.cost(slot), 2);
	neighbours.listBegins(slot, 2);
	assert.equal(neighbours.reached, 0, "its next list leaves us out");
	assert.equal(neighbours.cost(slot), unusableCost);
});

test("lists tell whom the neighbours of a neighbour are reached by", () => {
	const neighbours = table(3);
	const [one, two, three] = [0, 1, 2].map((slot) => neighbours.find(slot + 1)) as [number, number, number];
	neighbours.listNames(two, one, 200);
	neighbours.listNames(three, one, 100);
	assert.equal(neighbours.reach(one), 1 << two, "3 hears too little of it");
	neighbours.listBegins(two, 0);
	assert.equal(neighbours.reach(one), 0);
});

test("missed beacons lower a link's quality, beacons raise it, and a long silence says nothing of it", () => {
	const neighbours = table(1);
	const slot = neighbours.find(1);
	const start = neighbours.inbound(slot);
	neighbours.beacon(slot, 4);
	const missed = neighbours.inbound(slot);
	assert.ok(missed < start - 30, `${start} to ${missed} for three missed`);
	for (let counter = 5; counter < 40; counter++) neighbours.beacon(slot, counter);
	const whole = neighbours.inbound(slot);
	assert.ok(whole >= 240, `${whole}`);
	neighbours.beacon(slot, 200);
	assert.ok(neighbours.inbound(slot) >= whole);
});

test("a link whose acknowledgements fail becomes dear, then unusable; beacons make it usable again, slowly", () => {
	const neighbours = table(1);
	const slot = neighbours.find(1);
	neighbours.answered(slot, false);
	assert.ok(neighbours.cost(slot) > 2);
	for (let count = 0; count < 3; count++) neighbours.answered(slot, false);
	assert.equal(neighbours.cost(slot), unusableCost);
	let beacons = 0;
	while (neighbours.cost(slot) === unusableCost) {
		neighbours.mended(slot);
		neighbours.listNamesUs(slot, 250);
		beacons++;
	}
	assert.ok(beacons >= 1 && beacons <= 4, `${beacons}`);
});

test("a broken link is not used until the neighbour says anew that it hears us", () => {
	const neighbours = table(2);
	const slot = neighbours.find(1);
	neighbours.broken(slot);
	assert.equal(neighbours.cost(slot), unusableCost);
	assert.equal(neighbours.reached, 1 << neighbours.find(2));
});

test("a weak neighbour is reached where nobody else reaches it", () => {
	const neighbours = table(2);
	const [one, two] = [neighbours.find(1), neighbours.find(2)];
	neighbours.listBegins(two, 1);
	neighbours.listNamesUs(two, 60);
	assert.ok((neighbours.reached & (1 << two)) !== 0, "only we can");
	neighbours.listBegins(two, 2);
	neighbours.listNames(two, one, 220);
	neighbours.listNamesUs(two, 60);
	assert.equal(neighbours.reached & (1 << two), 0, "1 does it better");
});

test("a full table makes room for a stronger neighbour, not for one that is hardly stronger", () => {
	const neighbours = table(neighbourLimit, -80);
	assert.equal(neighbours.add(40, -78, 1000), noNeighbour);
	const slot = neighbours.add(40, -60, 1000);
	assert.notEqual(slot, noNeighbour);
	assert.equal(neighbours.find(40), slot);
	let gone = 0;
	for (let place = 1; place <= neighbourLimit; place++) if (neighbours.slot(place) === noNeighbour) gone++;
	assert.equal(gone, 1);
	assert.equal(neighbours.reached & (1 << slot), 0, "what was known of the former one is forgotten");
	assert.equal(neighbours.cost(slot), unusableCost);
});

test("a removed neighbour is in nobody's reach", () => {
	const neighbours = table(3);
	const [one, two] = [neighbours.find(1), neighbours.find(2)];
	neighbours.listNames(two, one, 220);
	neighbours.remove(two);
	assert.equal(neighbours.find(2), noNeighbour);
	assert.equal(neighbours.reach(one), 0);
	assert.equal(neighbours.reached & (1 << two), 0);
});
