import type UDP from "embedded:io/socket/udp";
import { type DatagramListener, type Datagrams, PeerNumbers } from "kith/link/datagrams";

/** CoAP (RFC 7252, section 12.8). */
export const coapPort = 5683;
/** Bytes of the longest CoAP message over UDP that RFC 7252, section 4.6 lets one expect. */
export const datagramLimit = 1152;
/** Datagrams of one event that are looked at; the rest wait for the next or get lost, as datagrams do. */
const burstLimit = 8;

export interface DatagramCounters {
	/** Datagrams beyond `burstLimit`. */
	dropped: number;
	/** The network is down, its buffers are full, or the peer was forgotten. */
	unsent: number;
}

/**
 * `Datagrams` over the SDK's UDP class. It does not say to which address a datagram was sent, so this joins no multicast
 * group: an answer to a multicast request that is taken for one to this node alone would be wrong (RFC 7252, section 8.2).
 */
export class UdpDatagrams implements Datagrams {
	readonly limit = datagramLimit;
	listener: DatagramListener | undefined;
	readonly counters: DatagramCounters = { dropped: 0, unsent: 0 };
	readonly #peers = new PeerNumbers();
	readonly #buffer = new Uint8Array(datagramLimit);
	readonly #socket: UDP;

	/** @param udp the SDK's class. Throws where the port is taken */
	constructor(udp: typeof UDP, port = coapPort) {
		this.#socket = new udp({ port, onReadable: (packets) => this.#readable(packets) });
	}

	send(peer: number, bytes: Uint8Array, length: number): boolean {
		const place = this.#peers.addressOf(peer);
		try {
			if (place !== undefined) {
				this.#socket.write(length === bytes.length ? bytes : bytes.subarray(0, length), place.address, place.port);
				return true;
			}
		} catch {
			// No network: the message is sent again, or is lost, as any may be.
		}
		this.counters.unsent++;
		return false;
	}

	peerAt(address: string, port: number): number {
		return this.#peers.numberOf(address, port);
	}

	close(): void {
		this.#socket.close();
	}

	#readable(packets: number): void {
		for (let count = 0; count < packets; count++) {
			const datagram = this.#socket.read();
			if (datagram === undefined) return;
			if (count >= burstLimit) {
				this.counters.dropped++;
				continue;
			}
			const length = Math.min(datagram.byteLength, datagramLimit);
			this.#buffer.set(new Uint8Array(datagram, 0, length));
			const peer = this.#peers.numberOf(datagram.address, datagram.port);
			this.listener?.onDatagram(peer, false, this.#buffer, length);
		}
	}
}
