import { createSocket, type Socket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { isIPv6 } from "node:net";
import type { MessageListener, MessageTransport } from "kith/coap/message-transport";
import { firstDistantPeer } from "kith/coap/policy";
import { CoapError } from "./coap-error";

/** The one peer of a request. */
export const thePeer = firstDistantPeer;

/** Messages to and from one address. */
export class UdpTransport implements MessageTransport {
	/** RFC 7252 section 4.6. */
	readonly messageLimit = 1152;
	listener: MessageListener | undefined;
	/** The other computer says that nobody listens at the port (ICMP). RFC 7252 section 4.2 lets a sender give up then. */
	onRefused: (() => void) | undefined;
	readonly #socket: Socket;

	private constructor(socket: Socket) {
		this.#socket = socket;
		socket.on("message", (bytes) => {
			const buffer = new Uint8Array(bytes);
			this.listener?.onMessage(thePeer, false, buffer, 0, buffer.length, 0, 0);
		});
		// Every other fault shows as silence.
		socket.on("error", (error: NodeJS.ErrnoException) => this.#failed(error));
	}

	/** @throws CoapError where the host has no address */
	static async open(host: string, port: number): Promise<UdpTransport> {
		const address = await addressOf(host);
		const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
		await new Promise<void>((resolve, reject) => {
			socket.once("error", (error) =>
				reject(new CoapError(`${host} port ${port} cannot be reached: ${error.message}`)),
			);
			socket.connect(port, address, () => {
				socket.removeAllListeners("error");
				resolve();
			});
		});
		return new UdpTransport(socket);
	}

	sendUnicast(_destination: number, message: Uint8Array, length: number): number {
		this.#socket.send(message.slice(0, length), (error) => this.#failed(error));
		return 0;
	}

	#failed(error: NodeJS.ErrnoException | null): void {
		if (error?.code === "ECONNREFUSED") this.onRefused?.();
	}

	sendGroup(): number {
		return -1;
	}

	close(): void {
		this.#socket.close();
	}
}

async function addressOf(host: string): Promise<string> {
	try {
		return (await lookup(host)).address;
	} catch {
		throw new CoapError(`there is no host "${host}": check its name, or write its address`);
	}
}
