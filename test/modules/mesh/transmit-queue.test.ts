import assert from "node:assert/strict";
import { test } from "node:test";
import { Scheduler } from "kith/core/scheduler";
import { AirtimeBudget } from "kith/mesh/airtime-budget";
import { FrameArena, outgoingOffset, queueLimit, recentOffset, storedLimit } from "kith/mesh/frame-arena";
import { type NetworkCounter, networkCounters } from "kith/mesh/network-counters";
import {
	flightLimitMs,
	jitterMaximumMs,
	jitterMinimumMs,
	parkedLimit,
	parkedMs,
	TransmitQueue,
	type WayFinder,
} from "kith/mesh/transmit-queue";
import { noSlot, priorities } from "kith/mesh/transmit-table";
import { Counters } from "kith/network/counters";
import { FakeClock } from "../../support/fake-clock";
import { FakeRadio } from "../../support/fake-radio";
import { FixedRandom } from "../../support/fixed-random";

const everybody = 0xffff;
const { unicast, group, bulk } = priorities;

/** A queue of node 1, and nobody else unless a test adds somebody. */
function stand() {
	const radio = new FakeRadio();
	const clock = new FakeClock(0x7ffffff0);
	const link = radio.link(1, clock);
	const scheduler = new Scheduler(clock);
	const arena = new FrameArena();
	const counters = new Counters<NetworkCounter>(networkCounters);
	const airtime = new AirtimeBudget(1, scheduler.now());
	const random = new FixedRandom(1);
	const queue = new TransmitQueue({ link, scheduler, random, counters, arena, airtime });
	link.listener = { onReceive() {}, onSent: (delivered) => queue.onSent(delivered) };
	/** Queues a frame of one byte. @returns its place */
	const add = (byte: number, to: number, priority: number, delayMs = 0): number => {
		const slot = queue.reserve(priority);
		arena.outgoing[0] = byte;
		if (slot >= 0) queue.commit(slot, outgoingOffset, 1, to, priority, delayMs);
		return slot;
	};
	/** "1 2 …": what went over the air. */
	const air = (): string => radio.all.map(({ bytes }) => bytes[0]).join(" ");
	return { radio, link, queue, counters, arena, add, air };
}

function finder(answer: number): WayFinder & { readonly log: string[] } {
	const log: string[] = [];
	return {
		log,
		onAnswer: (neighbour, acknowledged) => void log.push(`${neighbour} ${acknowledged ? "answers" : "is silent"}`),
		onUndelivered: (_slot, neighbour) => {
			log.push(`undelivered to ${neighbour}`);
			return neighbour === 2 ? answer : -1;
		},
		onGivenUp: (slot) => void log.push(`gave up ${slot}`),
	};
}

test("a flood is sent once", () => {
	const { radio, add, air, queue } = stand();
	add(1, everybody, group);
	radio.run(500);
	assert.equal(air(), "1");
	assert.equal(queue.length, 0);
});

test("acts go before readings, readings before bulk, equals in order, none before its time", () => {
	const { radio, link, add, air } = stand();
	radio.link(2);
	link.stuck = true;
	add(1, everybody, group);
	add(2, everybody, bulk);
	add(3, everybody, group, 20);
	add(4, everybody, group);
	add(5, 2, unicast);
	add(6, 2, unicast);
	link.stuck = false;
	radio.run(10);
	assert.equal(air(), "1 5 6 4 2");
	radio.run(20);
	assert.equal(air(), "1 5 6 4 2 3");
});

test("a unicast frame that nobody acknowledged is sent once more, 5 to 40 ms later, then given up", () => {
	const { radio, add, air, counters, queue } = stand();
	add(1, 2, unicast);
	radio.run(200);
	assert.equal(air(), "1 1");
	const [first, second] = radio.all;
	const gap = (second?.at as number) - (first?.at as number);
	assert.ok(gap >= jitterMinimumMs && gap <= jitterMaximumMs + 1, `${gap}`);
	assert.equal(counters.get("retries"), 1);
	assert.equal(counters.get("unacknowledged"), 1);
	assert.equal(queue.length, 0);
});

