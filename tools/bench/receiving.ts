import { Engine } from "kith/simulator/engine/engine";
import { firmwareGuest } from "kith/simulator/session/guest";
import { sessionKeys } from "kith/simulator/session/session-keys";
import type { NodeProgram } from "kith/simulator/session/types";
import { BenchBoard, type FrameCost } from "./bench-board";
import { budgets, type FrameSize } from "./budgets";
import { listenerAndSenders } from "./generate";
import { recordFrames, recordingSeed } from "./record-frames";

/** A figure and what the design allows. */
export interface Measured {
	readonly name: string;
	readonly unit: string;
	readonly value: number;
	readonly budget: number;
}

/** Frames that are let pass first: the first ones of a sender make room for it. */
const warmUp = 4;

/** What readings from the air cost: bytes on the air, bytecodes, and heap. */
export async function measureReceiving(): Promise<Measured[]> {
	const { nodes } = listenerAndSenders();
	const frames = await recordFrames(nodes);
	const guest = firmwareGuest();
	const engine = await Engine.open({ modules: guest.modules });
	try {
		const { bytes, definition } = nodes.get("listener") as NodeProgram;
		// Those of the session that the frames were recorded in.
		const secrets = sessionKeys({ definitions: nodes, seed: recordingSeed }).image(definition.address);
		const board = new BenchBoard(engine, guest.entry, { definition: bytes, secrets });
		const one = costsOf(board, frames.get("single") ?? [], 1);
		const two = costsOf(board, frames.get("double") ?? [], 2);
		const further = two.receive.bytecodes - one.receive.bytecodes;
		return [
			{ name: "one reading on the air", unit: "bytes", value: one.bytes, budget: budgets.airOne },
			{ name: "two readings on the air", unit: "bytes", value: two.bytes, budget: budgets.airTwo },
			bytecodes("receive one reading, ten rules", one.receive.bytecodes, budgets.receiveOne),
			bytecodes("each further reading", further, budgets.receiveFurther),
			bytecodes("refuse a duplicate", one.duplicate, budgets.duplicate),
			bytecodes("refuse another network's frame", one.stranger, budgets.stranger),
			bytecodes("refuse a damaged frame", one.damaged, budgets.damaged),
			{ name: "heap per received frame", unit: "slots", value: two.receive.slots, budget: budgets.slots },
			{
				name: "heap per received frame",
				unit: "chunk bytes",
				value: two.receive.chunkBytes,
				budget: budgets.chunkBytes,
			},
		];
	} finally {
		engine.close();
	}
}

interface Costs {
	readonly bytes: number;
	readonly receive: FrameCost;
	readonly duplicate: number;
	readonly stranger: number;
	readonly damaged: number;
}

/** @param size readings in the frames to look at; the sender's others are only heard */
function costsOf(board: BenchBoard, frames: readonly Uint8Array[], size: FrameSize): Costs {
	const kept: { frame: Uint8Array; receive: FrameCost; duplicate: number; stranger: number; damaged: number }[] = [];
	frames.forEach((frame, index) => {
		board.collect();
		const stranger = board.hear(flipped(frame, 1)).bytecodes;
		const damaged = board.hear(flipped(frame, frame.length - 1)).bytecodes;
		const receive = board.hear(frame);
		const duplicate = board.hear(frame).bytecodes;
		if (index >= warmUp && receive.received === size) kept.push({ frame, receive, duplicate, stranger, damaged });
	});
	if (kept.length === 0) throw new Error(`no frame with ${size} readings was accepted, of ${frames.length}`);
	return {
		bytes: Math.max(...kept.map(({ frame }) => frame.length)),
		receive: {
			bytecodes: median(kept.map(({ receive }) => receive.bytecodes)),
			slots: Math.max(...kept.map(({ receive }) => receive.slots)),
			chunkBytes: Math.max(...kept.map(({ receive }) => receive.chunkBytes)),
			received: size,
		},
		duplicate: median(kept.map(({ duplicate }) => duplicate)),
		stranger: median(kept.map(({ stranger }) => stranger)),
		damaged: median(kept.map(({ damaged }) => damaged)),
	};
}

function bytecodes(name: string, value: number, budget: number): Measured {
	return { name, unit: "bytecodes", value, budget };
}

function flipped(frame: Uint8Array, index: number): Uint8Array {
	const copy = frame.slice();
	copy[index] = (copy[index] as number) ^ 1;
	return copy;
}

/** Of an even count the upper one. */
function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[values.length >> 1] as number;
}
