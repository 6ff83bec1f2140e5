import type { Microseconds } from "kith/simulator/kernel/agenda";
import type { TraceRecord } from "kith/simulator/session/records";
import { frameName } from "../trace/frame-name";

/** Everybody, in a frame's destination on the radio. */
const everybody = 0xffff;
/** In a frame's first byte: the type of messages to one (docs/protocol.md, "Frame"). */
const unicastType = 1;

/** What one board did with the air. */
export interface BoardAir {
	/** Transmissions of its own messages, copies and the radio's own repetitions included. */
	own: number;
	/** Of others' messages. */
	relayed: number;
	airtime: Microseconds;
	/** By destination: the neighbour that it handed the last message for it to. */
	readonly next: Map<string, string>;
}

/** Watches a session's frames: who used how much of the air, and which way messages to one went. */
export class AirUse {
	readonly boards = new Map<string, BoardAir>();
	readonly #names: ReadonlyMap<number, string>;

	/** @param names of the boards, by address */
	constructor(names: ReadonlyMap<number, string>) {
		this.#names = names;
		for (const name of names.values()) this.boards.set(name, { own: 0, relayed: 0, airtime: 0, next: new Map() });
	}

	take(record: TraceRecord): void {
		if (record.kind !== "frame" || record.board === null) return;
		const board = this.boards.get(record.board);
		const name = frameName(record.bytes);
		if (board === undefined || name === undefined) return;
		board.airtime += record.airtime;
		if (this.#names.get(name.origin) === record.board) board.own++;
		else board.relayed++;
		if (record.destination === everybody || (Number.parseInt(record.bytes[1] ?? "0", 16) & 0x0f) !== unicastType)
			return;
		const target = this.#names.get(Number.parseInt(record.bytes.slice(12, 16), 16));
		const next = this.#names.get(record.destination);
		if (target !== undefined && next !== undefined && record.received.length > 0) board.next.set(target, next);
	}

	/** All transmissions' time together. */
	get airtime(): Microseconds {
		let sum = 0;
		for (const { airtime } of this.boards.values()) sum += airtime;
		return sum;
	}
}
