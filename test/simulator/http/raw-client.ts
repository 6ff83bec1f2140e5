import { createConnection, type Socket } from "node:net";

/** What became of a connection. */
export interface Ending {
	/** All that came, as text. */
	readonly text: string;
	/** "closed" by the other side, or the code of an error such as ECONNRESET. */
	readonly how: string;
}

export interface RawClient {
	readonly socket: Socket;
	/** Settles when the connection is over, however that comes about. */
	readonly ending: Promise<Ending>;
}

/** A connection on which a test says what it likes. */
export function connect(port: number): RawClient {
	const socket = createConnection({ port, host: "127.0.0.1" });
	const ending = new Promise<Ending>((resolve) => {
		let text = "";
		let how = "closed";
		socket.on("data", (bytes: Buffer) => {
			text += bytes.toString("latin1");
		});
		socket.on("error", (error: NodeJS.ErrnoException) => {
			how = error.code ?? error.message;
		});
		socket.on("close", () => resolve({ text, how }));
	});
	return { socket, ending };
}

export async function say(port: number, ...pieces: string[]): Promise<Ending> {
	const { socket, ending } = connect(port);
	for (const piece of pieces) socket.write(piece, "latin1");
	return ending;
}
