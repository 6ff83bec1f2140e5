import assert from "node:assert/strict";
import { test } from "node:test";
import { broadcastAddress, channelSwitchUs } from "kith/simulator/radio";
import { Air } from "./air";

const frame = new Uint8Array(20);

/** Runs for some microseconds. */
const pass = (air: Air, microseconds: number): void => air.run(microseconds / 1e6);

test("a station that changes channel is deaf for a while, then hears the new one and no longer the old one", () => {
	const air = new Air();
	const [old, roamer, fresh] = [air.station(0, 0, 6), air.station(1, 1, 6), air.station(2, 2, 11)];
	const heardBy = (): number => air.deliveries.filter(({ receivers }) => receivers[0]?.station === roamer).length;
	air.radio.setChannel(roamer.index, 11);
	assert.equal(air.radio.channelOf(roamer.index), 0);
	air.radio.transmit(old, broadcastAddress, frame);
	air.radio.transmit(fresh, broadcastAddress, frame);
	pass(air, channelSwitchUs - 1);
	assert.equal(air.reports.length, 2, "both were on the air meanwhile");
	assert.equal(heardBy(), 0);
	pass(air, 1);
	assert.equal(air.radio.channelOf(roamer.index), 11);
	air.radio.transmit(old, broadcastAddress, frame);
	air.run(1);
	assert.equal(heardBy(), 0);
	air.radio.transmit(fresh, broadcastAddress, frame);
	air.run(1);
	assert.equal(heardBy(), 1);
	assert.deepEqual(air.reports.map(({ channel }) => channel).sort(), [11, 11, 6, 6]);
});

test("a frame that began before the station arrived on its channel is missed", () => {
	const air = new Air();
	const [from, late] = [air.station(0, 0, 11), air.station(1, 1, 6)];
	air.radio.setChannel(late.index, 11);
	pass(air, channelSwitchUs - 600);
	air.radio.transmit(from, broadcastAddress, new Uint8Array(250));
	air.run(1);
	assert.deepEqual(air.reports[0]?.lost, [late]);
});

test("the frame on the air is ended first; what is queued goes out on the new channel, nothing is lost", () => {
	const air = new Air();
	const [from, old, fresh] = [air.station(0, 0, 6), air.station(1, 1, 6), air.station(2, 2, 11)];
	air.radio.transmit(from, old.address, frame);
	air.radio.transmit(from, broadcastAddress, frame);
	while (air.deliveries.length === 0) assert.ok(air.agenda.step(1_000_000));
	air.radio.setChannel(from.index, 11);
	assert.equal(air.radio.channelOf(from.index), 6, "the acknowledgement is awaited");
	air.run(1);
	assert.deepEqual(
		from.outcomes.map(({ delivered }) => delivered),
		[true, true],
	);
	assert.deepEqual(
		air.deliveries.map(({ receivers }) => receivers[0]?.station),
		[old, fresh],
	);
});

test("told several channels in a row, a station ends up on the last; other values are bugs", () => {
	const air = new Air();
	const station = air.station(0);
	for (const channel of [1, 5, 13]) air.radio.setChannel(station.index, channel);
	air.run(1);
	assert.equal(air.radio.channelOf(station.index), 13);
	for (const channel of [0, 14, 1.5, Number.NaN]) assert.throws(() => air.radio.setChannel(0, channel), RangeError);
	air.radio.leave(0);
	assert.throws(() => air.radio.setChannel(0, 1), /not joined/);
	air.radio.join(station);
	assert.equal(air.radio.channelOf(0), 6, "a board that boots is where its definition says");
});

test("who leaves or hands over a frame while it changes channel harms nobody", () => {
	const air = new Air();
	const [from, to] = [air.station(0, 0, 6), air.station(1, 1, 11)];
	air.radio.setChannel(from.index, 11);
	air.radio.transmit(from, to.address, frame);
	air.run(1);
	assert.deepEqual(
		from.outcomes.map(({ delivered }) => delivered),
		[true],
	);
	air.radio.setChannel(from.index, 1);
	air.radio.leave(from.index);
	air.run(1);
	assert.equal(air.radio.channelOf(from.index), undefined);
});
