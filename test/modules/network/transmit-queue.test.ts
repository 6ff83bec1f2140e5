import assert from "node:assert/strict";
import { test } from "node:test";
import { faultKinds } from "kith/core/diagnostics";
import { jitterMaximumMs, jitterMinimumMs, queueLimit } from "kith/network/transmit-queue";
import { FakeRadio } from "../../support/fake-radio";
import { networkStand } from "../../support/network-stand";

function stand() {
	const radio = new FakeRadio();
	const node = networkStand(radio, { address: 1, peers: [2] });
	const message = new Uint8Array(1);
	return {
		radio,
		...node,
		group: (): number => node.network.sendGroup(message, 1),
		unicast: (): number => node.network.sendUnicast(2, message, 1),
		/** "g0 u1 …": what went over the air, by sequence. */
		air: (): string =>
			radio.frames.map((frame) => `${frame.to === 0xffff ? "g" : "u"}${frame.bytes[12] as number}`).join(" "),
	};
}

test("the second copy of a group frame follows 5 to 40 ms after the first", () => {
	const gaps: number[] = [];
	for (let round = 0; round < 30; round++) {
		const { radio, group, network } = stand();
		for (let burnt = 0; burnt < round; burnt++) {
			group();
			radio.run(60);
		}
		const before = radio.frames.length;
		group();
		radio.run(60);
		assert.equal(radio.frames.length, before + 2);
		const [first, second] = radio.frames.slice(before);
		gaps.push((second?.at as number) - (first?.at as number));
		network.close();
	}
	// The frame is reported after it was in the air, at the earliest in the next millisecond of this radio.
	for (const gap of gaps) assert.ok(gap >= jitterMinimumMs && gap <= jitterMaximumMs + 1, `${gap}`);
	assert.ok(Math.max(...gaps) - Math.min(...gaps) > 10, "random, not constant");
});

test("acts go before readings, readings before second copies, equals in order", () => {
	const { radio, link, group, unicast, air } = stand();
	radio.link(2);
	link.stuck = true;
	group();
	group();
	unicast();
	group();
	unicast();
	link.stuck = false;
	radio.run(5);
	assert.equal(air(), "g0 u2 u4 g1 g3");
});

test("a unicast frame that nobody acknowledged is sent once more", () => {
	const { radio, unicast, air, network } = stand();
	unicast();
	radio.run(200);
	assert.equal(air(), "u0 u0");
	assert.equal(network.counters.get("retries"), 1);
	assert.equal(network.counters.get("unacknowledged"), 1);
	radio.link(2);
	unicast();
	radio.run(200);
	assert.equal(air(), "u0 u0 u1");
});

test("a frame retried after a lost MAC acknowledgement is delivered once", () => {
	const { radio, unicast, air } = stand();
	const receiver = networkStand(radio, { address: 2, peers: [1] });
	radio.fate = () => (radio.frames.length === 1 ? "unheard" : "delivered");
	unicast();
	radio.run(100);
	assert.equal(air(), "u0 u0");
	assert.equal(receiver.heard.length, 1);
});

test("a full queue refuses readings, counted and told", () => {
	const { link, group, network, diagnostics } = stand();
	link.stuck = true;
	for (let count = 0; count < queueLimit; count++) assert.equal(group(), count);
	assert.equal(group(), -1);
	assert.equal(network.counters.get("queueFull"), 1);
	assert.equal(diagnostics.count(faultKinds["queue full"]), 1);
	assert.equal(network.sequencesLeft, 0x1000000 - queueLimit, "a refused message takes no sequence");
});

test("an act finds room in a queue full of readings: the oldest one waiting goes", () => {
	const { radio, link, group, unicast, air, network } = stand();
	link.stuck = true;
	for (let count = 0; count < queueLimit; count++) group();
	assert.equal(unicast(), queueLimit);
	assert.equal(network.counters.get("displaced"), 1);
	link.stuck = false;
	radio.link(2);
	radio.run(3);
	assert.equal(air(), "g0 u16 g2");
});

test("a reading finds room in a queue of second copies, and an act that finds only acts is refused", () => {
	const { radio, link, group, unicast, network } = stand();
	for (let count = 0; count < queueLimit; count++) {
		group();
		radio.settle();
	}
	link.stuck = true;
	assert.ok(group() > 0);
	assert.equal(network.counters.get("repeatsDropped"), 1);
	for (let count = 0; count < queueLimit - 1; count++) assert.ok(unicast() > 0);
	assert.equal(unicast(), -1, "the frame in flight stays, all others are acts");
});

test("with the link down frames are dropped and counted, and flow again later", () => {
	const { radio, link, group, air, network } = stand();
	link.down = true;
	group();
	radio.run(100);
	assert.equal(network.counters.get("linkDown"), 1);
	link.down = false;
	group();
	radio.run(100);
	assert.equal(air(), "g1 g1");
});

test("a busy link is tried again", () => {
	const { radio, link, group, air, network } = stand();
	link.send(0xffff, Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 99), 13);
	group();
	radio.run(100);
	assert.equal(network.counters.get("linkBusy"), 1);
	assert.equal(air(), "g99 g0 g0");
});

test("a link that never reports does not stop the queue for ever", () => {
	const { radio, link, group, network } = stand();
	const other = radio.link(9);
	assert.ok(other !== link);
	group();
	link.stuck = true;
	radio.run(1500);
	// The platform lost the frame: in its eyes nothing is in flight.
	link.take();
	link.stuck = false;
	link.take();
	group();
	radio.run(200);
	assert.equal(network.counters.get("sentUnreported"), 1);
	assert.ok(radio.frames.length >= 3);
});
