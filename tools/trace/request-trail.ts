import type { Microseconds } from "kith/simulator/kernel/agenda";
import type { AskedBody, TraceRecord } from "kith/simulator/session/records";
import { type FrameName, frameName } from "./frame-name";

/** One transmission of a request. */
export interface RequestHop {
	readonly t: Microseconds;
	readonly board: string;
	/** undefined: it was lost. */
	readonly to: string | undefined;
}

/** Of a frame's first byte, in hexadecimal digits: its type, of messages to one (docs/protocol.md, "Frame"). */
const typeAt = 1;
const unicastType = "1";
/** High nibble of the hop limit's byte: what a relay's frame has, with relaying. */
const relayAt = 6;
const relayed = "8";

/** Watches a request that a rule makes, from board to board, until what was asked for is done. */
export class RequestTrail {
	readonly t: Microseconds;
	readonly board: string;
	readonly asked: AskedBody;
	readonly hops: RequestHop[] = [];
	/** When the board that was asked did it. */
	done: Microseconds | undefined;
	#name: FrameName | undefined;

	constructor(t: Microseconds, board: string, asked: AskedBody) {
		this.t = t;
		this.board = board;
		this.asked = asked;
	}

	get node(): string {
		return this.asked.target.slice(0, this.asked.target.indexOf("/"));
	}

	get path(): string {
		return this.asked.target.slice(this.asked.target.indexOf("/") + 1);
	}

	/** @returns whether it was about this request, so that it is about no other */
	take(record: TraceRecord): boolean {
		const { t, board } = record;
		if (board === null || this.done !== undefined) return false;
		if (record.kind === "actuation") {
			const { path, value, requester } = record;
			if (board !== this.node || requester !== this.board || path !== this.path || value !== this.asked.value)
				return false;
			this.done = t;
			return true;
		}
		if (record.kind !== "frame" || record.bytes[typeAt] !== unicastType) return false;
		const name = frameName(record.bytes);
		if (name === undefined) return false;
		// The first message to one that the board writes after it asked.
		if (this.#name === undefined && board === this.board && record.bytes[relayAt] !== relayed) this.#name = name;
		const known = this.#name;
		if (known === undefined || name.origin !== known.origin || name.boot !== known.boot) return false;
		if (name.sequence !== known.sequence) return false;
		this.hops.push({ t, board, to: record.received[0] });
		return true;
	}
}
