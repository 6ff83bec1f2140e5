import assert from "node:assert/strict";
import { test } from "node:test";
import { broadcastAddress, latenessUs } from "kith/simulator/radio";
import { Air } from "./air";

const frame = new Uint8Array(20);

test("a jammed channel carries nothing, the others do, and the jam can be lifted", () => {
	const air = new Air();
	const [from] = [air.station(0, 0, 6), air.station(1, 1, 6)];
	const [elsewhere] = [air.station(2, 2, 1), air.station(3, 3, 1)];
	air.radio.jam(6, 1);
	air.radio.transmit(from as never, 2, frame);
	air.radio.transmit(elsewhere as never, 4, frame);
	air.run(1);
	assert.deepEqual(
		air.deliveries.map(({ receivers }) => receivers[0]?.station.index),
		[3],
	);
	assert.equal(air.radio.counters.unacknowledged, 1);
	air.radio.jam(6, 0);
	air.radio.transmit(from as never, 2, frame);
	air.run(1);
	assert.equal(air.deliveries.length, 2);
});

test("parts of a divided network do not hear each other, hold nobody back, and can be joined again", () => {
	const air = new Air();
	const stations = [0, 1, 2, 3].map((index) => air.station(index, index));
	for (const index of [2, 3]) air.radio.separate(index, 1);
	for (const station of stations) air.saturate(station, broadcastAddress, 50);
	air.run(5);
	for (const { from, received, lost } of air.reports) {
		const part = from.index < 2 ? [0, 1] : [2, 3];
		for (const station of [...received.map((reception) => reception.station), ...lost]) {
			assert.ok(part.includes(station.index));
		}
	}
	// Two parts at once, each as fast as two stations alone.
	assert.ok(air.radio.counters.airtime > 1.4 * 5e6, `${air.radio.counters.airtime}`);
	for (const index of [2, 3]) air.radio.separate(index, 0);
	const before = air.reports.length;
	air.run(1);
	assert.ok(air.reports.slice(before + 4).every(({ received, lost }) => received.length + lost.length === 3));
});

test("the loss of one path is its own, in one direction, and adds to the general one", () => {
	const air = new Air({ loss: 0.1 });
	const [from, lossy, other] = [air.station(0), air.station(1), air.station(2)];
	air.radio.setLink(from.index, lossy.index, { loss: 0.5 });
	air.saturate(from, broadcastAddress, 20);
	air.run(20);
	const share = (station: unknown): number =>
		air.reports.filter(({ lost }) => lost.includes(station as never)).length / air.reports.length;
	assert.ok(Math.abs(share(lossy) - (1 - 0.9 * 0.5)) < 0.01, `${share(lossy)}`);
	assert.ok(Math.abs(share(other) - 0.1) < 0.01, `${share(other)}`);
	air.radio.setLink(from.index, lossy.index, undefined);
	const before = air.reports.length;
	air.run(10);
	const after = air.reports.slice(before);
	assert.ok(Math.abs(after.filter(({ lost }) => lost.includes(lossy)).length / after.length - 0.1) < 0.02);
});

test("a moved station is where it was moved to, also after it went off and came back", () => {
	const air = new Air();
	const [from, walker] = [air.station(0, 0), air.station(1, 10)];
	const heard = (): number | undefined => {
		const before = air.deliveries.length;
		air.radio.transmit(from, broadcastAddress, frame);
		air.run(0.1);
		return air.deliveries[before]?.receivers[0]?.rssi;
	};
	assert.equal(heard(), -70);
	air.radio.move(walker, { x: 1, y: 0, z: 0 });
	assert.equal(heard(), -40);
	air.radio.move(walker, { x: 5000, y: 0, z: 0 });
	assert.equal(heard(), undefined);
	air.radio.move(walker, { x: 100 / 10, y: 0, z: 0 });
	air.radio.leave(walker.index);
	air.radio.join(walker);
	assert.equal(heard(), -70);
});

test("duplicates are told again within a while, and only as often as asked", () => {
	const air = new Air();
	const from = air.station(0);
	air.station(1);
	air.radio.setHandoverFaults({ duplication: 0.25 });
	air.chatter(from, 50, 20);
	air.run(60);
	const extra = air.deliveries.length - air.reports.length;
	assert.equal(extra, air.radio.counters.duplicated);
	assert.ok(Math.abs(extra / air.reports.length - 0.25) < 0.03, `${extra} of ${air.reports.length}`);
});

test("reordered frames arrive all the same, once, after later ones", () => {
	const air = new Air();
	const from = air.station(0);
	air.station(1);
	air.radio.setHandoverFaults({ reordering: 0.2 });
	for (let serial = 0; serial < 200; serial++) {
		air.agenda.plan(serial * 10_000, 3, () => air.radio.transmit(from, broadcastAddress, Uint8Array.of(serial)));
	}
	air.run(10);
	const serials = air.deliveries.map((delivery) => delivery.frame[0] as number);
	assert.deepEqual(
		[...serials].sort((a, b) => a - b),
		Array.from({ length: 200 }, (_, serial) => serial),
	);
	assert.ok(serials.some((serial, index) => index > 0 && serial < (serials[index - 1] as number)));
	assert.ok(latenessUs > 10_000);
	assert.ok(Math.abs(air.radio.counters.delayed / 200 - 0.2) < 0.08);
});

test("a late copy for a board that went off meanwhile is nobody's", () => {
	const air = new Air();
	const [from, to] = [air.station(0), air.station(1)];
	air.radio.setHandoverFaults({ reordering: 1 });
	air.radio.transmit(from, broadcastAddress, frame);
	while (air.reports.length === 0) assert.ok(air.agenda.step(1_000_000));
	air.radio.leave(to.index);
	air.radio.join(to);
	air.run(1);
	assert.deepEqual(air.deliveries, []);
});

test("paths say who hears whom and how surely", () => {
	const air = new Air({ loss: 0.1 });
	const [a, b] = [air.station(0, 0), air.station(1, 10)];
	air.station(2, 5000);
	air.radio.setLink(0, 1, { loss: 0.5 });
	const paths = air.radio.paths();
	assert.deepEqual(
		paths.map(({ from, to, strength }) => [from, to, Math.round(strength)]),
		[
			[a, b, -70],
			[b, a, -70],
		],
	);
	assert.ok(Math.abs((paths[0]?.arrival as number) - 0.45) < 1e-6);
	assert.ok(Math.abs((paths[1]?.arrival as number) - 0.9) < 1e-6);
	air.radio.leave(1);
	assert.deepEqual(air.radio.paths(), []);
});