test("what a neighbour does not take goes another way at once", () => {
	const { radio, queue, add } = stand();
	radio.link(3);
	const ways = finder(3);
	queue.wayFinder = ways;
	add(1, 2, unicast);
	radio.run(200);
	assert.equal(radio.all.map(({ to }) => to).join(), "2,2,3");
	assert.equal(ways.log.join("; "), "2 is silent; undelivered to 2; 3 answers");
});

test("a frame without a way waits for one, a while, and not many do", () => {
	const { radio, queue, add } = stand();
	const ways = finder(0);
	queue.wayFinder = ways;
	const slots = [1, 2, 3, 4, 5].map((byte) => add(byte, 2, unicast));
	radio.run(400);
	assert.equal(ways.log.filter((line) => line.startsWith("gave up")).length, 5 - parkedLimit);
	assert.ok(queue.hasParked);
	const parked = queue.nextParked(-1);
	assert.equal(queue.byte(parked, 0), 1 + slots.indexOf(parked));
	radio.link(3);
	queue.release(parked, 3);
	radio.run(5);
	assert.equal(radio.all.at(-1)?.to, 3);
	let others = 0;
	for (let next = queue.nextParked(-1); next !== noSlot; next = queue.nextParked(next)) others++;
	assert.equal(others, parkedLimit - 1);
	radio.run(parkedMs);
	assert.ok(!queue.hasParked);
	assert.equal(queue.nextParked(-1), noSlot);
	assert.equal(queue.length, 0);
	assert.equal(ways.log.filter((line) => line.startsWith("gave up")).length, 4);
});

test("a frame that waits to be relayed is found, put off and taken back; one on its way is not", () => {
	const { radio, link, queue, add, air } = stand();
	const slot = add(1, everybody, group, 20);
	queue.mark(slot, 77);
	assert.equal(queue.find(77), slot);
	assert.equal(queue.find(78), noSlot);
	queue.postpone(slot, 50);
	radio.run(30);
	assert.equal(air(), "");
	queue.cancel(slot);
	radio.run(100);
	assert.equal(air(), "");
	const second = add(2, everybody, group);
	queue.mark(second, 99);
	link.stuck = true;
	radio.run(1);
	assert.equal(queue.length, 1);
	queue.cancel(second);
	assert.equal(queue.length, 1, "it is in flight");
});

test("an answer to one becomes an answer to all", () => {
	const { radio, queue, add } = stand();
	const slot = add(1, 2, group, 15);
	queue.broadcast(slot);
	radio.run(50);
	assert.equal(radio.all.map(({ to }) => to).join(), `${everybody}`);
});

test("a full queue refuses readings, counted", () => {
	const { link, add, counters } = stand();
	link.stuck = true;
	for (let count = 0; count < storedLimit; count++) assert.ok(add(count, everybody, group) >= 0);
	assert.equal(add(99, everybody, group), -1);
	assert.equal(counters.get("queueFull"), 1);
	assert.equal(counters.get("displaced"), 0);
});

test("an act finds room in a queue full of readings, a reading in one of bulk: the oldest waiting goes", () => {
	const { radio, link, add, air, counters } = stand();
	radio.link(2);
	link.stuck = true;
	for (let count = 0; count < storedLimit - 1; count++) add(count, everybody, group);
	add(50, everybody, bulk);
	assert.ok(add(60, everybody, group) >= 0, "bulk makes room");
	assert.ok(add(70, 2, unicast) >= 0, "reading 1 makes room, 0 being in flight");
	assert.equal(counters.get("displaced"), 2);
	link.stuck = false;
	radio.run(3);
	assert.equal(air(), "0 70 2");
	for (let count = 0; count < 2 * queueLimit; count++) add(count, 2, unicast);
	assert.equal(add(99, 2, unicast), -1, "acts do not give way to acts");
});

