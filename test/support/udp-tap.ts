import { createSocket, type Socket } from "node:dgram";

/** Passes datagrams on to a server and back, and keeps those to the server: what somebody on the way could record. */
export class UdpTap {
	readonly requests: Uint8Array[] = [];
	readonly #socket: Socket;
	readonly #server: number;
	/** Towards the server, by the port of the client. */
	readonly #ways = new Map<number, Socket>();

	private constructor(socket: Socket, server: number) {
		this.#socket = socket;
		this.#server = server;
		socket.on("message", (bytes, { port }) => {
			this.requests.push(new Uint8Array(bytes));
			this.#wayOf(port).send(bytes, this.#server, "127.0.0.1");
		});
	}

	/** @param server its port on this computer */
	static open(server: number): Promise<UdpTap> {
		const socket = createSocket("udp4");
		return new Promise((resolve) => socket.bind(0, "127.0.0.1", () => resolve(new UdpTap(socket, server))));
	}

	get port(): number {
		return this.#socket.address().port;
	}

	/** Forgets what was recorded. */
	clear(): void {
		this.requests.length = 0;
	}

	close(): void {
		for (const way of this.#ways.values()) way.close();
		this.#socket.close();
	}

	#wayOf(port: number): Socket {
		let way = this.#ways.get(port);
		if (way === undefined) {
			way = createSocket("udp4");
			way.on("message", (bytes) => this.#socket.send(bytes, port, "127.0.0.1"));
			this.#ways.set(port, way);
		}
		return way;
	}
}
