import assert from "node:assert/strict";
import { test } from "node:test";
import { airtimeUs } from "kith/simulator/radio/airtime";
import { backAt, isAway } from "kith/simulator/radio/away";
import { Air } from "./air";

const schedule = { period: 100_000, busy: 30_000, phase: 1_000 };

test("a schedule is away for its first part, and an interval that touches it counts", () => {
	assert.ok(isAway([schedule], 1_000, 1_001));
	assert.ok(isAway([schedule], 30_999, 31_000));
	assert.ok(!isAway([schedule], 31_000, 101_000));
	assert.ok(isAway([schedule], 31_000, 101_001));
	assert.ok(isAway([schedule], 900, 1_100));
	assert.equal(backAt([schedule], 5_000), 31_000);
	assert.equal(backAt([schedule], 40_000), 40_000);
	assert.equal(backAt([schedule, { period: 100_000, busy: 10_000, phase: 31_000 }], 5_000), 41_000);
	assert.ok(Number.isFinite(backAt([{ period: 10, busy: 10, phase: 0 }], 5)), "never for ever");
});

test("a station that scans for Bluetooth misses the share of frames that touch its windows", () => {
	const air = new Air();
	const [from, away] = [air.station(0), air.station(1)];
	air.station(2);
	air.radio.setAway(away.index, [schedule]);
	air.chatter(from, 50, 100);
	air.run(200);
	const missed = air.reports.filter(({ lost }) => lost.includes(away)).length / air.reports.length;
	const expected = (schedule.busy + airtimeUs(100)) / schedule.period;
	assert.ok(Math.abs(missed - expected) < 0.015, `${missed} instead of ${expected}`);
	assert.ok(air.reports.every(({ received }) => received.some(({ station }) => station.index === 2)));
});

test("it sends only when it has the antenna, and loses nothing by that", () => {
	const air = new Air();
	const [from, to] = [air.station(0), air.station(1)];
	air.radio.setAway(from.index, [schedule]);
	air.chatter(from, 20, 50);
	air.run(60);
	assert.ok(air.reports.length > 1000);
	for (const { at } of air.reports) assert.ok(!isAway([schedule], at, at), `${at}`);
	const got = air.deliveries.filter(({ receivers }) => receivers[0]?.station === to).length;
	assert.equal(got, air.reports.length);
});

test("retries carry a unicast over a window", () => {
	const air = new Air();
	const [from, to] = [air.station(0), air.station(1)];
	air.radio.setAway(to.index, [{ period: 100_000, busy: 5_000, phase: 0 }]);
	for (let count = 0; count < 10; count++) air.radio.transmit(from, to.address, new Uint8Array(20));
	air.run(1);
	assert.ok(from.outcomes.every(({ delivered }) => delivered));
	assert.ok(air.radio.counters.retries > 0);
	assert.throws(() => air.radio.setAway(0, new Array(6).fill(schedule)), RangeError);
});
