import type { Microseconds } from "kith/simulator/kernel/agenda";
import type { ActuationBody, AskedBody, FrameBody, TraceRecord } from "kith/simulator/session/records";
import { type FrameName, frameName } from "./frame-name";
import { RequestTrail } from "./request-trail";

/** What happened to one reading, from the chip to wherever it came. */
export interface Journey {
	readonly node: string;
	readonly path: string;
	readonly value: number;
	readonly unit: string;
	/** When the chip said it; undefined where that was before the trace. */
	readonly read: Microseconds | undefined;
	readonly sent: Microseconds;
	readonly sequence: number;
	readonly transmissions: readonly Transmission[];
	readonly received: readonly Arrival[];
	readonly effects: readonly Effect[];
	/** Of effects that ask a peer for something, the requests' ways, in the same order. */
	readonly requests: readonly Pick<RequestTrail, "t" | "board" | "asked" | "node" | "path" | "hops" | "done">[];
	readonly published: readonly { readonly t: Microseconds; readonly board: string; readonly topic: string }[];
}

export interface Transmission extends Pick<FrameBody, "destination" | "bytes" | "airtime" | "received" | "lost"> {
	/** Its end. */
	readonly t: Microseconds;
	readonly board: string;
}

export interface Arrival {
	readonly t: Microseconds;
	readonly board: string;
}

/** What a board did upon the reading. */
export type Effect = { readonly t: Microseconds; readonly board: string } & (ActuationBody | AskedBody);

export interface FollowOptions {
	readonly node: string;
	/** "climate/temperature" */
	readonly path: string;
	/** The first reading sent at or after this time. */
	readonly from: Microseconds;
}

/** How long a reading is followed: relays, repairs and a broker's answer take less. */
export const followUs: Microseconds = 10e6;

/** Watches a trace go by, record for record, and keeps what concerns one reading. */
export class Follower {
	readonly #options: FollowOptions;
	readonly #transmissions: Transmission[] = [];
	readonly #received: Arrival[] = [];
	readonly #effects: Effect[] = [];
	readonly #requests: RequestTrail[] = [];
	readonly #published: { t: Microseconds; board: string; topic: string }[] = [];
	#reading: { readonly t: Microseconds; readonly value: number; readonly unit: string } | undefined;
	#sent: { readonly t: Microseconds; readonly value: number; readonly sequence: number } | undefined;
	#name: FrameName | undefined;

	constructor(options: FollowOptions) {
		this.#options = options;
	}

	/** @returns false when the rest of the trace cannot matter any more */
	take(record: TraceRecord): boolean {
		const sent = this.#sent;
		if (sent === undefined) {
			this.#await(record);
			return true;
		}
		if (record.t > sent.t + followUs) return false;
		this.#keep(record, sent.sequence);
		return true;
	}

	/** undefined: no such reading was sent. */
	journey(): Journey | undefined {
		const sent = this.#sent;
		if (sent === undefined) return undefined;
		const { node, path } = this.#options;
		return {
			node,
			path,
			value: sent.value,
			unit: this.#reading?.unit ?? "",
			read: this.#reading?.t,
			sent: sent.t,
			sequence: sent.sequence,
			transmissions: this.#transmissions,
			received: this.#received,
			effects: this.#effects,
			requests: this.#requests,
			published: this.#published,
		};
	}

	#await(record: TraceRecord): void {
		const { node, path, from } = this.#options;
		if (this.#requests.some((request) => request.take(record)) || record.board !== node) return;
		if (record.kind === "reading" && record.path === path) {
			this.#reading = { t: record.t, value: record.value, unit: record.unit };
			this.#effects.length = 0;
			this.#requests.length = 0;
		}
		// Rules act on what is measured before it is sent.
		this.#keepEffect(record, node);
		if (record.kind === "sent" && record.path === path && record.t >= from)
			this.#sent = { t: record.t, value: record.value, sequence: record.sequence };
	}

	#keep(record: TraceRecord, sequence: number): void {
		const { node, path } = this.#options;
		const { t, board } = record;
		if (board === null || this.#requests.some((request) => request.take(record))) return;
		if (record.kind === "frame") this.#keepFrame(t, board, record, sequence);
		else if (record.kind === "received") {
			if (record.origin === node && record.path === path && record.sequence === sequence)
				this.#received.push({ t, board });
		} else if (record.kind === "mqtt" && record.call === "publish") {
			const news = record.topic.endsWith(`/${node}/${path}`);
			if (news && !this.#published.some((known) => known.board === board))
				this.#published.push({ t, board, topic: record.topic });
		} else this.#keepEffect(record, board);
	}

	#keepEffect(record: TraceRecord, board: string): void {
		if ((record.kind !== "actuation" && record.kind !== "asked") || !this.#isEffect(record, record.t, board)) return;
		this.#effects.push({ ...record, t: record.t, board });
		if (record.kind === "asked") this.#requests.push(new RequestTrail(record.t, board, record));
	}

	#keepFrame(t: Microseconds, board: string, frame: FrameBody, sequence: number): void {
		const name = frameName(frame.bytes);
		if (name === undefined) return;
		if (this.#name === undefined && board === this.#options.node && name.sequence === sequence) this.#name = name;
		const known = this.#name;
		if (known === undefined || name.origin !== known.origin || name.boot !== known.boot) return;
		if (name.sequence !== known.sequence) return;
		const { destination, bytes, airtime, received, lost } = frame;
		this.#transmissions.push({ t, board, destination, bytes, airtime, received, lost });
	}

	/** A rule looked at the reading where it came, or where it was made, and acted in the same turn. */
	#isEffect(record: ActuationBody | AskedBody, t: Microseconds, board: string): boolean {
		const { node, path } = this.#options;
		const measured = board === node && this.#reading?.t === t;
		const arrived = measured || this.#received.some((arrival) => arrival.board === board && arrival.t === t);
		if (record.kind === "asked") return arrived;
		return arrived && record.inputs.some((input) => input.name === `${node}/${path}`);
	}
}
