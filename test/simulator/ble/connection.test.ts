import assert from "node:assert/strict";
import { test } from "node:test";
import { bleLimits, defaultConnection } from "kith/simulator/ble";
import type { AwaySchedule } from "kith/simulator/radio";
import { Stage, type TestPhone } from "./stage";

/** Keeps sending numbered chunks of so many bytes. */
function stream(stage: Stage, from: TestPhone, bytes: number, limit = Number.POSITIVE_INFINITY): () => number {
	let count = 0;
	from.next = () => {
		while (count < limit) {
			const chunk = new Uint8Array(bytes);
			chunk[0] = count;
			chunk[1] = count >> 8;
			if (!stage.radio.send(from.index, 0, chunk)) return;
			count++;
		}
	};
	from.next();
	return () => count;
}

const serials = (phone: TestPhone): number[] =>
	phone.chunks.map(({ bytes }) => (bytes[0] as number) | ((bytes[1] as number) << 8));

test("an initiator finds its advertiser, both are told, and the smaller of two ATT_MTUs holds", () => {
	const stage = new Stage();
	const [central, peripheral] = [stage.phone(0, 0, { mtu: 185 }), stage.phone(1, 2, { mtu: 247 })];
	stage.connect(central, peripheral);
	stage.run(1);
	assert.deepEqual(
		[central.connected, peripheral.connected].map((list) => list.map(({ peer, central: role }) => [peer, role])),
		[[[2, true]], [[1, false]]],
	);
	assert.deepEqual([central.mtus, peripheral.mtus], [[185], [185]]);
	assert.ok(stage.radio.send(0, 0, new Uint8Array(182)));
	assert.ok(!stage.radio.send(0, 0, new Uint8Array(183)), "3 bytes are ATT's");
	assert.ok(!stage.radio.send(0, 1, new Uint8Array(1)), "there is no such connection");
});

for (const { mtu, longPackets, chunk, perEvent } of [
	// 2,088 + 150 + 80 + 150 µs a chunk: two fit in 5 ms.
	{ mtu: 247, longPackets: true, chunk: 244, perEvent: 2 },
	// Ten packets of 27 and fewer bytes, 676 µs each: seven in 5 ms, so 10/7 events a chunk.
	{ mtu: 247, longPackets: false, chunk: 244, perEvent: 0.7 },
	// One packet a chunk, and no more chunks than the queue holds.
	{ mtu: 23, longPackets: true, chunk: 20, perEvent: bleLimits.chunkQueue },
]) {
	test(`${chunk} bytes at ATT_MTU ${mtu}, ${longPackets ? "long" : "short"} packets: ${perEvent} chunks an event`, () => {
		const stage = new Stage();
		const [central, peripheral] = stage.pair({ mtu, longPackets });
		stage.run(1);
		const begun = stage.agenda.now;
		stream(stage, central, chunk);
		stage.run(30);
		const events = (stage.agenda.now - begun) / defaultConnection.interval;
		const share = peripheral.chunks.length / events;
		assert.ok(Math.abs(share - perEvent) < 0.02 * perEvent, `${share} chunks an event`);
	});
}

test("with a third of all packets lost, everything arrives once and in order, both ways", () => {
	const stage = new Stage({ loss: 0.33 });
	const [central, peripheral] = stage.pair();
	stage.run(1);
	const counts = [stream(stage, central, 50, 500), stream(stage, peripheral, 30, 500)];
	stage.run(60);
	assert.deepEqual(
		counts.map((count) => count()),
		[500, 500],
	);
	const all = Array.from({ length: 500 }, (_, serial) => serial);
	assert.deepEqual(serials(peripheral), all);
	assert.deepEqual(serials(central), all);
	assert.deepEqual([central.sent, peripheral.sent], [500, 500]);
	assert.deepEqual(central.disconnected, []);
});

test("a peer that falls silent is lost after the supervision timeout", () => {
	const stage = new Stage();
	const [central, peripheral] = stage.pair();
	stage.run(1);
	const at = stage.agenda.now;
	stage.radio.leave(peripheral.index);
	stage.run(10);
	assert.equal(central.disconnected[0]?.reason, "lost");
	const after = (central.disconnected[0]?.at ?? 0) - at;
	const { supervisionTimeout, interval } = defaultConnection;
	assert.ok(after > supervisionTimeout - interval && after <= supervisionTimeout + 2 * interval, `${after} µs`);
	assert.ok(!stage.radio.send(central.index, 0, new Uint8Array(1)));
});

