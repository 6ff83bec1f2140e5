/**
 * What messages cost on the pinned engine: bytecodes and allocations are counted, so these figures repeat exactly. Each
 * bound is the measured figure and a tenth. When one changes for a good reason, put the new figure here; the budgets of
 * the design stay.
 */
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { contentFormats } from "kith/coap/codes";
import { PackWriter } from "kith/senml/pack-writer";
import { Engine, type Machine, type RunResult } from "kith/simulator/engine/engine";
import { bundleGuest } from "kith/simulator/engine/guest-bundle";
import { coapStand } from "../../support/coap-stand";
import { type AirFrame, FakeRadio } from "../../support/fake-radio";
import { guestAddress, guestNetworkTag, messageEvents, messagePosts } from "./guests/message-events";

const guest = "test/simulator/budgets/guests/message-guest";
const nothing = new Uint8Array(0);

/** Design section 7, which grants XS 13 a tenth more than XS 17. */
const budgets = { refusal: 330, badTag: 1500, path: 3300, furtherRecord: 850, readingBytes: 58, twoReadingsBytes: 74 };

/** Measured, with XS 13; a receive passes link, network, checksum, CoAP and SenML to the value table. */
const measured = {
	reading: 3138,
	furtherRecord: 627,
	duplicate: 310,
	stranger: 296,
	otherNetwork: 103,
	badTag: 1379,
	send: 6103,
	checksumPerByte: 22,
};

/** Frames as a node of their own makes them: `count` group messages of `records` readings each. */
function frames(count: number, address: number, records = 1, networkTag = guestNetworkTag): Uint8Array[] {
	const radio = new FakeRadio();
	const node = coapStand(radio, { address, peers: [guestAddress], networkTag });
	const pack = new PackWriter();
	for (let sent = 0; sent < count; sent++) {
		pack.begin(records);
		for (let record = 0; record < records; record++) pack.add(26 + (record & 1), 2345 + sent, 2, false);
		node.endpoint.postGroup("r", contentFormats.senmlCbor, pack.bytes, pack.length);
		radio.run(60);
	}
	return radio.frames.filter((_, index) => index % 2 === 0).map((frame: AirFrame) => frame.bytes);
}

/** Confirmable PUTs of a peer that hears no answer, each sent several times. */
function requests(count: number, address: number): Uint8Array[] {
	const radio = new FakeRadio();
	const node = coapStand(radio, { address, peers: [guestAddress] });
	while (radio.frames.length < count) {
		node.endpoint.put(guestAddress, "1f", contentFormats.senmlCbor, Uint8Array.of(0x80), 1);
		radio.run(2000);
	}
	return radio.frames.map((frame) => frame.bytes);
}

