/**
 * What a message costs, stage by stage: in instructions on the emulator, which meters no bytecodes, as a board does not;
 * in bytecodes on the engine for this computer.
 */
import assert from "node:assert/strict";
import {
	Engine,
	type HostCommand,
	type Machine,
	type MachineStats,
	type RunResult,
} from "kith/simulator/engine/engine";
import { bundleGuest } from "kith/simulator/engine/guest-bundle";
import { countersOf } from "kith/simulator/engine/rv32/emulator";
import { oscoreEvents, oscorePosts } from "../simulator/budgets/guests/oscore-events";
import { cryptoEvents } from "../simulator/crypto/guests/crypto-events";
import { fromHex } from "../support/hex";
import type { Figure } from "./figures";
import { stageEvents, stagePosts } from "./guests/stages-events";

const guests = {
	stages: "test/rv32/guests/stages-guest",
	oscore: "test/simulator/budgets/guests/oscore-guest",
	crypto: "test/simulator/crypto/guests/crypto-driver",
} as const;
/** The heap of an ESP32-C3. */
const HEAP_BYTES = 94_208;
const peers = 64;
const nothing = new Uint8Array(0);
/** NON POST "r" with one SenML record, 23.56, of resource 26. */
const plainReading = fromHex("50020102b1721170d1e91aff81a20062316102c48221190934");

export interface StageFigures {
	readonly engine: string;
	/** One value each: instructions, or bytecodes. */
	readonly costs: readonly Figure[];
	/** Slots, and bytes of chunks. */
	readonly heap: readonly Figure[];
}

/** One board of one of the guests. */
class Board {
	readonly machine: Machine;
	readonly #engine: Engine;
	readonly #counting: boolean;

	constructor(engine: Engine, entry: string, counting: boolean) {
		this.#engine = engine;
		this.#counting = counting;
		// AES of the guest for OSCORE: a question that is answered at once, so that it can be taken off.
		this.machine = engine.createMachine({ heapBytes: HEAP_BYTES, seed: 1, entry, onCall: () => nothing });
		assert.equal(this.machine.boot.crash, undefined, this.machine.boot.crash?.message);
	}

	run(kind: number, bytes: Uint8Array = nothing): RunResult {
		const [result] = this.#engine.run(0, [{ machine: this.machine, kind, bytes }]);
		assert.ok(result !== undefined && result.crash === undefined, result?.crash?.message);
		return result;
	}

	/** What an event costs, and how its first post of kind `post` begins, as int32. */
	ask(kind: number, bytes: Uint8Array, post: number): { cost: number; answer: number } {
		const result = this.run(kind, bytes);
		const found = result.posts.find((candidate) => candidate.kind === post);
		assert.ok(found !== undefined);
		const answer = new DataView(found.bytes.buffer, found.bytes.byteOffset).getInt32(0, true);
		return { cost: this.cost(result), answer };
	}

	cost(result: RunResult): number {
		return this.#counting ? countersOf(result).instructions : result.meter;
	}
}

function figure(name: string, cost: number): Figure {
	return { name, values: [cost] };
}

function heapFigure(name: string, stats: MachineStats): Figure {
	return { name, values: [stats.slots, stats.chunkBytes] };
}

function uint16(value: number): Uint8Array {
	return Uint8Array.of(value & 0xff, value >> 8);
}

/** Each stage by itself, the second time that it runs: names and options are known by then. */
function singleStages(board: Board): Figure[] {
	const measure = (kind: number, inputs: readonly Uint8Array[], expected: number): number => {
		let last: { cost: number; answer: number } | undefined;
		for (const input of inputs) last = board.ask(kind, input, stagePosts.result);
		assert.equal(last?.answer, expected);
		return (last as { cost: number }).cost - board.ask(stageEvents.idle, nothing, stagePosts.result).cost;
	};
	board.run(stageEvents.begin);
	return [
		figure("decode", measure(stageEvents.decode, [plainReading, plainReading], 2356)),
		figure("store", measure(stageEvents.store, [uint16(1), uint16(2)], peers - 1)),
		figure("rules (ten)", measure(stageEvents.rules, [uint16(1), uint16(2)], 2)),
		figure("encode", measure(stageEvents.encode, [uint16(2356), uint16(2357)], 13)),
	];
}

