import { PackWriter } from "kith/senml/pack-writer";
import { Engine } from "kith/simulator/engine/engine";
import { firmwareGuest } from "kith/simulator/session/guest";
import { sessionKeys } from "kith/simulator/session/session-keys";
import type { NodeProgram } from "kith/simulator/session/types";
import { BenchBoard, type FrameCost } from "./bench-board";
import { budgets, type FrameSize } from "./budgets";
import { listenerAndSenders } from "./generate";
import { Puppet } from "./puppet";

/** A figure and what the design allows. */
export interface Measured {
	readonly name: string;
	readonly unit: string;
	readonly value: number;
	readonly budget: number;
}

/** The keys follow from it. */
const seed = 1;
/** Frames of each sender. */
const frameCount = 12;
/** Frames that are let pass first: the first ones of a sender make room for it. */
const warmUp = 4;

/** What readings from the air cost: bytes on the air, bytecodes, and heap. */
export async function measureReceiving(): Promise<Measured[]> {
	const { nodes } = listenerAndSenders();
	const guest = firmwareGuest();
	const engine = await Engine.open({ modules: guest.modules });
	try {
		const { bytes, definition } = nodes.get("listener") as NodeProgram;
		const keys = sessionKeys({ definitions: nodes, seed });
		const board = new BenchBoard(engine, guest.entry, { definition: bytes, secrets: keys.image(definition.address) });
		const puppets = ["single", "double"].map((name) => {
			const sender = (nodes.get(name) as NodeProgram).definition;
			return new Puppet(sender, keys.image(sender.address), sender.address);
		}) as [Puppet, Puppet];
		introduce(board, puppets);
		const one = costsOf(board, tell(puppets[0], nodes.get("single") as NodeProgram), 1);
		const two = costsOf(board, tell(puppets[1], nodes.get("double") as NodeProgram), 2);
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

/** Board and senders hear each other until they believe each other. */
function introduce(board: BenchBoard, puppets: readonly Puppet[]): void {
	for (let step = 0; step < 1200; step++) {
		const said = puppets.flatMap((puppet) => puppet.run(10));
		for (const frame of board.run(10)) for (const puppet of puppets) puppet.hear(frame);
		for (const frame of said) board.hear(frame);
	}
}

/** Readings of all of a sender's resources, frame after frame. */
function tell(puppet: Puppet, { definition }: NodeProgram): Uint8Array[] {
	const pack = new PackWriter();
	const ids = definition.devices.flatMap(({ resourceIds }) => resourceIds);
	return Array.from({ length: frameCount }, (_, index) => {
		pack.begin(ids.length);
		for (const id of ids) pack.add(id, 2300 + index, 2, false);
		return puppet.tell(pack.bytes.slice(0, pack.length));
	});
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
