import { stackSlots } from "kith/devices/boards/board";
import { Engine, type Machine } from "kith/simulator/engine/engine";
import { bundleGuest } from "kith/simulator/engine/guest-bundle";
import { crowd } from "../bench/generate";
import { fuzzEvents, fuzzPost, inputLimit } from "./guest/target";
import { targets } from "./guest/targets/index";

const guest = "tools/fuzz/guest/main";
/** More than a board has: a decoder of whole trees runs on the desktop too. What it keeps is compared, not what it uses. */
const heapBytes = 512 * 1024;
/** Inputs of one turn: each may take `meterLimit / inputsPerTurn` bytecodes before it counts as a hang. */
const inputsPerTurn = 500;
const meterLimit = 50_000_000;
/** At least: the first half is for what is made once, on first use; in the second half the heap must not grow. */
const fewestTurns = 8;
/**
 * What is made on first use may be first used in the second half, with few inputs. Then as many follow again, at most so
 * often: what is kept of each input grows every time.
 */
const stretchLimit = 4;

/** What one decoder did with its inputs. */
export interface Fuzzed {
	readonly target: string;
	readonly inputs: number;
	/** Of them it understood so many: neither none nor all, else the inputs test nothing. */
	readonly understood: number;
	/** What it kept of the last half of them, or of as many as that which followed where it had grown; 0 is right. */
	readonly slotsGrown: number;
	readonly chunkBytesGrown: number;
	readonly keysGrown: number;
	/** It threw or hung: why, and how to see it again. */
	readonly failure?: string;
}

export interface FuzzOptions {
	/** For all targets together. */
	readonly inputs: number;
	/** uint32 */
	readonly seed: number;
	/** Part of a target's name; default: all. */
	readonly only?: string;
	readonly onTarget?: (name: string) => void;
}

/** Feeds every decoder its share of the inputs, each on an XS machine of its own. */
export async function fuzz(options: FuzzOptions): Promise<readonly Fuzzed[]> {
	const chosen = [...targets.keys()].filter((index) => nameOf(index).includes(options.only ?? ""));
	const engine = await Engine.open({ modules: bundleGuest({ entries: [`${guest}.ts`] }), lineNumbers: true });
	try {
		const turns = Math.max(fewestTurns, Math.ceil(options.inputs / chosen.length / inputsPerTurn));
		return chosen.map((index) => {
			options.onTarget?.(nameOf(index));
			return fuzzOne(engine, index, turns, options.seed);
		});
	} finally {
		engine.close();
	}
}

export function targetNames(): readonly string[] {
	return targets.map(([name]) => name);
}

function nameOf(index: number): string {
	return targets[index]?.[0] ?? "";
}

function fuzzOne(engine: Engine, index: number, turns: number, seed: number): Fuzzed {
	const machine = engine.createMachine({
		heapBytes,
		stackSlots,
		seed: 1,
		entry: guest,
		meterLimit,
		onCall: () => undefined,
	});
	let understood = 0;
	let start = { slots: 0, chunkBytes: 0, keys: 0 };
	let failure = run(engine, machine, fuzzEvents.build, Uint8Array.of(index)).failure;
	for (const bytes of desktopSeeds(nameOf(index))) failure ??= run(engine, machine, fuzzEvents.seed, bytes).failure;
	let end = start;
	let turn = 0;
	const feed = (count: number): void => {
		for (const last = turn + count; turn < last && failure === undefined; turn++) {
			const turnSeed = (seed + Math.imul(turn + 1, 0x9e3779b1)) >>> 0;
			const event = new Uint8Array(6);
			new DataView(event.buffer).setUint32(0, turnSeed, true);
			new DataView(event.buffer).setUint16(4, inputsPerTurn, true);
			const result = run(engine, machine, fuzzEvents.feed, event);
			understood += result.understood;
			if (result.failure !== undefined) failure = `turn ${turn} (seed ${turnSeed}): ${result.failure}`;
		}
	};
	feed(turns >> 1);
	for (let stretch = 0; stretch < stretchLimit && failure === undefined; stretch++) {
		start = machine.stats(true);
		feed(turns - (turns >> 1));
		end = machine.alive ? machine.stats(true) : start;
		if (end.slots <= start.slots && end.chunkBytes <= start.chunkBytes && end.keys <= start.keys) break;
	}
	machine.close();
	return {
		target: nameOf(index),
		inputs: turn * inputsPerTurn,
		understood,
		slotsGrown: end.slots - start.slots,
		chunkBytesGrown: end.chunkBytes - start.chunkBytes,
		keysGrown: end.keys - start.keys,
		...(failure === undefined ? {} : { failure }),
	};
}

function run(
	engine: Engine,
	machine: Machine,
	kind: number,
	bytes: Uint8Array,
): { understood: number; failure?: string } {
	const [result] = engine.run(0, [{ machine, kind, bytes }]);
	if (result === undefined) return { understood: 0, failure: "the engine gave no result" };
	const post = result.posts.find((candidate) => candidate.kind === fuzzPost);
	const understood = post === undefined ? 0 : new DataView(post.bytes.buffer, post.bytes.byteOffset).getUint32(0, true);
	if (result.crash === undefined) return { understood };
	const { kind: why, message, stack } = result.crash;
	const where = stack.map((frame) => `${frame.function} ${frame.file}:${frame.line}`).join(" < ");
	return { understood, failure: `${why}: ${message} ${where}` };
}

/** What only the desktop can make. */
function desktopSeeds(target: string): readonly Uint8Array[] {
	if (target !== "definition") return [];
	return [...crowd(4).nodes.values()].map(({ bytes }) => bytes).filter((bytes) => bytes.length <= inputLimit);
}
