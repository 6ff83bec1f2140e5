import assert from "node:assert/strict";
import { test } from "node:test";
import {
	attemptsPerWideSearch,
	firstRetryMs,
	joinLimitMs,
	lastRetryMs,
	type StationOptions,
	WifiStation,
} from "kith/devices/host/wifi/station";
import { FakeWifi } from "../../support/fake-wifi";
import { ManualTimers } from "../../support/manual-timers";

const home = { name: "home", passphrase: "secret words" };

function open(accessPoint: StationOptions["accessPoint"] = home) {
	const timers = new ManualTimers();
	const changes: boolean[] = [];
	const ties: boolean[] = [];
	const options: StationOptions = {
		WiFi: FakeWifi.type,
		timers,
		channel: () => 6,
		onTied: (tied) => ties.push(tied),
		onChanged: (online) => changes.push(online),
		...(accessPoint === undefined ? {} : { accessPoint }),
	};
	const station = new WifiStation(options);
	return { station, timers, changes, ties, wifi: FakeWifi.last as FakeWifi };
}

test("it starts the radio, looks on the network's own channel, and joins what it finds there", () => {
	const { station, timers, changes, wifi } = open();
	assert.equal(wifi.scans.length, 0);
	timers.pass(0);
	assert.equal(wifi.scans[0]?.channel, 6);
	assert.equal(wifi.joins.length, 0);
	wifi.endScan("neighbours", "home");
	assert.deepEqual(wifi.joins, [{ SSID: "home", password: "secret words", channel: 6 }]);
	assert.ok(!station.online);
	wifi.become(400);
	assert.ok(!station.online, "joined, but without an address");
	wifi.become(500);
	assert.ok(station.online);
	assert.deepEqual(changes, [true]);
	assert.equal(timers.next, undefined, "nothing is left to do");
});

test("without an access point of its own it stays on the air and never scans", () => {
	const timers = new ManualTimers();
	const station = new WifiStation({
		WiFi: FakeWifi.type,
		timers,
		channel: () => 6,
		onTied: () => {},
		onChanged: () => {},
	});
	timers.pass(10 * lastRetryMs);
	assert.deepEqual(FakeWifi.last?.scans, []);
	assert.deepEqual(FakeWifi.last?.joins, []);
	assert.ok(!station.online);
});

test("while the access point is absent it looks ever more rarely: on all channels every second time at first, then one in eight", () => {
	const { station, timers, wifi } = open();
	const pauses: number[] = [];
	timers.pass(0);
	for (let attempt = 0; attempt < 2 * attemptsPerWideSearch; attempt++) {
		const wide = attempt < attemptsPerWideSearch ? attempt % 2 === 1 : (attempt + 1) % attemptsPerWideSearch === 0;
		assert.equal(wifi.scans[wifi.scans.length - 1]?.channel, wide ? undefined : 6, `attempt ${attempt}`);
		wifi.endScan("neighbours");
		const pause = timers.next ?? -1;
		pauses.push(pause);
		timers.pass(pause);
	}
	assert.equal(pauses[0], firstRetryMs);
	assert.equal(pauses[1], 2 * firstRetryMs);
	for (let index = 1; index < pauses.length; index++)
		assert.ok((pauses[index] as number) >= (pauses[index - 1] as number), `pause ${index}`);
	assert.equal(pauses[pauses.length - 1], lastRetryMs);
	assert.equal(station.counters.attempts, 2 * attemptsPerWideSearch + 1);
});

test("an access point that moved is looked for on all channels, and joined where it is; from then on it has the say", () => {
	const { timers, wifi, ties } = open();
	timers.pass(0);
	wifi.endScan("home");
	assert.deepEqual(ties, []);
	wifi.become(400);
	wifi.become(500);
	assert.deepEqual(ties, [true]);
	wifi.become(200);
	assert.deepEqual(ties, [true, false]);
	timers.pass(firstRetryMs);
	assert.equal(wifi.scans[wifi.scans.length - 1]?.channel, undefined);
	wifi.channelOf = 11;
	wifi.endScan("neighbours", "home");
	assert.equal(wifi.joins[1]?.channel, 11);
	wifi.become(400);
	assert.deepEqual(ties, [true, false, true]);
});

test("a connection that breaks is said once and tried again from the first pause", () => {
	const { station, timers, changes, wifi } = open();
	timers.pass(0);
	for (let loss = 1; loss <= 3; loss++) {
		wifi.endScan("home");
		wifi.become(500);
		wifi.become(500);
		wifi.become(200);
		wifi.become(200);
		assert.equal(changes.length, 2 * loss);
		assert.ok(!station.online);
		assert.equal(timers.next, firstRetryMs);
		timers.pass(firstRetryMs);
	}
	assert.deepEqual(changes, [true, false, true, false, true, false]);
	assert.equal(station.counters.losses, 3);
});

test("an attempt that brings no address is given up, and so is one that the driver refuses", () => {
	const { timers, wifi } = open();
	timers.pass(0);
	wifi.endScan("home");
	wifi.become(400);
	timers.pass(joinLimitMs);
	assert.equal(wifi.disconnects, 1);
	assert.equal(timers.next, firstRetryMs);
	timers.pass(firstRetryMs);
	wifi.refuses = true;
	wifi.endScan("home");
	assert.equal(wifi.disconnects, 2);
	assert.equal(timers.next, 2 * firstRetryMs);
});

test("a closed station leaves nothing behind", () => {
	const { station, timers, wifi } = open();
	station.close();
	assert.ok(wifi.closed);
	assert.equal(timers.next, undefined);
});
