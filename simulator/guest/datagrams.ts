import type { DatagramListener, Datagrams } from "kith/link/datagrams";
import { callKinds, datagramLimit, postKinds } from "./protocol";
import type { Wire } from "./wire";

/** The gateway's UDP; the session holds the socket. */
export class SimulatedDatagrams implements Datagrams {
	readonly limit = datagramLimit;
	listener: DatagramListener | undefined;
	readonly #wire: Wire;

	constructor(wire: Wire) {
		this.#wire = wire;
	}

	send(peer: number, bytes: Uint8Array, length: number): boolean {
		this.#wire.begin().int32(peer).copy(bytes, length).post(postKinds.datagram);
		return true;
	}

	peerAt(address: string, port: number): number {
		const wire = this.#wire.begin().uint16(port).text(address);
		wire.call(callKinds.datagramPeer);
		const { bytes } = wire;
		return (
			(bytes[0] as number) | ((bytes[1] as number) << 8) | ((bytes[2] as number) << 16) | ((bytes[3] as number) << 24)
		);
	}

	/** From the session: the datagram, then what `datagramTrailerBytes` says, in a buffer that nothing else writes to. */
	deliver(event: Uint8Array, length: number): void {
		const at = length - 5;
		const peer =
			(event[at] as number) |
			((event[at + 1] as number) << 8) |
			((event[at + 2] as number) << 16) |
			((event[at + 3] as number) << 24);
		this.listener?.onDatagram(peer, event[at + 4] === 1, event, at);
	}
}
