import { createServer, type Server, type Socket } from "node:net";
import { Aedes, type AedesOptions } from "aedes";
import { BrokerError, type BrokerService } from "./broker-service";
import { EmbeddedLink } from "./embedded-link";
import { PacketGuard } from "./packet-guard";
import { RetainedTopics } from "./retained-topics";

export const defaultPort = 1883;
/** Ports tried after the wanted one before the system chooses. */
const portAttempts = 16;
/** TCP connections of outside clients. */
export const outsideClientLimit = 256;
/** Wall milliseconds after which a client that does not read is cut off: nobody may hold up virtual time for longer. */
const drainTimeoutMs = 3000;
/** Wall milliseconds that a connection may take to say CONNECT. */
const connectTimeoutMs = 10_000;

/**
 * A real MQTT 3.1.1 broker in this process, on the loopback interface only. Outside clients come by TCP; the gateways'
 * boards are joined directly, so that the session can wait until the broker is done with what they asked for.
 */
export class EmbeddedBroker implements BrokerService {
	readonly address: string;
	readonly port: number;
	readonly #aedes: Aedes;
	readonly #server: Server;
	readonly #sockets: Set<Socket>;
	readonly #links: EmbeddedLink[] = [];
	#closed: Promise<void> | undefined;
	/** All gateways' requests one after the other, so that their order never depends on wall time. */
	#queue: Promise<void> | undefined;

	private constructor(aedes: Aedes, server: Server, sockets: Set<Socket>, port: number) {
		this.#aedes = aedes;
		this.#server = server;
		this.#sockets = sockets;
		this.port = port;
		this.address = `127.0.0.1:${port}`;
	}

	/** @param port the first to try; 0: any. @throws BrokerError when no port can be had */
	static async open(port: number = defaultPort): Promise<EmbeddedBroker> {
		const aedes = await Aedes.createBroker(brokerOptions());
		const sockets = new Set<Socket>();
		const server = createServer((socket) => {
			sockets.add(socket);
			// A client that vanishes, or that the broker cut off, is no news to anybody else.
			socket.on("error", () => socket.destroy());
			socket.on("close", () => sockets.delete(socket));
			aedes.handle(socket);
			const guard = new PacketGuard();
			socket.on("data", (chunk: Buffer) => {
				if (!guard.accepts(chunk)) socket.destroy();
			});
		});
		server.maxConnections = outsideClientLimit;
		for (const event of ["clientError", "connectionError"] as const) {
			aedes.on(event, (client) => client.conn.destroy());
		}
		try {
			return new EmbeddedBroker(aedes, server, sockets, await listen(server, port));
		} catch (error) {
			aedes.close();
			throw error;
		}
	}

	get pending(): Promise<void> | undefined {
		return this.#queue;
	}

	link(): EmbeddedLink {
		const link = new EmbeddedLink({ aedes: this.#aedes, enqueue: (action) => this.#enqueue(action) });
		this.#links.push(link);
		return link;
	}

	close(): Promise<void> {
		this.#closed ??= this.#close();
		return this.#closed;
	}

	#enqueue(action: () => Promise<void>): void {
		const queue = (this.#queue ?? Promise.resolve()).then(action);
		this.#queue = queue;
		// Who awaits `pending` sees a failure there, again and again; here only a good end matters.
		queue.then(
			() => {
				if (this.#queue === queue) this.#queue = undefined;
			},
			() => {},
		);
	}

	async #close(): Promise<void> {
		for (const link of this.#links) link.listener = undefined;
		await this.#queue?.catch(() => {});
		await new Promise<void>((resolve) => this.#aedes.close(resolve));
		const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
		for (const socket of this.#sockets) socket.destroy();
		await closed;
	}
}

/** What a client of a development tool may not do: hold up time, or fill memory behind our back. */
function brokerOptions(): AedesOptions {
	const retained = new RetainedTopics();
	return {
		drainTimeout: drainTimeoutMs,
		connectTimeout: connectTimeoutMs,
		preConnect: (_client, packet, done) => {
			// Messages for clients that are gone would gather without bound: every session is a clean one here.
			packet.clean = true;
			done(null, true);
		},
		authorizePublish: (_client, { topic, payload, retain }, done) => {
			if (topic.startsWith("$SYS/")) done(new Error("$SYS is the broker's own"));
			else if (retain && !retained.mayKeep(topic, payload.length)) done(new Error("too many retained topics"));
			else done(null);
		},
	};
}

/** Takes the wanted port or the next free one. */
async function listen(server: Server, wanted: number): Promise<number> {
	const candidates = Array.from({ length: portAttempts }, (_, index) => wanted + index).filter((port) => port < 65_536);
	for (const port of wanted === 0 ? [0] : [...candidates, 0]) {
		const code = await tryPort(server, port);
		if (code === undefined) {
			const address = server.address();
			if (address !== null && typeof address === "object") return address.port;
		} else if (code !== "EADDRINUSE" && code !== "EACCES") {
			throw new BrokerError(`the embedded MQTT broker cannot listen on 127.0.0.1: ${code}`);
		}
	}
	throw new BrokerError("the embedded MQTT broker found no free port on 127.0.0.1");
}

/** Undefined: it listens. Otherwise the system's error code. */
function tryPort(server: Server, port: number): Promise<string | undefined> {
	return new Promise((resolve) => {
		const failed = (error: NodeJS.ErrnoException): void => {
			server.off("listening", listening);
			resolve(error.code ?? error.message);
		};
		const listening = (): void => {
			server.off("error", failed);
			resolve(undefined);
		};
		server.once("error", failed);
		server.once("listening", listening);
		server.listen(port, "127.0.0.1");
	});
}
