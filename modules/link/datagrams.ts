/**
 * Port: UDP to peers beyond the radio, on Wi-Fi or Ethernet: a gateway's desktop clients and servers.
 *
 * For node code: a peer is a number that the platform gave to an address and port, `firstPeerNumber` or more; it means
 * nothing but "whoever that came from". `send` copies. Datagrams get lost, come twice and overtake each other.
 *
 * For platform authors: the same address and port have the same number for as long as they are among the
 * `peerNumberLimit` that were last heard or sent to, and a forgotten number is not given out again before 65,536 others
 * were. A datagram to a forgotten number is dropped, as any may be. Listen on the CoAP port (5683) and, where the
 * platform has multicast, in the group 224.0.1.187. Call the listener from the event loop only, never from inside
 * `send`; the buffer is reused and may be changed by the listener. A datagram longer than `limit` is delivered cut to it:
 * its beginning says whom to tell that it is too long.
 */
export interface Datagrams {
	/** Bytes of the longest datagram, in either direction. */
	readonly limit: number;
	/** Set once by the node. */
	listener: DatagramListener | undefined;
	/** @returns false: not sent, because the network is down or its buffers are full */
	send(peer: number, bytes: Uint8Array, length: number): boolean;
	/** The number of an address of the form that the platform has ("192.0.2.7"), for a node that speaks first. */
	peerAt(address: string, port: number): number;
}

export interface DatagramListener {
	/** @param multicast it was sent to the group, and not to this node */
	onDatagram(peer: number, multicast: boolean, buffer: Uint8Array, length: number): void;
}

export const firstPeerNumber = 0x1_0000;
/** Numbers stay below this, so that they are int32. */
export const peerNumberEnd = 0x7fff_0000;
export const peerNumberLimit = 16;

/** Numbers for addresses, for platforms that have nothing better: a table of texts, of which the oldest goes. */
export class PeerNumbers {
	/** "address port" in the order of their last use, the latest one last. */
	readonly #numbers = new Map<string, number>();
	readonly #limit: number;
	readonly #first: number;
	#next: number;

	/** @param first number to give out */
	constructor(limit = peerNumberLimit, first = firstPeerNumber) {
		this.#limit = limit;
		this.#first = first;
		this.#next = first;
	}

	/** The number that an address has already. */
	knownNumber(address: string, port: number): number | undefined {
		return this.#numbers.get(`${address} ${port}`);
	}

	numberOf(address: string, port: number): number {
		const key = `${address} ${port}`;
		let number = this.#numbers.get(key);
		if (number === undefined) {
			number = this.#next;
			this.#next = number + 1 < peerNumberEnd ? number + 1 : this.#first;
			const [oldest] = this.#numbers.keys();
			if (this.#numbers.size >= this.#limit && oldest !== undefined) this.#numbers.delete(oldest);
		} else this.#numbers.delete(key);
		this.#numbers.set(key, number);
		return number;
	}

	/** Undefined: forgotten, or never given out. */
	addressOf(peer: number): { readonly address: string; readonly port: number } | undefined {
		for (const [key, number] of this.#numbers) {
			if (number !== peer) continue;
			const space = key.lastIndexOf(" ");
			return { address: key.slice(0, space), port: Number(key.slice(space + 1)) };
		}
		return undefined;
	}
}
