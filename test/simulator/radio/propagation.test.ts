import assert from "node:assert/strict";
import { test } from "node:test";
import { frameBits } from "kith/simulator/radio/airtime";
import { arrival, bitArrivalLog, Propagation, sharpDbm } from "kith/simulator/radio/propagation";
import { Air } from "./air";

const at = (x: number, y = 0, z = 0) => ({ x, y, z });

test("strength falls by 30 dB for every tenfold distance, and never grows with it", () => {
	const air = new Propagation({ shadowing: 0 }, 1);
	const strength = (metres: number): number => air.receivedDbm(1, at(0), 2, at(metres));
	assert.ok(Math.abs(strength(1) + 40) < 1e-9);
	assert.ok(Math.abs(strength(10) + 70) < 1e-9);
	assert.ok(Math.abs(strength(100) + 100) < 1e-9);
	for (let metres = 0; metres < 200; metres++) assert.ok(strength(metres + 1) <= strength(metres));
});

test("a wall in the way weakens, one beside the way does not", () => {
	const wall = { from: { x: 5, y: -1 }, to: { x: 5, y: 1 }, loss: 8 };
	const open = new Propagation({ shadowing: 0 }, 1);
	const walled = new Propagation({ shadowing: 0, walls: [wall] }, 1);
	const loss = (to: ReturnType<typeof at>): number =>
		open.receivedDbm(1, at(0), 2, to) - walled.receivedDbm(1, at(0), 2, to);
	assert.equal(loss(at(10)), 8);
	assert.equal(loss(at(4)), 0);
	assert.equal(loss(at(10, 8)), 0);
	assert.equal(loss(at(0, 10)), 0);
});

test("a wall of one storey leaves the others alone, and a ceiling weakens what goes through it once", () => {
	const wall = { from: { x: 5, y: -1 }, to: { x: 5, y: 1 }, loss: 8, bottom: 3, top: 6 };
	const floors = [
		{ height: 3, loss: 15 },
		{ height: 6, loss: 4 },
	];
	const open = new Propagation({ shadowing: 0 }, 1);
	const built = new Propagation({ shadowing: 0, walls: [wall], floors }, 1);
	const loss = (from: ReturnType<typeof at>, to: ReturnType<typeof at>): number => {
		assert.equal(built.receivedDbm(1, from, 2, to), built.receivedDbm(2, to, 1, from));
		return Math.round(1000 * (open.receivedDbm(1, from, 2, to) - built.receivedDbm(1, from, 2, to))) / 1000;
	};
	assert.equal(loss(at(0, 0, 1), at(10, 0, 1)), 0, "below the wall");
	assert.equal(loss(at(0, 0, 4), at(10, 0, 4)), 8);
	assert.equal(loss(at(0, 0, 1), at(1, 0, 4)), 15);
	assert.equal(loss(at(0, 0, 1), at(1, 0, 7)), 19);
	assert.equal(loss(at(0, 0, 1), at(10, 0, 8)), 15 + 4 + 8, "the line passes the wall's plane at 4.5 m");
	assert.equal(loss(at(0, 0, 1), at(10, 0, 3.5)), 15, "and here at 2.25 m, below the wall");
});

test("a sharp edge takes nothing from what is above it, and everything from what is below", () => {
	const air = new Air({ edge: "sharp" });
	const from = air.station(0);
	// 30 dB a decade from -40 dBm at a metre: the edge lies at 10^(52/30) = 54.1 m.
	const edge = 10 ** ((-40 - sharpDbm) / 30);
	const inside = air.station(1, edge - 0.1);
	air.station(2, edge + 0.1);
	air.saturate(from, 0xffff, 250);
	air.run(10);
	assert.ok(air.reports.length > 3000);
	for (const { received, lost } of air.reports) {
		assert.deepEqual(
			received.map(({ station }) => station),
			[inside],
		);
		assert.deepEqual(lost, []);
	}
});

test("shadowing is fixed per pair, the same both ways, of the configured spread, and another with another seed", () => {
	const [air, same, other] = [new Propagation({}, 5), new Propagation({}, 5), new Propagation({}, 6)];
	const deviation = (link: Propagation, a: number, b: number): number => link.receivedDbm(a, at(0), b, at(10)) + 70;
	let squares = 0;
	for (let address = 2; address < 502; address++) {
		const one = deviation(air, 1, address);
		assert.equal(one, deviation(same, 1, address));
		assert.equal(one, air.receivedDbm(address, at(10), 1, at(0)) + 70);
		assert.notEqual(one, deviation(other, 1, address));
		squares += one * one;
	}
	const spread = Math.sqrt(squares / 500);
	assert.ok(spread > 3.6 && spread < 4.4, `${spread} dB`);
});

test("frames arrive down to the sensitivity that datasheets state, long ones less surely", () => {
	const chance = (dbm: number, bytes: number): number => arrival(bitArrivalLog(dbm), frameBits(bytes));
	assert.ok(chance(-60, 250) > 0.999999);
	assert.ok(chance(-96, 1024) > 0.92, `${chance(-96, 1024)}`);
	assert.ok(chance(-98, 1024) < 0.92);
	assert.ok(chance(-99, 20) > chance(-99, 250));
	assert.ok(chance(-106, 20) < 1e-6);
});

test("other channels and far boards hear nothing and hold nobody back", () => {
	const air = new Air();
	const from = air.station(0, 0, 6);
	air.station(1, 1, 7);
	const near = air.station(2, 2, 6);
	air.station(3, 5000, 6);
	air.radio.transmit(from, 0xffff, new Uint8Array(30));
	air.run(1);
	assert.deepEqual(
		air.deliveries.flatMap(({ receivers }) => receivers.map(({ station }) => station)),
		[near],
	);
	assert.deepEqual(air.reports[0]?.lost, []);
});

test("reported strength is whole dBm", () => {
	const air = new Air();
	const from = air.station(0);
	air.station(1, 10);
	air.radio.transmit(from, 0xffff, new Uint8Array(1));
	air.run(1);
	assert.equal(air.deliveries[0]?.receivers[0]?.rssi, -70);
});