/** What the parts make together, protected: as test/simulator/budgets/oscore.test.ts drives it. */
function messagePath(board: Board): Figure[] {
	const header = 13;
	const idle = (): number => board.cost(board.run(oscoreEvents.idle));
	const bodyOf = (frame: Uint8Array): Uint8Array =>
		Uint8Array.of(frame[5] as number, frame[12] as number, ...frame.subarray(header));
	board.run(oscoreEvents.build, Uint8Array.of(peers, 1));
	const send = (value: number): RunResult => board.run(oscoreEvents.send, uint16(value));
	const made = send(2356).posts.find(({ kind }) => kind === oscorePosts.made);
	assert.ok(made !== undefined);
	/** As any of the peers would send it: its AES does nothing. */
	const frame = (origin: number, sequence: number): Uint8Array => {
		const copy = Uint8Array.from(made.bytes);
		copy.set([0, origin], 4);
		copy[12] = sequence;
		return copy;
	};
	for (const origin of [1, 2]) board.run(oscoreEvents.frame, frame(origin, 0));
	const receive = board.ask(oscoreEvents.frame, frame(3, 0), oscorePosts.result);
	assert.equal(receive.answer, 2356);
	const repeated = board.ask(oscoreEvents.frame, frame(3, 0), oscorePosts.result);
	board.run(oscoreEvents.body, bodyOf(frame(4, 1)));
	const verify = board.ask(oscoreEvents.body, bodyOf(frame(5, 1)), oscorePosts.result);
	assert.ok(verify.answer > 4);
	return [
		figure("verify", verify.cost - idle()),
		figure("receive: link to value table", receive.cost - idle()),
		figure("refuse a repeated frame", repeated.cost - idle()),
		figure("send: value to link", board.cost(send(2357)) - idle()),
	];
}

/** AES-CCM of a reading: 22 bytes of text and a tag of 8, 24 of associated data; half of a seal and an open. */
function cryptography(board: Board, counting: boolean): Figure {
	board.run(cryptoEvents.importKey, new Uint8Array(16));
	const once = board.run(cryptoEvents.repeat, Uint8Array.of(0, 0, 1, 0, 22, 0));
	return { name: "AES-CCM of a reading, in C", values: [counting ? countersOf(once).aead / 2 : 0] };
}

/** @param host the emulator; without one the engine for this computer, 32-bit where it can be */
export async function measureStages(host?: HostCommand): Promise<StageFigures> {
	const modules = bundleGuest({ entries: Object.values(guests).map((guest) => `${guest}.ts`) });
	const engine = await Engine.open({ modules, lineNumbers: false, ...(host === undefined ? {} : { host }) });
	const counting = host !== undefined;
	const board = (entry: string): Board => new Board(engine, entry, counting);
	const [stages, oscore, crypto] = [board(guests.stages), board(guests.oscore), board(guests.crypto)];
	const fresh = heapFigure("a machine with its program", stages.machine.stats(true));
	const boot = figure("boot", stages.cost(stages.machine.boot));
	const single = singleStages(stages);
	const path = messagePath(oscore);
	const before = oscore.machine.stats(true);
	const settled = heapFigure(`message path with ${peers} peers`, before);
	// Everything is known by now: whatever is allocated from here on is for messages.
	for (let value = 0; value < 100; value++) oscore.run(oscoreEvents.send, uint16(value));
	const after = oscore.machine.stats();
	const garbage = {
		name: "allocated by 100 messages",
		values: [after.slots - before.slots, after.chunkBytes - before.chunkBytes],
	};
	const costs = [...path, ...single, cryptography(crypto, counting), boot];
	const figures = { engine: engine.description, costs, heap: [fresh, settled, garbage] };
	engine.close();
	return figures;
}
