import type UDP from "embedded:io/socket/udp";
import { broadcastAddress, type Link, type LinkFault, type LinkListener } from "kith/link/link";
import type { Timers } from "../time/timers";

/** As ESP-NOW version 1, so that a frame fits every link of the network. */
export const udpMtu = 250;
/** A wire has no signal strength; this is that of a radio in the same room. */
const wireRssi = -40;
/** Datagrams in one burst of events that are looked at; the socket drops older ones itself. */
const burstLimit = 32;

/** Another process, or a board on the same network. */
export interface UdpNeighbour {
	/** Of its node. */
	readonly address: number;
	/** IPv4, dotted. */
	readonly host: string;
	readonly port: number;
}

export interface UdpLinkOptions {
	/** The SDK's class. */
	readonly Udp: typeof UDP;
	readonly timers: Timers;
	/** Local port. */
	readonly port: number;
	readonly neighbours: readonly UdpNeighbour[];
}

export interface UdpCounters {
	/** Datagrams from nobody that is a neighbour. */
	strange: number;
	/** Longer than `udpMtu`. */
	tooLong: number;
	/** The system refused to send. */
	unsent: number;
}

/**
 * A link of datagrams between known processes. The SDK's UDP on Linux knows no broadcast, so a frame to everybody is one
 * datagram to each neighbour. Nobody acknowledges: a frame that the system took counts as delivered.
 */
export class UdpLink implements Link {
	readonly mtu = udpMtu;
	listener: LinkListener | undefined;
	readonly counters: UdpCounters = { strange: 0, tooLong: 0, unsent: 0 };
	readonly #options: UdpLinkOptions;
	readonly #socket: UDP;
	readonly #received = new Uint8Array(udpMtu);
	#inFlight = false;
	#delivered = false;

	constructor(options: UdpLinkOptions) {
		this.#options = options;
		this.#socket = new options.Udp({ port: options.port, onReadable: (packets) => this.#readable(packets) });
	}

	send(destination: number, frame: Uint8Array, length: number): LinkFault | undefined {
		if (length > udpMtu) return "too long";
		if (this.#inFlight) return "busy";
		this.#inFlight = true;
		this.#delivered = false;
		const datagram = frame.subarray(0, length);
		for (const { address, host, port } of this.#options.neighbours) {
			if (destination !== broadcastAddress && destination !== address) continue;
			try {
				this.#socket.write(datagram, host, port);
				this.#delivered = true;
			} catch {
				this.counters.unsent++;
			}
		}
		this.#options.timers.after(0, () => this.#sent(destination));
		return undefined;
	}

	close(): void {
		this.#socket.close();
	}

	#sent(destination: number): void {
		this.#inFlight = false;
		this.listener?.onSent(this.#delivered || destination === broadcastAddress);
	}

	#readable(packets: number): void {
		for (let count = 0; count < packets && count < burstLimit; count++) {
			const datagram = this.#socket.read();
			if (datagram === undefined) return;
			const { byteLength } = datagram;
			const from = this.#neighbour(datagram.address, datagram.port);
			if (from === 0) this.counters.strange++;
			else if (byteLength > udpMtu) this.counters.tooLong++;
			else {
				this.#received.set(new Uint8Array(datagram));
				this.listener?.onReceive(this.#received, byteLength, wireRssi, from);
			}
		}
	}

	/** Its node address; 0: none. */
	#neighbour(host: string, port: number): number {
		for (const neighbour of this.#options.neighbours)
			if (neighbour.port === port && neighbour.host === host) return neighbour.address;
		return 0;
	}
}
