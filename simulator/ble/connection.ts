import type { Microseconds } from "../kernel/agenda";
import {
	attOverheadBytes,
	interFrameSpaceUs,
	l2capHeaderBytes,
	limits,
	linkPayloadBytes,
	packetBits,
	packetUs,
} from "./timing";

/** How a connection is kept. Times in µs. */
export interface ConnectionParameters {
	readonly interval: number;
	/** Events that the peripheral may sleep through while it has nothing to say. */
	readonly latency: number;
	/** Without a packet from the other side for so long it is lost. */
	readonly supervisionTimeout: number;
	/** Longest exchange of one event; the radio has other things to do. */
	readonly eventLength: number;
}

/** What the two sides of this connection do in one event, as told to its users. */
export interface EventOutcome {
	/** Chunks that arrived, and when. */
	readonly arrived: { readonly side: Side; readonly bytes: Uint8Array; readonly at: Microseconds }[];
	/** Sides whose oldest chunk was acknowledged, and when. */
	readonly acknowledged: { readonly side: Side; readonly at: Microseconds }[];
	/** µs that the exchange took; 0 where the peripheral slept. */
	readonly airtime: number;
}

/** 0: the central, 1: the peripheral. */
export type Side = 0 | 1;

interface Chunk {
	readonly bytes: Uint8Array;
	/** Of the chunk with its headers: sent and acknowledged so far. */
	sent: number;
}

/** Whether a packet from this side arrives at the other. */
export type Dice = (from: Side, bits: number) => boolean;

/**
 * The link layer of one connection (volume 6, part B, 4.5): events at fixed intervals in which the central speaks first
 * and both take turns, acknowledgement by sequence numbers, so that nothing is lost or doubled while the connection lasts.
 */
export class Connection {
	mtu: number = limits.mtu.least;
	readonly parameters: ConnectionParameters;
	readonly #queues: readonly [Chunk[], Chunk[]] = [[], []];
	/** The other side has what is at the head of the queue, but its acknowledgement was lost. */
	readonly #unknown: [boolean, boolean] = [false, false];
	readonly #heard: [Microseconds, Microseconds];
	readonly #linkPayload: number;
	#slept = 0;

	constructor(parameters: ConnectionParameters, now: Microseconds, longPackets: boolean) {
		this.parameters = parameters;
		this.#heard = [now, now];
		this.#linkPayload = longPackets ? linkPayloadBytes.extended : linkPayloadBytes.basic;
	}

	/** Longest chunk at present. */
	get chunkLimit(): number {
		return this.mtu - attOverheadBytes;
	}

	/** False when `limits.chunkQueue` are waiting. */
	queue(side: Side, bytes: Uint8Array): boolean {
		const queue = this.#queues[side];
		if (queue.length >= limits.chunkQueue) return false;
		queue.push({ bytes, sent: 0 });
		return true;
	}

	/** Whether one side has not heard the other for too long. */
	isLost(now: Microseconds): boolean {
		return now - Math.min(...this.#heard) > this.parameters.supervisionTimeout;
	}

	/** One connection event that begins now. */
	run(now: Microseconds, dice: Dice): EventOutcome {
		const outcome: EventOutcome & { airtime: number } = { arrived: [], acknowledged: [], airtime: 0 };
		const { eventLength, interval, latency } = this.parameters;
		if (this.#queues[1].length === 0 && this.#slept < latency) {
			this.#slept++;
			return outcome;
		}
		this.#slept = 0;
		const end = now + Math.min(eventLength, interval - interFrameSpaceUs);
		let at = now;
		for (;;) {
			const [down, up] = [this.#payload(0), this.#payload(1)];
			const exchange = packetUs(down) + interFrameSpaceUs + packetUs(up) + interFrameSpaceUs;
			if (at > now && at + exchange > end) break;
			const asked = at + packetUs(down);
			outcome.airtime += packetUs(down);
			if (!dice(0, packetBits(down))) break;
			this.#hear(1, asked, down, outcome);
			const answered = asked + interFrameSpaceUs + packetUs(up);
			outcome.airtime += packetUs(up);
			if (!dice(1, packetBits(up))) break;
			this.#hear(0, answered, up, outcome);
			// The answer acknowledges the central's packet. What acknowledges the peripheral's is the central's next packet;
			// it is taken as done with its arrival, one packet early.
			this.#acknowledge(0, answered, down, outcome);
			this.#acknowledge(1, answered, up, outcome);
			at = answered + interFrameSpaceUs;
			if (this.#queues[0].length === 0 && this.#queues[1].length === 0) break;
		}
		return outcome;
	}

	/** Bytes of the next link-layer packet of a side. */
	#payload(side: Side): number {
		const chunk = this.#queues[side][0];
		return chunk === undefined ? 0 : Math.min(this.#linkPayload, lengthOf(chunk) - chunk.sent);
	}

	/** `side` hears a packet with so many bytes of the other side's chunk. */
	#hear(side: Side, at: Microseconds, payload: number, outcome: EventOutcome): void {
		this.#heard[side] = at;
		const sender: Side = side === 0 ? 1 : 0;
		const chunk = this.#queues[sender][0];
		if (chunk === undefined || payload === 0 || this.#unknown[sender]) return;
		this.#unknown[sender] = true;
		if (chunk.sent + payload >= lengthOf(chunk)) outcome.arrived.push({ side, bytes: chunk.bytes, at });
	}

	#acknowledge(side: Side, at: Microseconds, payload: number, outcome: EventOutcome): void {
		const queue = this.#queues[side];
		const chunk = queue[0];
		if (chunk === undefined || payload === 0 || !this.#unknown[side]) return;
		this.#unknown[side] = false;
		chunk.sent += payload;
		if (chunk.sent < lengthOf(chunk)) return;
		queue.shift();
		outcome.acknowledged.push({ side, at });
	}
}

/** With the headers of L2CAP and ATT. */
function lengthOf({ bytes }: Chunk): number {
	return l2capHeaderBytes + attOverheadBytes + bytes.length;
}
