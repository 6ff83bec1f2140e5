import assert from "node:assert/strict";
import { test } from "node:test";
import { broadcastAddress, frameBytesLimit } from "kith/simulator/radio";
import { acknowledgementUs, airtimeUs } from "kith/simulator/radio/airtime";
import { Air } from "./air";

test("a frame of N bytes takes 192 + 8 (43 + N) microseconds", () => {
	assert.deepEqual([1, 50, 250].map(airtimeUs), [544, 936, 2536]);
	assert.equal(acknowledgementUs, 304);
	// ESP-NOW v2 cuts 1470 bytes into six vendor elements, five of them with a header of 7 bytes more.
	assert.deepEqual([251, 1470].map(airtimeUs), [192 + 8 * (43 + 7 + 251), 192 + 8 * (43 + 5 * 7 + 1470)]);
});

test("a lone broadcast arrives after driver, DIFS and airtime, at all receivers in one call, in order", () => {
	const air = new Air();
	const stations = [2, 0, 1].map((index) => air.station(index));
	const sender = stations[2] as (typeof stations)[0];
	air.radio.transmit(sender, broadcastAddress, new Uint8Array([1, 2, 3]));
	air.run(1);
	const report = air.reports[0];
	assert.equal(air.reports.length, 1);
	assert.ok(report !== undefined && report.at >= 100 + 50 && report.at < 400 + 50);
	assert.equal(report.airtime, airtimeUs(3));
	assert.equal(air.deliveries.length, 1);
	assert.equal(air.deliveries[0]?.at, report.at + airtimeUs(3));
	assert.deepEqual(air.deliveries[0]?.frame, new Uint8Array([1, 2, 3]));
	assert.deepEqual(
		air.deliveries[0]?.receivers.map(({ station }) => station.index),
		[0, 2],
	);
	assert.deepEqual(sender.outcomes, [{ at: report.at + airtimeUs(3), delivered: true }]);
});

test("an acknowledged unicast reports after SIFS and the acknowledgement", () => {
	const air = new Air();
	const [from, to] = [air.station(0), air.station(1)];
	air.radio.transmit(from, to.address, new Uint8Array(10));
	air.run(1);
	const delivery = air.deliveries[0];
	assert.ok(delivery !== undefined);
	assert.deepEqual(from.outcomes, [{ at: delivery.at + 10 + 304, delivered: true }]);
	assert.deepEqual(to.outcomes, []);
});

test("the sender may change its bytes after the call", () => {
	const air = new Air();
	const from = air.station(0);
	air.station(1);
	const bytes = new Uint8Array([7]);
	air.radio.transmit(from, broadcastAddress, bytes);
	bytes[0] = 9;
	air.run(1);
	assert.deepEqual(air.deliveries[0]?.frame, new Uint8Array([7]));
});

test("frames of 0 and of 1471 bytes, and those of strangers, are bugs", () => {
	const air = new Air();
	const from = air.station(0);
	assert.throws(() => air.radio.transmit(from, 2, new Uint8Array(0)), /0 bytes/);
	assert.throws(() => air.radio.transmit(from, 2, new Uint8Array(frameBytesLimit + 1)), /1471 bytes/);
	air.radio.leave(0);
	assert.throws(() => air.radio.transmit(from, 2, new Uint8Array(1)), /not joined/);
});

test("airtime adds up: data frames and acknowledgements, in total and for each station", () => {
	const air = new Air();
	const [from, to] = [air.station(0), air.station(1)];
	for (let count = 0; count < 5; count++) air.radio.transmit(from, to.address, new Uint8Array(60));
	air.run(5);
	air.radio.transmit(to, broadcastAddress, new Uint8Array(10));
	air.run(5);
	const data = 5 * airtimeUs(60);
	const answers = 5 * acknowledgementUs;
	const broadcast = airtimeUs(10);
	assert.equal(air.radio.counters.airtime, data + answers + broadcast);
	assert.equal(air.radio.energy(0).sending, data);
	assert.equal(air.radio.energy(1).sending, answers + broadcast);
	assert.equal(air.radio.energy(0).listening, 10_000_000 - data);
});

test("energy is 335 mA while sending and 84 mA while listening, at 3.3 V, and ends when a board goes off", () => {
	const air = new Air();
	const from = air.station(0);
	air.run(2);
	assert.ok(Math.abs(air.radio.energy(0).millijoules - 3.3 * 84 * 2) < 1e-9);
	air.radio.transmit(from, broadcastAddress, new Uint8Array(250));
	air.run(1);
	const expected = 3.3 * (84 * (3 - 0.002536) + 335 * 0.002536);
	assert.ok(Math.abs(air.radio.energy(0).millijoules - expected) < 1e-9);
	air.radio.leave(0);
	air.run(5);
	assert.ok(Math.abs(air.radio.energy(0).millijoules - expected) < 1e-9);
	air.radio.join(from);
	air.run(1);
	assert.ok(Math.abs(air.radio.energy(0).millijoules - expected - 3.3 * 84) < 1e-9);
});
