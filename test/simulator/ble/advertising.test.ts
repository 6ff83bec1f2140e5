import assert from "node:assert/strict";
import { test } from "node:test";
import { isHeard } from "kith/simulator/ble/scanning";
import { advertisingPacketUs, packetUs } from "kith/simulator/ble/timing";
import { Stage } from "./stage";

test("packets take 8 µs a byte with 10 bytes around them, advertisements 6 more", () => {
	assert.deepEqual([0, 27, 251].map(packetUs), [80, 296, 2088]);
	assert.deepEqual([0, 24, 31].map(advertisingPacketUs), [128, 320, 376]);
});

test("a scanner hears whole packets in its window, on 37, 38 and 39 in turn", () => {
	const scan = { interval: 100_000, window: 30_000, since: 1000 };
	assert.ok(isHeard(scan, 37, 1000, 1376));
	assert.ok(!isHeard(scan, 37, 999, 1375), "before it began");
	assert.ok(isHeard(scan, 37, 30_624, 31_000));
	assert.ok(!isHeard(scan, 37, 30_625, 31_001), "cut off by the window's end");
	assert.ok(!isHeard(scan, 38, 1000, 1376));
	assert.ok(isHeard(scan, 38, 101_000, 101_376));
	assert.ok(isHeard(scan, 39, 201_000, 201_376));
	assert.ok(isHeard(scan, 37, 301_000, 301_376));
});

test("advertising repeats with its interval and 0 to 10 ms, three packets each time", () => {
	const stage = new Stage();
	const [sender, scanner] = [stage.phone(0), stage.phone(1)];
	stage.radio.advertise(sender.index, new Uint8Array(24), 100, false);
	stage.radio.scan(scanner.index, 50, 50);
	stage.run(100);
	// 105 ms on average; of an event's three packets the scanner, which is on one channel, hears one.
	const events = stage.radio.counters.advertisements / 3;
	assert.ok(Math.abs(events - 100 / 0.105) < 12, `${events} events`);
	assert.ok(Math.abs(scanner.reports.length - events) / events < 0.03, `${scanner.reports.length} of ${events}`);
	assert.equal(scanner.reports[0]?.rssi, -51);
	stage.radio.stopAdvertising(sender.index);
	const before = stage.radio.counters.advertisements;
	stage.run(10);
	assert.equal(stage.radio.counters.advertisements, before);
});

for (const { windowMs, intervalMs, loss } of [
	{ windowMs: 30, intervalMs: 300, loss: 0 },
	{ windowMs: 50, intervalMs: 100, loss: 0.2 },
	{ windowMs: 11, intervalMs: 77, loss: 0 },
]) {
	test(`a scan of ${windowMs} ms every ${intervalMs} ms with a loss of ${loss} reports what its duty says`, () => {
		const stage = new Stage({ loss });
		const [sender, scanner] = [stage.phone(0), stage.phone(1)];
		stage.radio.advertise(sender.index, new Uint8Array(24), 37, false);
		stage.radio.scan(scanner.index, intervalMs, windowMs);
		stage.run(600);
		// Each of the three packets meets its channel's windows, a third of all, less its own length at their ends.
		const expected = ((windowMs - 0.32) / intervalMs) * (1 - loss);
		const events = stage.radio.counters.advertisements / 3;
		const share = scanner.reports.length / events;
		assert.ok(Math.abs(share - expected) < 0.08 * expected, `${share} instead of ${expected}`);
	});
}

test("an advertiser is discovered after the time that the duty of the scan says", () => {
	let sum = 0;
	const trials = 300;
	for (let seed = 0; seed < trials; seed++) {
		const stage = new Stage({}, seed);
		const [sender, scanner] = [stage.phone(0), stage.phone(1)];
		stage.radio.scan(scanner.index, 97, 19.4);
		stage.run(0.001 * (seed % 97));
		stage.radio.advertise(sender.index, new Uint8Array(24), 100, false);
		const start = stage.agenda.now;
		while (scanner.reports.length === 0) assert.ok(stage.agenda.step(stage.agenda.now + 60_000_000));
		sum += (scanner.reports[0]?.at ?? 0) - start;
	}
	// Every event of 105 ms succeeds with p = (19.4 - 0.32) / 97, the first one after 5 ms: 5 ms + 105 ms (1/p - 1).
	const expected = 0.005 + 0.105 * (97 / (19.4 - 0.32) - 1);
	const mean = sum / trials / 1e6;
	assert.ok(Math.abs(mean - expected) < 0.2 * expected, `${mean} s instead of ${expected} s`);
});

test("advertisers who do not hear each other collide as pure ALOHA says", () => {
	const stage = new Stage();
	const scanner = stage.phone(0);
	const crowd = Array.from({ length: 12 }, (_, index) => stage.phone(index + 1, 5));
	for (const { index } of crowd) stage.radio.advertise(index, new Uint8Array(31), 20, false);
	stage.radio.scan(scanner.index, 30, 30);
	stage.run(60);
	const events = stage.radio.counters.advertisements / 3;
	// The others' packets on one channel come at 11 / 25 ms; a packet of 376 µs survives with e^(-2 · 376 µs · rate). Packets
	// at the windows' ends are cut off: 376 µs of 30 ms.
	const expected = Math.exp((-2 * 376 * 11) / 25_000) * (1 - 0.376 / 30);
	const share = scanner.reports.length / events;
	assert.ok(Math.abs(share - expected) < 0.02, `${share} instead of ${expected}`);
});

test("who is far, off, or in another part of the network is not heard; who is moved is", () => {
	const stage = new Stage();
	const [sender, far, near, apart] = [stage.phone(0, 0), stage.phone(1, 500), stage.phone(2, 5), stage.phone(3, 5)];
	for (const phone of [far, near, apart]) stage.radio.scan(phone.index, 50, 50);
	stage.radio.separate(apart.index, 1);
	stage.radio.advertise(sender.index, Uint8Array.of(1), 20, true);
	stage.run(2);
	assert.ok(near.reports.length > 50);
	assert.equal(far.reports.length + apart.reports.length, 0);
	stage.radio.move(far.index, far.address, { x: 3, y: 0, z: 0 });
	stage.run(2);
	assert.ok(far.reports.length > 50);
	stage.radio.leave(sender.index);
	stage.radio.leave(sender.index);
	const before = near.reports.length;
	stage.run(2);
	assert.equal(near.reports.length, before);
});

test("impossible wishes are bugs", () => {
	const stage = new Stage();
	stage.phone(0);
	assert.throws(() => stage.radio.advertise(0, new Uint8Array(32), 100, true), /32 bytes/);
	assert.throws(() => stage.radio.advertise(0, new Uint8Array(1), 19, true), /19 ms/);
	assert.throws(() => stage.radio.scan(0, 100, 101), /101 ms/);
	assert.throws(() => stage.radio.scan(1, 100, 50), /not joined/);
	assert.throws(() => stage.phone(0), /joined already/);
});
