import assert from "node:assert/strict";
import { test } from "node:test";
import { type AirReport, broadcastAddress } from "kith/simulator/radio";
import { Air, type TestStation } from "./air";

/** Two ends that do not hear each other, both heard in the middle. */
function hiddenNodes(air: Air): [TestStation, TestStation, TestStation] {
	return [air.station(0, 0), air.station(1, 70), air.station(2, 140)];
}

test("hidden nodes talk into each other's frames", () => {
	const air = new Air();
	const [left, middle, right] = hiddenNodes(air);
	air.chatter(left, 40, 100);
	air.chatter(right, 40, 100);
	air.run(60);
	const at = air.reports.length;
	const got = air.deliveries.filter(({ receivers }) => receivers.some(({ station }) => station === middle)).length;
	// Pure ALOHA: e^(-2 · 40/s · 1336 µs) = 90 % get through; carrier sense would save nearly all.
	assert.ok(got / at > 0.87 && got / at < 0.92, `${got / at}`);
	assert.ok(air.radio.counters.collisions > 300);
});

test("an acknowledging receiver protects nobody from hidden nodes, but retries do", () => {
	const air = new Air();
	const [left, middle, right] = hiddenNodes(air);
	air.chatter(right, 40, 100);
	let count = 0;
	left.next = () => {
		if (count++ < 500) air.radio.transmit(left, middle.address, new Uint8Array(100));
	};
	left.next();
	air.run(60);
	const delivered = left.outcomes.filter((outcome) => outcome.delivered).length;
	assert.equal(left.outcomes.length, 500);
	assert.ok(delivered > 490, `${delivered}`);
	assert.ok(air.radio.counters.retries > 30, `${air.radio.counters.retries} retries`);
});

test("the much stronger of two colliding frames is captured, the weaker is lost", () => {
	const air = new Air();
	const near = air.station(0, 0);
	const listener = air.station(1, 1);
	const far = air.station(2, 20);
	air.saturate(near, broadcastAddress, 50);
	air.saturate(far, broadcastAddress, 50);
	air.run(10);
	const collided = air.reports.filter((report) => report.collided);
	const heard = (report: AirReport): boolean => report.received.some(({ station }) => station === listener);
	assert.ok(collided.length > 100);
	for (const report of collided) assert.equal(heard(report), report.from === near);
});

test("who leaves in the middle of a frame is not heard, and is not told", () => {
	const air = new Air();
	const from = air.station(0);
	air.station(1);
	air.radio.transmit(from, broadcastAddress, new Uint8Array(250));
	air.radio.transmit(from, broadcastAddress, new Uint8Array(250));
	air.run(0.001);
	air.radio.leave(0);
	air.radio.leave(0);
	air.run(1);
	assert.deepEqual(air.deliveries, []);
	assert.deepEqual(from.outcomes, []);
	assert.equal(air.reports.length, 1);
	assert.equal(air.reports[0]?.lost.length, 1);
});

test("who leaves before its turn never goes on the air; who joins again does", () => {
	const air = new Air();
	const from = air.station(0);
	air.station(1);
	air.radio.transmit(from, broadcastAddress, new Uint8Array(5));
	air.radio.leave(0);
	assert.ok(!air.radio.has(0));
	air.run(1);
	assert.equal(air.reports.length, 0);
	air.radio.join(from);
	air.radio.transmit(from, broadcastAddress, new Uint8Array(5));
	air.run(1);
	assert.equal(air.deliveries.length, 1);
	assert.throws(() => air.radio.join(from), /joined already/);
});

test("who joins in the middle of a frame misses it", () => {
	const air = new Air();
	const from = air.station(0);
	air.radio.transmit(from, broadcastAddress, new Uint8Array(250));
	air.run(0.001);
	const late = air.station(1);
	air.run(1);
	assert.deepEqual(air.deliveries, []);
	assert.deepEqual(air.reports[0]?.lost, [late]);
});

test("who leaves before acknowledging has the frame sent again, and a board can leave while it is told", () => {
	const air = new Air();
	const [from, to] = [air.station(0), air.station(1)];
	air.radio.transmit(from, to.address, new Uint8Array(250));
	while (air.deliveries.length === 0) assert.ok(air.agenda.step(1_000_000));
	air.radio.leave(to.index);
	air.run(1);
	assert.deepEqual(
		from.outcomes.map(({ delivered }) => delivered),
		[false],
	);
	assert.equal(air.reports.length, 8);
});

test("the same seed gives the same air, another seed another", () => {
	const history = (seed: number): string => {
		const air = new Air({ loss: 0.05, shadowing: 4 }, seed);
		for (let index = 0; index < 12; index++) air.chatter(air.station(index, 6 * index), 20, 40);
		air.run(10);
		const line = ({ at, from, received, lost }: AirReport) =>
			`${at} ${from.index} ${received.map(({ station, rssi }) => `${station.index}:${rssi}`)} ${lost.map(({ index }) => index)}`;
		return air.reports.map(line).join("\n");
	};
	const first = history(7);
	assert.ok(first.length > 10_000);
	assert.equal(history(7), first);
	assert.notEqual(history(8), first);
});

test("counters add up", () => {
	const air = new Air({ loss: 0.1 });
	for (let index = 0; index < 5; index++) air.chatter(air.station(index), 30, 40);
	air.run(10);
	const { counters } = air.radio;
	const sum = (of: (report: AirReport) => number): number =>
		air.reports.reduce((total, report) => total + of(report), 0);
	assert.equal(counters.transmissions, air.reports.length);
	assert.equal(
		counters.received,
		sum(({ received }) => received.length),
	);
	assert.equal(
		counters.lost,
		sum(({ lost }) => lost.length),
	);
	assert.equal(
		counters.airtime,
		sum(({ airtime }) => airtime),
	);
	assert.equal(counters.received + counters.lost, 4 * counters.transmissions);
});