test("with the link down frames are dropped and counted, and flow again later", () => {
	const { radio, link, add, air, counters } = stand();
	link.down = true;
	add(1, everybody, group);
	radio.run(100);
	assert.equal(counters.get("linkDown"), 1);
	link.down = false;
	add(2, everybody, group);
	radio.run(100);
	assert.equal(air(), "2");
});

test("a busy link is tried again", () => {
	const { radio, link, add, air, counters } = stand();
	link.send(everybody, Uint8Array.of(99), 1);
	add(1, everybody, group);
	radio.run(100);
	assert.equal(counters.get("linkBusy"), 1);
	assert.equal(air(), "99 1");
});

test("a link that never reports does not stop the queue for ever", () => {
	const { radio, link, add, counters } = stand();
	add(1, everybody, group);
	link.stuck = true;
	radio.run(flightLimitMs + 500);
	// The platform lost the frame: in its eyes nothing is in flight.
	link.stuck = false;
	link.take();
	add(2, everybody, group);
	radio.run(200);
	assert.equal(counters.get("sentUnreported"), 1);
	assert.equal(radio.all.at(-1)?.bytes[0], 2);
});

test("readings wait when the node's share of the air is used up, acts do not", () => {
	const { radio, queue, arena, counters, add } = stand();
	radio.link(2);
	for (let round = 0; round < 400; round++) {
		const slot = queue.reserve(group);
		arena.outgoing.fill(1);
		if (slot >= 0) queue.commit(slot, outgoingOffset, 250, everybody, group, 0);
		radio.run(1);
	}
	assert.ok(counters.get("airtimeSpent") > 0);
	const before = radio.all.length;
	assert.ok(before < 250, `${before}`);
	add(7, 2, unicast);
	radio.run(2);
	assert.equal(radio.all.filter(({ to }) => to === 2).length, 1);
});

/** Refers to recent frames of one byte, the first at `recentOffset`. */
function referring() {
	const standing = stand();
	const { queue, arena } = standing;
	const refer = (index: number, to = everybody): number => {
		const slot = queue.reserveReference(group);
		arena.bytes[recentOffset + index] = 100 + index;
		queue.refer(slot, recentOffset + index, 1, 0);
		queue.queue(slot, to, group, 20);
		return slot;
	};
	return { ...standing, refer };
}

test("recent frames are sent from where they lie, more of them than have room of their own", () => {
	const { radio, refer, air, queue } = referring();
	for (let index = 0; index < queueLimit; index++) assert.ok(refer(index) >= 0);
	assert.equal(queue.reserveReference(group), -1);
	radio.run(100);
	assert.equal(air(), Array.from({ length: queueLimit }, (_, index) => 100 + index).join(" "));
});

test("a recent frame that makes room is not sent any more, counted; the others are", () => {
	const { radio, refer, air, queue, counters } = referring();
	refer(0);
	refer(1);
	queue.user.onForgotten(recentOffset);
	radio.run(100);
	assert.equal(air(), "101");
	assert.equal(counters.get("displaced"), 1);
	assert.equal(queue.user.references, 0);
});

test("a recent frame that makes room in flight is not sent again", () => {
	const { radio, link, refer, queue } = referring();
	const slot = refer(0, 2);
	link.stuck = true;
	radio.run(30);
	queue.user.onForgotten(recentOffset);
	assert.equal(queue.length, 1);
	link.stuck = false;
	radio.run(200);
	assert.equal(radio.all.length, 1);
	assert.equal(queue.length, 0, `place ${slot}`);
});

test("a flood to be passed on is found by its key, and has its hop byte changed on the air alone", () => {
	const { radio, arena, queue } = stand();
	arena.bytes.fill(9, recentOffset, recentOffset + 20);
	const slot = queue.relay(77, recentOffset, 20, 0x47, (0x7ffffff0 + 5) | 0, 0x7ffffff0);
	assert.equal(queue.find(77), slot);
	radio.run(30);
	assert.equal(radio.all[0]?.bytes.join(), [9, 9, 9, 0x47, ...new Array(16).fill(9)].join());
	assert.equal(arena.bytes[recentOffset + 3], 9);
	assert.equal(queue.find(77), noSlot);
});
