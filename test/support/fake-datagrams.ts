import type { DatagramListener, Datagrams } from "kith/link/datagrams";
import { fromHex, toHex } from "./hex";

/** UDP of one node, played by a test. */
export class FakeDatagrams implements Datagrams {
	readonly limit = 512;
	listener: DatagramListener | undefined;
	/** While true nothing can be sent. */
	down = false;
	/** "peer hex", as sent by the node. */
	readonly sent: string[] = [];
	/** One reused buffer, as the contract has it. */
	readonly #buffer = new Uint8Array(512);

	send(peer: number, bytes: Uint8Array, length: number): boolean {
		if (this.down) return false;
		this.sent.push(`${peer} ${toHex(bytes.slice(0, length))}`);
		return true;
	}

	peerAt(_address: string, port: number): number {
		return 0x10000 + port;
	}

	hear(peer: number, hex: string, multicast = false): void {
		const bytes = fromHex(hex);
		this.#buffer.set(bytes);
		this.listener?.onDatagram(peer, multicast, this.#buffer, bytes.length);
	}
}
