/**
 * What OSCORE costs on the pinned engine, without AES, which a board has in hardware: here each seal and open is one
 * native call. Each bound is the measured figure and a tenth. When one changes for a good reason, put the new figure
 * here and in docs/decisions/0006-oscore.md; the budgets of the design stay.
 */
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { codes } from "kith/coap/codes";
import { oscoreFaults } from "kith/oscore/faults";
import { protectionFaults } from "kith/security/protection";
import { Engine, type Machine, type RunResult } from "kith/simulator/engine/engine";
import { bundleGuest } from "kith/simulator/engine/guest-bundle";
import { fromHex } from "../../support/hex";
import { oscoreEvents, oscorePosts } from "./guests/oscore-events";

const guest = "test/simulator/budgets/guests/oscore-guest";
const peers = 64;
const nothing = new Uint8Array(0);
/** Header of a frame, and what the guest puts in front of a body. */
const headerLength = 13;
/** NON POST "r" with one SenML record. */
const plainReading = "50020102b1721170d1e91aff81a20062316102c48221190934";

/** Design section 7. */
const budgets = { path: 3000, refusal: 300, perPeer: 400 };

/** Measured, with XS 13. */
const measured = {
	/** The body of a group frame, from ciphertext to CoAP message. */
	groupBody: 585,
	groupBadTag: 505,
	/** Its place looked up, and not found. */
	groupStranger: 150,
	/** From the link to the value table, but no rules. */
	path: 2644,
	pathBadTag: 877,
	/** A whole OSCORE message, with its option, and a replay window of its own. */
	request: 1545,
	requestReplayed: 759,
	requestUnknown: 639,
	protectRequest: 2424,
	/** Of a peer: its group context, and 35 of a receiving pair context and its share of keys. */
	contextBytes: 61,
};

