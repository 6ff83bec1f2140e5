/**
 * What passing a frame on costs on the pinned engine, tags apart: hearing it, the alarm after which it goes, and the
 * link's report. The bound is the measured figure and a tenth. The target, 1,000, is not met: decision 11 says where it goes.
 */
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { frameTypes } from "kith/mesh/header";
import { Engine, type Machine, type RunResult } from "kith/simulator/engine/engine";
import { bundleGuest } from "kith/simulator/engine/guest-bundle";
import { relayAddress, relayEvents, relayPosts, relayTag, relayTagLength } from "./guests/relay-events";

const guest = "test/simulator/budgets/guests/relay-guest";
/** All of it, with the round in which nodes tell each other of news already set. */
const measured = 3150;
/** What it is beyond hearing the same frame when nobody needs it any more. */
const measuredRelaying = 1680;

const two = (value: number): number[] => [value >> 8, value & 0xff];
const three = (value: number): number[] => [value >> 16, (value >> 8) & 0xff, value & 0xff];
const tag = new Array<number>(relayTagLength).fill(0);

/** A frame as the guest wants it, `from` behind it. */
function frame(
	type: number,
	hops: number,
	origin: number,
	to: number,
	sequence: number,
	body: number[],
	from: number,
): Uint8Array {
	const header = [0x10 | type, ...two(relayTag), hops, ...two(origin), ...two(to), ...two(1), ...three(sequence)];
	return Uint8Array.from([...header, ...body, ...tag, ...two(from)]);
}

/** Node `from` tells that it hears these nodes well. */
function beacon(from: number, sequence: number, hears: readonly number[]): Uint8Array {
	const list = hears.flatMap((address) => [...two(address), 250]);
	return frame(frameTypes.neighbour, 1, from, 0xffff, sequence, [1, sequence, 0, 0, 0, 0, hears.length, ...list], from);
}

describe("what relaying costs", async () => {
	const engine = await Engine.open({ modules: bundleGuest({ entries: [`${guest}.ts`] }), lineNumbers: false });
	after(() => engine.close());
	let nowUs = 0;

	function run(machine: Machine, kind: number, bytes: Uint8Array = new Uint8Array(0)): RunResult {
		const [result] = engine.run(nowUs, [{ machine, kind, bytes }]);
		assert.ok(result !== undefined && result.crash === undefined, result?.crash?.message);
		return result;
	}

	function cost(machine: Machine, kind: number, bytes: Uint8Array = new Uint8Array(0)): number {
		return run(machine, kind, bytes).meter - run(machine, relayEvents.idle).meter;
	}

	/** Everything until the frame is on its way again: hearing it, the alarm, the link's report. */
	function whole(machine: Machine, bytes: Uint8Array): { cost: number; sent: number } {
		let sum = cost(machine, relayEvents.frame, bytes);
		nowUs += 60_000;
		const alarm = run(machine, relayEvents.wake);
		sum += alarm.meter - run(machine, relayEvents.idle).meter;
		const sent = alarm.posts.filter(({ kind }) => kind === relayPosts.frame).length;
		if (sent > 0) sum += cost(machine, relayEvents.sent);
		return { cost: sum, sent };
	}

	/** A board with three neighbours: 1 and 2 hear each other, 3 hears nobody but us. Past its first ten seconds. */
	function settled(): Machine {
		nowUs = 0;
		const machine = engine.createMachine({ heapBytes: 94_208, seed: 1, entry: guest, onCall: () => undefined, nowUs });
		assert.equal(machine.boot.crash, undefined, machine.boot.crash?.message);
		for (let round = 0; round < 4; round++) {
			run(machine, relayEvents.frame, beacon(1, round, [relayAddress, 2]));
			run(machine, relayEvents.frame, beacon(2, round, [relayAddress, 1]));
			run(machine, relayEvents.frame, beacon(3, round, [relayAddress]));
		}
		for (let second = 0; second < 60; second++) {
			nowUs += 1_000_000;
			run(machine, relayEvents.wake);
			run(machine, relayEvents.sent);
		}
		return machine;
	}

	function within(actual: number, figure: number): void {
		assert.ok(Math.abs(actual - figure) <= figure / 10, `${actual} bytecodes, measured before: ${figure}`);
	}

	const reading = (origin: number, sequence: number, from: number): Uint8Array =>
		frame(frameTypes.group, 8, origin, 0xffff, sequence, new Array<number>(25).fill(7), from);

	/** A reading that has no hops left: it is heard, and passed on by nobody. */
	const lastHop = (origin: number, sequence: number, from: number): Uint8Array =>
		frame(frameTypes.group, 1, origin, 0xffff, sequence, new Array<number>(25).fill(7), from);

	test("a flood that a neighbour still needs is passed on", () => {
		const machine = settled();
		const first = whole(machine, reading(1, 100, 1));
		assert.equal(first.sent, 1, "node 3 needs it");
		nowUs += 100_000;
		const before = machine.stats();
		const { cost: all, sent } = whole(machine, reading(1, 101, 1));
		const after = machine.stats();
		assert.equal(sent, 1);
		within(all, measured);
		assert.equal(after.collections, before.collections);
		assert.deepEqual(
			[after.slots - before.slots, after.chunkBytes - before.chunkBytes],
			[0, 0],
			"nothing is allocated",
		);

		nowUs += 100_000;
		const heard = cost(machine, relayEvents.frame, lastHop(1, 102, 1));
		within(all - heard, measuredRelaying);
	});
});
