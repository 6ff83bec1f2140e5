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
import { oscoreEvents } from "../simulator/budgets/guests/oscore-events";
import { cryptoEvents } from "../simulator/crypto/guests/crypto-events";
import type { Figure } from "./figures";
import { messagePath, type StageBoard, type StageRun, singleStages, stagePeers } from "./stage-sequence";

const guests = {
	stages: "test/rv32/guests/stages-guest",
	oscore: "test/simulator/budgets/guests/oscore-guest",
	crypto: "test/simulator/crypto/guests/crypto-driver",
} as const;
/** The heap of an ESP32-C3. */
const HEAP_BYTES = 94_208;
const nothing = new Uint8Array(0);

export interface StageFigures {
	readonly engine: string;
	/** One value each: instructions, or bytecodes. */
	readonly costs: readonly Figure[];
	/** Slots, and bytes of chunks. */
	readonly heap: readonly Figure[];
}

/** One board of one of the guests. */
class Board implements StageBoard {
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

	result(kind: number, bytes: Uint8Array = nothing): RunResult {
		const [result] = this.#engine.run(0, [{ machine: this.machine, kind, bytes }]);
		assert.ok(result !== undefined && result.crash === undefined, result?.crash?.message);
		return result;
	}

	run(kind: number, bytes: Uint8Array): StageRun {
		const result = this.result(kind, bytes);
		return { cost: this.cost(result), posts: result.posts };
	}

	cost(result: RunResult): number {
		return this.#counting ? countersOf(result).instructions : result.meter;
	}
}

function heapFigure(name: string, stats: MachineStats): Figure {
	return { name, values: [stats.slots, stats.chunkBytes] };
}

/** AES-CCM of a reading: 22 bytes of text and a tag of 8, 24 of associated data; half of a seal and an open. */
function cryptography(board: Board, counting: boolean): Figure {
	board.result(cryptoEvents.importKey, new Uint8Array(16));
	const once = board.result(cryptoEvents.repeat, Uint8Array.of(0, 0, 1, 0, 22, 0));
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
	const boot: Figure = { name: "boot", values: [stages.cost(stages.machine.boot)] };
	const single = singleStages(stages);
	const path = messagePath(oscore);
	const before = oscore.machine.stats(true);
	const settled = heapFigure(`message path with ${stagePeers} peers`, before);
	// Everything is known by now: whatever is allocated from here on is for messages.
	for (let value = 0; value < 100; value++) oscore.result(oscoreEvents.send, Uint8Array.of(value, 0));
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
