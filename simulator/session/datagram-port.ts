import { datagramLimit, datagramTrailerBytes } from "../guest/protocol";
import { type Agenda, agendaClasses, type Microseconds } from "../kernel/agenda";
import type { UdpLink } from "../udp/udp-socket";
import type { Inputs } from "./inputs";
import type { InputBody } from "./records";
import { timeAnswer, timePort } from "./time-server";
import type { Trace } from "./trace";

export interface DatagramPortOptions {
	readonly board: string;
	readonly link: UdpLink;
	readonly agenda: Agenda;
	readonly trace: Trace;
	readonly inputs: Inputs;
	/** Hands the board a `datagram` event. */
	readonly deliver: (bytes: Uint8Array) => void;
	/** The present virtual time, for something that comes from outside between two happenings. */
	readonly outsideNow: () => Microseconds;
	/** The world's wall clock: seconds since 1970 now. Absent: servers of the time do not answer. */
	readonly worldSeconds?: () => number;
}

/** What a datagram takes through the access point. */
export const datagramLatency: Microseconds = 1000;

/** Between one gateway's board and its UDP socket: what comes is an input of the session, what goes is traced. */
export class DatagramPort {
	/** Datagrams handed to the board, and sent by it. */
	received = 0;
	sent = 0;
	/** Nothing that the board asks a server of the time is answered. */
	timeless = false;
	/** Numbers of servers of the time. */
	readonly #timeServers = new Set<number>();
	readonly #options: DatagramPortOptions;

	constructor(options: DatagramPortOptions) {
		const { link, inputs, board, outsideNow } = options;
		this.#options = options;
		link.onDatagram = (peer, bytes) => {
			const cut = bytes.subarray(0, datagramLimit);
			const body: InputBody = { kind: "input", input: "datagram", peer, bytes: Buffer.from(cut).toString("hex") };
			inputs.message(outsideNow() + datagramLatency, board, body);
		};
	}

	get address(): string {
		return this.#options.link.address;
	}

	close(): void {
		this.#options.link.close();
	}

	/** A `datagram` post of the board: int32 peer, then the datagram. */
	post(bytes: Uint8Array): void {
		const { agenda, trace, board, link } = this.#options;
		const peer = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getInt32(0, true);
		const datagram = new Uint8Array(bytes.subarray(4));
		trace.record(agenda.now, board, { kind: "udp", peer, bytes: Buffer.from(datagram).toString("hex") });
		this.sent++;
		if (this.#timeServers.has(peer)) this.#tellTime(peer, datagram);
		else link.send(peer, datagram);
	}

	/** An input of the trace, live or replayed alike. */
	apply(input: InputBody): void {
		if (input.input !== "datagram") return;
		this.received++;
		this.#deliver(input.peer, Buffer.from(input.bytes, "hex"));
	}

	/** A question of the board: uint16 port, then the address as ASCII. */
	peerAt(bytes: Uint8Array): Uint8Array {
		const port = (bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8);
		const answer = new Uint8Array(4);
		const address = Buffer.from(bytes.subarray(2)).toString("latin1");
		const peer = this.#options.link.peerAt(address, port);
		if (port === timePort) this.#timeServers.add(peer);
		new DataView(answer.buffer).setInt32(0, peer, true);
		return answer;
	}

	/** The session's own answer, by the world's clock: no input, as a replay brings it about again. */
	#tellTime(peer: number, request: Uint8Array): void {
		const { agenda, worldSeconds } = this.#options;
		if (this.timeless || worldSeconds === undefined) return;
		agenda.plan(agenda.now + datagramLatency, agendaClasses.world, () => {
			const answer = timeAnswer(request, worldSeconds());
			if (answer === undefined) return;
			agenda.plan(agenda.now + datagramLatency, agendaClasses.world, () => this.#deliver(peer, answer));
		});
	}

	#deliver(peer: number, datagram: Uint8Array): void {
		const event = new Uint8Array(datagram.length + datagramTrailerBytes);
		event.set(datagram);
		new DataView(event.buffer).setInt32(datagram.length, peer, true);
		this.#options.deliver(event);
	}
}