describe("what OSCORE costs", async () => {
	const engine = await Engine.open({ modules: bundleGuest({ entries: [`${guest}.ts`] }), lineNumbers: false });
	after(() => engine.close());
	let authentic = true;

	function board(path: 0 | 1, count = peers): Machine {
		const onCall = (): Uint8Array | undefined => (authentic ? nothing : undefined);
		const machine = engine.createMachine({ heapBytes: 94_208, seed: 1, entry: guest, onCall });
		assert.equal(machine.boot.crash, undefined, machine.boot.crash?.message);
		run(machine, oscoreEvents.build, Uint8Array.of(count, path));
		return machine;
	}

	function run(machine: Machine, kind: number, bytes: Uint8Array = nothing): RunResult {
		const [result] = engine.run(0, [{ machine, kind, bytes }]);
		assert.ok(result !== undefined && result.crash === undefined, result?.crash?.message);
		return result;
	}

	/** @returns bytecodes beyond those of an event that only answers, and the answer */
	function cost(machine: Machine, kind: number, bytes: Uint8Array): readonly [cost: number, result: number] {
		const { meter, posts } = run(machine, kind, bytes);
		const post = posts.find((candidate) => candidate.kind === oscorePosts.result);
		assert.ok(post !== undefined);
		const result = new DataView(post.bytes.buffer, post.bytes.byteOffset).getInt32(0, true);
		return [meter - run(machine, oscoreEvents.idle).meter, result];
	}

	function made(machine: Machine, kind: number, bytes: Uint8Array): Uint8Array {
		const post = run(machine, kind, bytes).posts.find((candidate) => candidate.kind === oscorePosts.made);
		assert.ok(post !== undefined);
		return Uint8Array.from(post.bytes);
	}

	/** A frame as any of the peers would send it. */
	function frameMaker(machine: Machine): (origin: number, sequence: number) => Uint8Array {
		const sent = made(machine, oscoreEvents.send, Uint8Array.of(0x34, 0x09));
		return (origin, sequence) => {
			const frame = sent.slice();
			frame.set([0, origin], 4);
			frame[12] = sequence;
			return frame;
		};
	}

	/** A request as any of the peers would send it. */
	function requestMaker(machine: Machine): (origin: number, sequence: number) => Uint8Array {
		const protectedReading = made(machine, oscoreEvents.protect, fromHex(plainReading));
		return (origin, sequence) => {
			const request = protectedReading.slice();
			// Option head and flags, then the number and the kid.
			assert.equal(request[4], 0x94);
			request.set([sequence, 0, origin], 6);
			return request;
		};
	}

	function bodyOf(frame: Uint8Array): Uint8Array {
		return Uint8Array.of(frame[5] as number, frame[12] as number, ...frame.slice(headerLength));
	}

	function within(actual: number, figure: number): void {
		assert.ok(Math.abs(actual - figure) <= figure / 10, `${actual}, measured before: ${figure}`);
	}

	test("a reading's body is opened, and refused with a bad tag, or from a stranger", () => {
		const machine = board(1);
		const frame = frameMaker(machine);
		for (const origin of [1, 20, peers]) {
			const [bytecodes, length] = cost(machine, oscoreEvents.body, bodyOf(frame(origin, 1)));
			assert.ok(length > 4, `${length}`);
			within(bytecodes, measured.groupBody);
		}
		const [stranger, fault] = cost(machine, oscoreEvents.body, bodyOf(frame(99, 1)));
		assert.equal(fault, protectionFaults.noKey);
		within(stranger, measured.groupStranger);
		assert.ok(stranger <= budgets.refusal);
		authentic = false;
		const [badTag, refused] = cost(machine, oscoreEvents.body, bodyOf(frame(1, 2)));
		authentic = true;
		assert.equal(refused, protectionFaults.notAuthentic);
		within(badTag, measured.groupBadTag);
	});

	test("a protected reading is received, verified and stored within the design's budget", () => {
		const machine = board(1);
		const frame = frameMaker(machine);
		for (const origin of [1, 2]) run(machine, oscoreEvents.frame, frame(origin, 0));
		const [bytecodes, stored] = cost(machine, oscoreEvents.frame, frame(3, 0));
		assert.equal(stored, 0x0934);
		within(bytecodes, measured.path);
		assert.ok(bytecodes <= budgets.path, `${bytecodes}`);
		authentic = false;
		const [badTag] = cost(machine, oscoreEvents.frame, frame(4, 0));
		authentic = true;
		within(badTag, measured.pathBadTag);
	});

	test("the heap is flat from message 10,000 to message 1,000,000", () => {
		const machine = board(1);
		const frame = frameMaker(machine)(0, 0);
		const batch = 1000;
		const numbers = new Uint32Array(peers + 1);
		// Repeats, damaged frames and strangers are among them.
		const feed = (messages: number): void => {
			for (let done = 0; done < messages; done += batch) {
				const events = Array.from({ length: batch }, (_, index) => {
					const origin = 1 + ((done + index) % (peers + 2));
					const bytes = frame.slice();
					bytes.set([0, origin], 4);
					const number = origin > peers ? 1 : (numbers[origin] as number) + (index % 50 === 0 ? 0 : 1);
					if (origin <= peers) numbers[origin] = number;
					bytes.set([number >> 16, (number >> 8) & 0xff, number & 0xff], 10);
					return { machine, kind: oscoreEvents.frame, bytes };
				});
				for (const result of engine.run(0, events)) assert.equal(result.crash, undefined, result.crash?.message);
			}
		};
		feed(10_000);
		const { slots, chunkBytes, keys } = machine.stats(true);
		feed(990_000);
		const after = machine.stats(true);
		assert.deepEqual([after.slots, after.chunkBytes, after.keys], [slots, chunkBytes, keys]);
		assert.ok((numbers[1] as number) > 10_000, "each of the peers said thousands of things");
	});

	test("a whole OSCORE request is opened, and refused when it is old or a stranger's", () => {
		const machine = board(1);
		const request = requestMaker(machine);
		for (const origin of [1, 20, peers]) {
			const [bytecodes, length] = cost(machine, oscoreEvents.request, request(origin, 1));
			assert.equal(length, plainReading.length / 2);
			within(bytecodes, measured.request);
		}
		const [replayed, first] = cost(machine, oscoreEvents.request, request(1, 1));
		assert.equal(first, oscoreFaults.replayed);
		within(replayed, measured.requestReplayed);
		const [unknown, second] = cost(machine, oscoreEvents.request, request(99, 1));
		assert.equal(second, oscoreFaults.unknownContext);
		within(unknown, measured.requestUnknown);
	});

	test("a request is protected", () => {
		const machine = board(1);
		const [bytecodes, length] = cost(machine, oscoreEvents.protect, fromHex(plainReading));
		assert.equal(length, plainReading.length / 2 + 5 + 1 + 1 + 8);
		within(bytecodes, measured.protectRequest);
	});

	test("no message allocates: sent, received, repeated, of strangers, with bad tags", () => {
		const machine = board(1);
		const frame = frameMaker(machine);
		const request = requestMaker(machine);
		const plain = fromHex(plainReading);
		const round = (sequence: number): void => {
			run(machine, oscoreEvents.frame, frame(1, sequence));
			run(machine, oscoreEvents.body, bodyOf(frame(2, sequence)));
			for (const origin of [3, 3, 99]) run(machine, oscoreEvents.request, request(origin, sequence));
			run(machine, oscoreEvents.protect, plain);
			run(machine, oscoreEvents.send, Uint8Array.of(sequence, 1));
			authentic = false;
			run(machine, oscoreEvents.frame, frame(4, sequence));
			run(machine, oscoreEvents.request, request(5, sequence));
			authentic = true;
		};
		for (let sequence = 1; sequence < 4; sequence++) round(sequence);
		const before = machine.stats();
		for (let sequence = 4; sequence < 200; sequence++) round(sequence);
		assert.deepEqual(machine.stats(), before);
	});

	test("a peer's two contexts take 123 bytes and no slot, less than half of its budget", () => {
		const [few, many] = [1, 64].map((count) => board(0, count).stats(true)) as [
			ReturnType<Machine["stats"]>,
			ReturnType<Machine["stats"]>,
		];
		assert.equal(many.slots, few.slots);
		// Each peer makes room for two: one of the group, and one of a pair.
		const bytes = (many.chunkBytes - few.chunkBytes) / 126;
		within(bytes, measured.contextBytes);
		assert.ok(2 * measured.contextBytes <= budgets.perPeer / 2);
	});

	test("a protected reading has one byte more on the air than one with a checksum", () => {
		const machine = board(1);
		const sent = made(machine, oscoreEvents.send, Uint8Array.of(0x34, 0x09));
		// Header 13, code and options 8, marker and payload 14, tag 8.
		assert.equal(sent.length, 13 + 8 + 14 + 8);
		assert.equal(sent[headerLength], codes.post);
	});
});