describe("what messages cost", async () => {
	const engine = await Engine.open({ modules: bundleGuest({ entries: [`${guest}.ts`] }), lineNumbers: false });
	after(() => engine.close());
	let nowUs = 0;

	function board(): Machine {
		const machine = engine.createMachine({ heapBytes: 94_208, seed: 1, entry: guest, onCall: () => undefined, nowUs });
		assert.equal(machine.boot.crash, undefined, machine.boot.crash?.message);
		return machine;
	}

	function run(machine: Machine, kind: number, bytes: Uint8Array = nothing): RunResult {
		const [result] = engine.run(nowUs, [{ machine, kind, bytes }]);
		assert.ok(result !== undefined && result.crash === undefined, result?.crash?.message);
		return result;
	}

	/** Bytecodes of an event beyond those of an event that does nothing. */
	function cost(machine: Machine, kind: number, bytes: Uint8Array = nothing): number {
		return run(machine, kind, bytes).meter - run(machine, messageEvents.idle).meter;
	}

	function stored(machine: Machine, frame: Uint8Array): number {
		const post = run(machine, messageEvents.frame, frame).posts.find(({ kind }) => kind === messagePosts.stored);
		assert.ok(post !== undefined);
		return new DataView(post.bytes.buffer, post.bytes.byteOffset).getInt32(0, true);
	}

	/** A board that has heard its peers before: paths and options are known. */
	function settled(): Machine {
		const machine = board();
		for (const frame of frames(2, 3)) run(machine, messageEvents.frame, frame);
		return machine;
	}

	function within(actual: number, figure: number): void {
		assert.ok(Math.abs(actual - figure) <= figure / 10, `${actual} bytecodes, measured before: ${figure}`);
	}

	test("a reading is received, verified and stored", () => {
		const machine = settled();
		const [first, second, third] = frames(3, 1) as [Uint8Array, Uint8Array, Uint8Array];
		assert.equal(stored(machine, first), 2345);
		assert.equal(stored(machine, second), 2346);
		const reading = cost(machine, messageEvents.frame, third);
		within(reading, measured.reading);
		assert.ok(reading <= budgets.path, `${reading}`);
	});

	test("it costs nearly the same whichever of 64 peers it is from", () => {
		const machine = settled();
		const costs = [1, 20, 64].map((address) => cost(machine, messageEvents.frame, frames(1, address)[0]));
		assert.ok(Math.max(...costs) - Math.min(...costs) <= 60, costs.join());
	});

	test("a further record in the same message", () => {
		const machine = settled();
		const costs = [1, 2, 3].map((records) => {
			const [first, second] = frames(2, 10 + records, records) as [Uint8Array, Uint8Array];
			run(machine, messageEvents.frame, first);
			return cost(machine, messageEvents.frame, second);
		}) as [number, number, number];
		// Beside the record there are its bytes to check.
		const record = costs[2] - costs[1];
		assert.ok(record <= budgets.furtherRecord + 12 * measured.checksumPerByte, `${record}`);
		within(record - 12 * measured.checksumPerByte, measured.furtherRecord);
	});

	test("a stranger's, a foreign and a repeated frame are refused for little", () => {
		const machine = settled();
		const [own] = frames(1, 5) as [Uint8Array];
		run(machine, messageEvents.frame, own);
		const stranger = cost(machine, messageEvents.frame, frames(1, 99)[0]);
		const foreign = cost(machine, messageEvents.frame, frames(1, 5, 1, 1)[0]);
		const duplicate = cost(machine, messageEvents.frame, own);
		within(stranger, measured.stranger);
		within(foreign, measured.otherNetwork);
		within(duplicate, measured.duplicate);
		for (const refusal of [stranger, foreign]) assert.ok(refusal <= budgets.refusal, `${refusal}`);
		assert.ok(duplicate <= budgets.refusal, `${duplicate}`);
	});

	test("a frame with a bad tag", () => {
		const machine = settled();
		const [frame] = frames(1, 5) as [Uint8Array];
		frame[40] = (frame[40] as number) ^ 1;
		const refusal = cost(machine, messageEvents.frame, frame);
		within(refusal, measured.badTag);
		assert.ok(refusal <= budgets.badTag, `${refusal}`);
	});

	test("receiving allocates nothing: readings, repeated, damaged and strangers' frames", () => {
		const machine = settled();
		const good = frames(300, 7);
		const [bad] = frames(1, 8) as [Uint8Array];
		bad[40] = (bad[40] as number) ^ 1;
		const [stranger] = frames(1, 99) as [Uint8Array];
		run(machine, messageEvents.frame, bad);
		const before = machine.stats();
		for (const frame of good) {
			run(machine, messageEvents.frame, frame);
			run(machine, messageEvents.frame, frame);
			run(machine, messageEvents.frame, bad);
			run(machine, messageEvents.frame, stranger);
		}
		assert.deepEqual(machine.stats(), before);
	});

	test("answering requests allocates nothing, nor does repeating the answers", () => {
		const machine = settled();
		const answer = (frame: Uint8Array): void => {
			run(machine, messageEvents.frame, frame);
			run(machine, messageEvents.sent);
		};
		const asked = requests(60, 9);
		for (const frame of asked.slice(0, 5)) answer(frame);
		const before = machine.stats();
		for (const frame of asked.slice(5)) answer(frame);
		assert.deepEqual(machine.stats(), before);
	});

	test("sending allocates nothing: readings with their copies, requests that nobody answers", () => {
		const machine = settled();
		const round = (value: number): void => {
			run(machine, messageEvents.send, Uint8Array.of(value & 0xff, value >> 8));
			run(machine, messageEvents.ask);
			for (let frame = 0; frame < 6; frame++) {
				nowUs += 60_000;
				run(machine, messageEvents.sent);
				run(machine, messageEvents.wake);
			}
		};
		// Until every place for a request was used once: its buffer is made then.
		for (let value = 0; value < 10; value++) round(value);
		const before = machine.stats();
		for (let value = 0; value < 200; value++) round(value);
		assert.deepEqual(machine.stats(), before);
	});

	test("a reading is sent", () => {
		const machine = settled();
		run(machine, messageEvents.send, Uint8Array.of(1, 2));
		nowUs += 60_000;
		run(machine, messageEvents.sent);
		nowUs += 60_000;
		run(machine, messageEvents.wake);
		run(machine, messageEvents.sent);
		within(cost(machine, messageEvents.send, Uint8Array.of(1, 2)), measured.send);
	});

	test("the checksum, per byte", () => {
		const machine = settled();
		const long = cost(machine, messageEvents.checksum, new Uint8Array(200));
		const short = cost(machine, messageEvents.checksum, new Uint8Array(100));
		within((long - short) / 100, measured.checksumPerByte);
	});

	test("one reading is 42 bytes on the air, two are 54", () => {
		const [one] = frames(1, 1, 1) as [Uint8Array];
		const [two] = frames(1, 1, 2) as [Uint8Array];
		assert.equal(one.length, 42);
		assert.equal(two.length, 54);
		assert.ok(one.length <= budgets.readingBytes && two.length <= budgets.twoReadingsBytes);
	});

	test("the heap after thousands of messages is what it was", () => {
		const machine = settled();
		const all = [11, 12, 13, 14].flatMap((address) => frames(500, address));
		for (const frame of all.slice(0, 100)) run(machine, messageEvents.frame, frame);
		const before = machine.stats(true);
		for (const frame of all) run(machine, messageEvents.frame, frame);
		const { slots, chunkBytes, heapPeak } = machine.stats(true);
		assert.deepEqual(
			{ slots, chunkBytes, heapPeak },
			{ slots: before.slots, chunkBytes: before.chunkBytes, heapPeak: before.heapPeak },
		);
	});
});