test("who disconnects tells both, and both may connect again", () => {
	const stage = new Stage();
	const [central, peripheral] = stage.pair();
	stage.run(1);
	stage.radio.disconnect(peripheral.index, 0);
	stage.run(1);
	assert.deepEqual([central.disconnected[0]?.reason, peripheral.disconnected[0]?.reason], ["asked", "asked"]);
	stage.connect(peripheral, central);
	assert.equal(central.connected[1]?.central, false);
});

test("three connections at most, as central and as peripheral together", () => {
	const stage = new Stage();
	const hub = stage.phone(0);
	const others = [1, 2, 3, 4].map((index) => stage.phone(index));
	for (const other of others.slice(0, 2)) stage.connect(hub, other);
	stage.connect(others[2] as TestPhone, hub);
	assert.equal(hub.connected.length, 3);
	assert.ok(!stage.radio.connect(hub.index, 5, 1000));
	stage.radio.advertise(hub.index, Uint8Array.of(1), 20, true);
	const last = others[3] as TestPhone;
	assert.ok(stage.radio.connect(last.index, hub.address, 1000));
	assert.ok(!stage.radio.connect(last.index, 2, 1000), "one search at a time");
	stage.run(2);
	assert.deepEqual(
		last.failed.map(({ peer }) => peer),
		[hub.address],
	);
	assert.deepEqual(
		hub.connected.map(({ connection }) => connection),
		[0, 1, 2],
	);
});

test("an advertiser that takes no connections, or is not there, is given up in time", () => {
	const stage = new Stage();
	const [seeker, beacon] = [stage.phone(0), stage.phone(1)];
	stage.radio.advertise(beacon.index, Uint8Array.of(1), 20, false);
	const at = stage.agenda.now;
	stage.radio.connect(seeker.index, beacon.address, 1500);
	stage.run(3);
	assert.deepEqual(seeker.failed, [{ at: at + 1_500_000, peer: beacon.address }]);
});

test("a peripheral that may sleep answers every fifth event, so what it is told comes later", () => {
	const delay = (latency: number): number => {
		const stage = new Stage({ connection: { ...defaultConnection, latency } });
		const [central, peripheral] = stage.pair();
		stage.run(2);
		let sum = 0;
		for (let count = 0; count < 50; count++) {
			const at = stage.agenda.now;
			stage.radio.send(central.index, 0, Uint8Array.of(count));
			while (peripheral.chunks.length <= count) assert.ok(stage.agenda.step(stage.agenda.now + 10_000_000));
			sum += stage.agenda.now - at;
			stage.run(0.0137 * (count % 17));
		}
		return sum / 50;
	};
	const [awake, sleepy] = [delay(0), delay(4)];
	assert.ok(awake < 30_000 && sleepy > 50_000 && sleepy < 110_000, `${awake} and ${sleepy} µs`);
});

test("Wi-Fi is told when Bluetooth has the antenna, a scan taking half at most", () => {
	const told = new Map<number, readonly AwaySchedule[]>();
	const stage = new Stage({ onAway: (index, schedules) => told.set(index, schedules) });
	const [central, peripheral] = [stage.phone(0), stage.phone(1)];
	stage.radio.scan(central.index, 100, 100);
	assert.deepEqual(told.get(0), [{ period: 100_000, busy: 50_000, phase: 0 }]);
	stage.radio.stopScan(central.index);
	assert.deepEqual(told.get(0), []);
	stage.connect(central, peripheral);
	for (const index of [0, 1]) {
		assert.deepEqual(
			told.get(index)?.map(({ period, busy }) => [period, busy]),
			[[30_000, 460]],
		);
	}
	stage.radio.disconnect(central.index, 0);
	stage.run(1);
	assert.deepEqual([told.get(0), told.get(1)], [[], []]);
});

test("the same seed gives the same history, another seed another", () => {
	const history = (seed: number): string => {
		const stage = new Stage({ loss: 0.2, shadowing: 4 }, seed);
		const [central, peripheral] = stage.pair();
		stream(stage, central, 20);
		stage.run(5);
		return peripheral.chunks.map(({ at }) => at).join();
	};
	assert.ok(history(1).length > 1000);
	assert.equal(history(1), history(1));
	assert.notEqual(history(1), history(2));
});
