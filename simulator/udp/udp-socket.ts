import { createSocket, type Socket } from "node:dgram";
import { PeerNumbers } from "kith/link/datagrams";

/** CoAP's port (RFC 7252 section 12.6). */
export const defaultCoapPort = 5683;
/** Ports tried after the wanted one before the system chooses. */
const portAttempts = 16;
/** Desktop programs that a gateway's socket remembers at a time, and numbers that a board itself asked for. */
const outsidePeers = 64;
const firstAskedPeer = 0x4000_0000;

/** No socket can be had. One sentence for people. */
export class UdpError extends Error {
	override readonly name = "UdpError";
}

/** Where one gateway's datagrams go, and come from. */
export interface UdpLink {
	/** For people: "127.0.0.1:5683", or "off". */
	readonly address: string;
	/** Called from Node's event loop. */
	onDatagram: ((peer: number, bytes: Uint8Array) => void) | undefined;
	send(peer: number, bytes: Uint8Array): void;
	/** The number of an address that the board wants to speak to. */
	peerAt(address: string, port: number): number;
	close(): void;
}

/** A gateway's UDP port on the loopback interface: nothing outside this computer reaches it. */
export class UdpSocket implements UdpLink {
	readonly address: string;
	onDatagram: UdpLink["onDatagram"];
	readonly #socket: Socket;
	readonly #peers = new PeerNumbers(outsidePeers);
	readonly #asked = new PeerNumbers(outsidePeers, firstAskedPeer);
	#closed = false;

	private constructor(socket: Socket) {
		this.#socket = socket;
		this.address = `127.0.0.1:${socket.address().port}`;
		socket.on("message", (bytes, { address, port }) => this.onDatagram?.(this.#numberOf(address, port), bytes));
		// An answer to a program that has gone is refused by the system: no news to anybody.
		socket.on("error", () => {});
	}

	/** @param port the first to try; 0: any. @throws UdpError when no port can be had */
	static async open(port: number): Promise<UdpSocket> {
		for (let attempt = 0; attempt < portAttempts; attempt++) {
			const wanted = port === 0 ? 0 : port + attempt;
			const socket = wanted > 0xffff ? undefined : await bound(wanted);
			if (socket !== undefined) return new UdpSocket(socket);
		}
		const socket = await bound(0);
		if (socket === undefined) throw new UdpError("there is no free UDP port on 127.0.0.1: use --coap off");
		return new UdpSocket(socket);
	}

	send(peer: number, bytes: Uint8Array): void {
		const to = this.#peers.addressOf(peer) ?? this.#asked.addressOf(peer);
		if (to !== undefined && !this.#closed) this.#socket.send(bytes, to.port, to.address, () => {});
	}

	peerAt(address: string, port: number): number {
		return this.#asked.numberOf(address, port);
	}

	/** May be called twice. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#socket.close();
	}

	/** What a board asked for keeps that number, also when it speaks. */
	#numberOf(address: string, port: number): number {
		return this.#asked.knownNumber(address, port) ?? this.#peers.numberOf(address, port);
	}
}

/** Where nothing comes from, and all that is sent is lost: no port was wanted, or a trace is replayed. */
export class SilentUdp implements UdpLink {
	readonly address = "off";
	onDatagram: UdpLink["onDatagram"];
	readonly #asked = new PeerNumbers(outsidePeers, firstAskedPeer);

	send(): void {}

	peerAt(address: string, port: number): number {
		return this.#asked.numberOf(address, port);
	}

	close(): void {}
}

/** @returns undefined where the port is taken */
function bound(port: number): Promise<Socket | undefined> {
	return new Promise((resolve) => {
		const socket = createSocket("udp4");
		socket.once("error", () => {
			socket.close();
			resolve(undefined);
		});
		socket.bind(port, "127.0.0.1", () => {
			socket.removeAllListeners("error");
			resolve(socket);
		});
	});
}
