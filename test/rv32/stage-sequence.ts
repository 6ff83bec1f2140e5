/**
 * The events that make each stage of a message happen, and what they must come to. No platform: the engine's hosts are
 * driven with it from this computer, a chip from within.
 */
import assert from "node:assert/strict";
import { oscoreEvents, oscorePosts } from "../simulator/budgets/guests/oscore-events";
import { fromHex } from "../support/hex";
import type { Figure } from "./figures";
import { stageEvents, stagePosts } from "./guests/stages-events";

/** Of which the message path knows the contexts. */
export const stagePeers = 64;
const nothing = new Uint8Array(0);

/** What one event came to. */
export interface StageRun {
	/** Instructions, cycles or bytecodes, as the board counts. */
	readonly cost: number;
	readonly posts: readonly { readonly kind: number; readonly bytes: Uint8Array }[];
}

/** A machine with one of the guests. */
export interface StageBoard {
	run(kind: number, bytes: Uint8Array): StageRun;
}

interface Answer {
	readonly cost: number;
	readonly answer: number;
}

function figure(name: string, cost: number): Figure {
	return { name, values: [cost] };
}

function uint16(value: number): Uint8Array {
	return Uint8Array.of(value & 0xff, value >> 8);
}

/** What an event costs, and how its first post of kind `post` begins, as int32. */
function ask(board: StageBoard, kind: number, bytes: Uint8Array, post: number): Answer {
	const { cost, posts } = board.run(kind, bytes);
	const found = posts.find((candidate) => candidate.kind === post);
	if (found === undefined) throw new Error(`event ${kind} was not answered`);
	return { cost, answer: new DataView(found.bytes.buffer, found.bytes.byteOffset).getInt32(0, true) };
}

/** Each stage by itself, the second time that it runs: names and options are known by then. */
export function singleStages(board: StageBoard): Figure[] {
	// NON POST "r" with one SenML record, 23.56, of resource 26.
	const plainReading = fromHex("50020102b1721170d1e91aff81a20062316102c48221190934");
	const measure = (kind: number, inputs: readonly Uint8Array[], expected: number): number => {
		let last: Answer = { cost: 0, answer: -1 };
		for (const input of inputs) last = ask(board, kind, input, stagePosts.result);
		assert.equal(last.answer, expected);
		return last.cost - ask(board, stageEvents.idle, nothing, stagePosts.result).cost;
	};
	board.run(stageEvents.begin, nothing);
	return [
		figure("decode", measure(stageEvents.decode, [plainReading, plainReading], 2356)),
		figure("store", measure(stageEvents.store, [uint16(1), uint16(2)], stagePeers - 1)),
		figure("rules (ten)", measure(stageEvents.rules, [uint16(1), uint16(2)], 2)),
		figure("encode", measure(stageEvents.encode, [uint16(2356), uint16(2357)], 13)),
	];
}

/** What the parts make together, protected: as test/simulator/budgets/oscore.test.ts drives it. */
export function messagePath(board: StageBoard): Figure[] {
	const header = 13;
	const idle = (): number => board.run(oscoreEvents.idle, nothing).cost;
	const bodyOf = (frame: Uint8Array): Uint8Array =>
		Uint8Array.of(frame[5] as number, frame[12] as number, ...frame.subarray(header));
	board.run(oscoreEvents.build, Uint8Array.of(stagePeers, 1));
	const send = (value: number): StageRun => board.run(oscoreEvents.send, uint16(value));
	const made = send(2356).posts.find(({ kind }) => kind === oscorePosts.made);
	if (made === undefined) throw new Error("nothing was sent");
	/** As any of the peers would send it: its AES does nothing. */
	const frame = (origin: number, sequence: number): Uint8Array => {
		const copy = Uint8Array.from(made.bytes);
		copy.set([0, origin], 4);
		copy[12] = sequence;
		return copy;
	};
	for (const origin of [1, 2]) board.run(oscoreEvents.frame, frame(origin, 0));
	const receive = ask(board, oscoreEvents.frame, frame(3, 0), oscorePosts.result);
	assert.equal(receive.answer, 2356);
	const repeated = ask(board, oscoreEvents.frame, frame(3, 0), oscorePosts.result);
	board.run(oscoreEvents.body, bodyOf(frame(4, 1)));
	const verify = ask(board, oscoreEvents.body, bodyOf(frame(5, 1)), oscorePosts.result);
	assert.ok(verify.answer > 4);
	return [
		figure("verify", verify.cost - idle()),
		figure("receive: link to value table", receive.cost - idle()),
		figure("refuse a repeated frame", repeated.cost - idle()),
		figure("send: value to link", send(2357).cost - idle()),
	];
}
