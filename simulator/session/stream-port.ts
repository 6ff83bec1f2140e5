import { streamLimit } from "kith/http/streams";
import { streamCalls, streamEvents } from "../guest/protocol";
import type { Agenda, Microseconds } from "../kernel/agenda";
import type { TcpLink } from "../tcp/tcp-server";
import type { Inputs } from "./inputs";
import type { InputBody } from "./records";
import type { Trace } from "./trace";

export interface StreamPortOptions {
	readonly board: string;
	readonly link: TcpLink;
	readonly agenda: Agenda;
	readonly trace: Trace;
	readonly inputs: Inputs;
	/** Hands the board a `stream` event. */
	readonly deliver: (bytes: Uint8Array) => void;
	/** The present virtual time, for something that comes from outside between two happenings. */
	readonly outsideNow: () => Microseconds;
}

type StreamInput = Extract<InputBody, { readonly input: "stream" }>;
type News =
	| { readonly event: "opened" | "closed" }
	| { readonly event: "data"; readonly bytes: string }
	| { readonly event: "taken"; readonly writes: number };

/** What a segment takes through the access point. */
export const segmentLatency: Microseconds = 1000;

/**
 * Between one gateway's board and its TCP port. Which of the board's streams a connection is, is decided when the board
 * hears of it, from the inputs alone: so a replay decides alike.
 */
export class StreamPort {
	/** Connections that the board had no stream for. */
	refused = 0;
	readonly #options: StreamPortOptions;
	/** By the board's stream the connection's number; 0: it is free. */
	readonly #connections: number[] = new Array(streamLimit).fill(0);
	#listening = false;

	constructor(options: StreamPortOptions) {
		this.#options = options;
		options.link.listener = {
			onOpened: (connection) => this.#hear(connection, { event: "opened" }),
			onData: (connection, bytes) =>
				this.#hear(connection, { event: "data", bytes: Buffer.from(bytes).toString("hex") }),
			onTaken: (connection, writes) => this.#hear(connection, { event: "taken", writes }),
			onClosed: (connection) => this.#hear(connection, { event: "closed" }),
		};
	}

	get address(): string {
		return this.#options.link.address;
	}

	/** The board is gone, and with it all its connections. */
	vanish(): void {
		this.#listening = false;
		this.#connections.fill(0);
		this.#options.link.closeAll();
	}

	close(): void {
		this.#options.link.end();
	}

	/** A `stream` post of the board. */
	post(bytes: Uint8Array): void {
		const { agenda, trace, board, link } = this.#options;
		const call = bytes[0] as number;
		const stream = bytes[1] as number;
		if (call === streamCalls.listen) {
			this.#listening = true;
			return;
		}
		const connection = this.#connections[stream] ?? 0;
		if (connection === 0) return;
		if (call === streamCalls.close) {
			this.#connections[stream] = 0;
			trace.record(agenda.now, board, { kind: "tcp", connection, call: "close" });
			link.close(connection);
			return;
		}
		const written = new Uint8Array(bytes.subarray(2));
		const text = Buffer.from(written).toString("hex");
		trace.record(agenda.now, board, { kind: "tcp", connection, call: "write", bytes: text });
		link.write(connection, written);
	}

	/** An input of the trace, live or replayed alike. */
	apply(input: StreamInput): void {
		const { link, deliver } = this.#options;
		const { connection, event } = input;
		if (event === "opened") {
			this.#open(connection);
			return;
		}
		const stream = this.#connections.indexOf(connection);
		if (event === "data") {
			if (stream >= 0) deliver(Uint8Array.of(...Buffer.from(input.bytes, "hex"), stream, streamEvents.data));
			link.ready(connection);
		} else if (stream < 0) return;
		else if (event === "taken") deliver(Uint8Array.of(input.writes, stream, streamEvents.taken));
		else {
			this.#connections[stream] = 0;
			deliver(Uint8Array.of(stream, streamEvents.closed));
		}
	}

	#open(connection: number): void {
		const stream = this.#listening ? this.#connections.indexOf(0) : -1;
		if (stream < 0) {
			this.refused++;
			this.#options.link.close(connection);
			return;
		}
		this.#connections[stream] = connection;
		this.#options.deliver(Uint8Array.of(stream, streamEvents.opened));
	}

	#hear(connection: number, news: News): void {
		const { inputs, board, outsideNow, link } = this.#options;
		const at = outsideNow() + segmentLatency;
		if (inputs.message(at, board, { kind: "input", input: "stream", connection, ...news })) return;
		// A stream with a hole in it is worse than none.
		link.close(connection);
		inputs.plan(at, board, { kind: "input", input: "stream", connection, event: "closed" });
	}
}
