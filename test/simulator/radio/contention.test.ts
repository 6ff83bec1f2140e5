import assert from "node:assert/strict";
import { test } from "node:test";
import { broadcastAddress } from "kith/simulator/radio";
import { Air } from "./air";

/** Bianchi's model with 32 slots and no doubling: a station sends in a slot with probability 2/33. */
const collisionProbability = (stations: number): number => 1 - (1 - 2 / 33) ** (stations - 1);

for (const stations of [2, 5, 10, 20]) {
	test(`${stations} saturated broadcasters lose what 802.11b theory says`, () => {
		const air = new Air();
		for (let index = 0; index < stations; index++) air.saturate(air.station(index), broadcastAddress, 50);
		air.run(60);
		const frames = air.reports.length;
		const expected = collisionProbability(stations);
		const loss = 1 - air.delivery;
		// Four standard deviations of a binomial share, doubled because colliding frames come in pairs.
		const bound = 8 * Math.sqrt((expected * (1 - expected)) / frames);
		assert.ok(frames > 40_000, `${frames} frames`);
		assert.ok(Math.abs(loss - expected) < bound, `${loss} instead of ${expected} ± ${bound}`);
	});
}

/** Delivery of an independent simulation of 802.11b; the two models differ in what an unlucky draw of slot 0 means. */
const poisson = [
	{ stations: 20, perSecond: 5, bytes: 20, delivery: 1.0, tolerance: 0.001 },
	{ stations: 20, perSecond: 20, bytes: 20, delivery: 0.994, tolerance: 0.003 },
	{ stations: 20, perSecond: 50, bytes: 20, delivery: 0.921, tolerance: 0.015 },
	{ stations: 100, perSecond: 1, bytes: 20, delivery: 0.997, tolerance: 0.003 },
	{ stations: 20, perSecond: 10, bytes: 250, delivery: 0.986, tolerance: 0.003 },
];
for (const { stations, perSecond, bytes, delivery, tolerance } of poisson) {
	test(`${stations} stations with ${perSecond} broadcasts of ${bytes} B a second deliver ${delivery}`, () => {
		const air = new Air();
		for (let index = 0; index < stations; index++) air.chatter(air.station(index), perSecond, bytes);
		air.run(60);
		assert.ok(Math.abs(air.delivery - delivery) <= tolerance, `${air.delivery}`);
		assert.equal(air.radio.counters.refused, 0);
	});
}

test("a station waits for the end of what it hears, and counts its backoff in idle time only", () => {
	const air = new Air();
	const [long, short] = [air.station(0), air.station(1)];
	air.radio.transmit(long, broadcastAddress, new Uint8Array(250));
	air.run(0.001);
	air.radio.transmit(short, broadcastAddress, new Uint8Array(1));
	air.run(1);
	const [first, second] = air.reports;
	assert.ok(first !== undefined && second !== undefined);
	const gap = second.at - (first.at + first.airtime);
	assert.ok(gap >= 50 && gap <= 50 + 31 * 20 && (gap - 50) % 20 === 0, `${gap} µs`);
	assert.ok(!first.collided && !second.collided);
});

test("boards that answer the same event do not all speak in the same microsecond", () => {
	const air = new Air();
	for (let index = 0; index < 10; index++) {
		air.radio.transmit(air.station(index), broadcastAddress, new Uint8Array(40));
	}
	air.run(1);
	assert.equal(air.reports.length, 10);
	assert.ok(air.reports.filter(({ collided }) => collided).length <= 4);
});

test("a station that transmits hears nothing meanwhile", () => {
	const air = new Air();
	const stations = [air.station(0), air.station(1), air.station(2)];
	for (const station of stations) air.saturate(station, broadcastAddress, 50);
	air.run(20);
	const both = air.reports.filter(({ collided }) => collided);
	assert.ok(both.length > 100);
	for (const { received } of both) assert.deepEqual(received, []);
});
