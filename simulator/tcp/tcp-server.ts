import { createServer, type Server, type Socket } from "node:net";

/** HTTP's usual port for who may not have 80. */
export const defaultHttpPort = 8080;
/** Ports tried after the wanted one before the system chooses. */
const portAttempts = 16;
/** Bytes that a board is told at a time. */
export const pieceLength = 480;
/** Wall ms that a client has to read the end of what a board has said. */
const farewellMs = 5_000;

/** No port can be had. One sentence for people. */
export class TcpError extends Error {
	override readonly name = "TcpError";
}

export interface TcpListener {
	/** Connections are numbered from 1 and never again. */
	onOpened(connection: number): void;
	/** Nothing more comes of this connection until `ready`. */
	onData(connection: number, bytes: Uint8Array): void;
	/** So many writes went to the client. */
	onTaken(connection: number, writes: number): void;
	/** The client ended it. */
	onClosed(connection: number): void;
}

/** Where one gateway's connections come from. Listeners are called from Node's event loop. */
export interface TcpLink {
	/** For people: "127.0.0.1:8080", or "off". */
	readonly address: string;
	listener: TcpListener | undefined;
	/** The board has what it was told last. */
	ready(connection: number): void;
	write(connection: number, bytes: Uint8Array): void;
	/** What was written still arrives. */
	close(connection: number): void;
	closeAll(): void;
	/** May be called twice. */
	end(): void;
}

interface Connection {
	readonly socket: Socket;
	/** The board is busy with a piece. */
	busy: boolean;
	/** The board has closed it, or the client. */
	over: boolean;
}

/** A gateway's TCP port on the loopback interface: nothing outside this computer reaches it. */
export class TcpServer implements TcpLink {
	readonly address: string;
	listener: TcpListener | undefined;
	readonly #server: Server;
	readonly #connections = new Map<number, Connection>();
	readonly #sockets = new Set<Socket>();
	#count = 0;

	private constructor(server: Server, port: number) {
		this.#server = server;
		this.address = `127.0.0.1:${port}`;
		server.on("connection", (socket) => this.#open(socket));
	}

	/** @param port the first to try; 0: any. @throws TcpError when no port can be had */
	static async open(port: number): Promise<TcpServer> {
		for (let attempt = 0; attempt < portAttempts; attempt++) {
			const wanted = port === 0 ? 0 : port + attempt;
			const server = wanted > 0xffff ? undefined : await bound(wanted);
			if (server !== undefined) return new TcpServer(server, portOf(server));
		}
		const server = await bound(0);
		if (server === undefined) throw new TcpError("there is no free TCP port on 127.0.0.1: use --http off");
		return new TcpServer(server, portOf(server));
	}

	ready(number: number): void {
		const connection = this.#connections.get(number);
		if (connection === undefined) return;
		connection.busy = false;
		this.#read(number, connection);
	}

	write(number: number, bytes: Uint8Array): void {
		const connection = this.#connections.get(number);
		if (connection === undefined || connection.over) return;
		connection.socket.write(bytes, (error) => {
			if (!error && !connection.over) this.listener?.onTaken(number, 1);
		});
	}

	close(number: number): void {
		const connection = this.#connections.get(number);
		if (connection === undefined) return;
		this.#connections.delete(number);
		connection.over = true;
		const { socket } = connection;
		// What the client still says is read and dropped, so that no reset takes the answer back.
		socket.resume();
		socket.end();
		socket.setTimeout(farewellMs, () => socket.destroy());
	}

	closeAll(): void {
		for (const number of [...this.#connections.keys()]) this.close(number);
	}

	end(): void {
		for (const socket of this.#sockets) socket.destroy();
		this.#connections.clear();
		this.#server.close();
	}

	#open(socket: Socket): void {
		const number = ++this.#count;
		const connection: Connection = { socket, busy: false, over: false };
		this.#connections.set(number, connection);
		this.#sockets.add(socket);
		socket.setNoDelay(true);
		// Whoever breaks a connection is told of as closed.
		socket.on("error", () => {});
		socket.on("readable", () => this.#read(number, connection));
		socket.on("end", () => this.#gone(number, connection));
		socket.on("close", () => {
			this.#sockets.delete(socket);
			this.#gone(number, connection);
		});
		this.listener?.onOpened(number);
	}

	#read(number: number, connection: Connection): void {
		const { socket, busy, over } = connection;
		if (over) {
			socket.resume();
			return;
		}
		if (busy) return;
		// Also where nothing is there: an end is told only to who tries to read beyond it.
		const bytes = socket.read(Math.min(pieceLength, socket.readableLength || 1)) as Buffer | null;
		if (bytes === null) return;
		connection.busy = true;
		this.listener?.onData(number, bytes);
	}

	#gone(number: number, connection: Connection): void {
		if (connection.over) return;
		connection.over = true;
		this.#connections.delete(number);
		this.listener?.onClosed(number);
	}
}

/** Where nobody comes from: no port was wanted, or a trace is replayed. */
export class SilentTcp implements TcpLink {
	readonly address = "off";
	listener: TcpListener | undefined;

	ready(): void {}
	write(): void {}
	close(): void {}
	closeAll(): void {}
	end(): void {}
}

function portOf(server: Server): number {
	const address = server.address();
	return address !== null && typeof address === "object" ? address.port : 0;
}

/** @returns undefined where the port is taken */
function bound(port: number): Promise<Server | undefined> {
	return new Promise((resolve) => {
		const server = createServer();
		server.once("error", () => resolve(undefined));
		server.listen(port, "127.0.0.1", () => {
			server.removeAllListeners("error");
			// A process that has nothing else to do may end.
			server.on("error", () => {});
			resolve(server);
		});
	});
}
