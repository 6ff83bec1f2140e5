import { randomFillSync } from "node:crypto";
import { codes } from "kith/coap/codes";
import { CoapEndpoint, type RequestHandler } from "kith/coap/endpoint";
import type { IncomingRequest } from "kith/coap/incoming-request";
import { trusts } from "kith/coap/message-security";
import type { MessageListener, MessageTransport } from "kith/coap/message-transport";
import { internetPolicy } from "kith/coap/policy";
import { Scheduler } from "kith/core/scheduler";
import { NodeCrypto } from "kith/simulator/crypto/node-crypto";
import { UdpSocket } from "kith/simulator/udp/udp-socket";
import type { OscoreContext } from "../../tools/coap/context-file";
import { DesktopClock } from "../../tools/coap/desktop-clock";
import { StaticSecurity } from "./static-security";

/** What a gateway's messages have room for. */
const messageLimit = 233;

/** A CoAP server of the boards' own modules on a UDP port, with one OSCORE context. */
export class ProtectedServer implements RequestHandler, MessageTransport {
	readonly messageLimit = messageLimit;
	listener: MessageListener | undefined;
	readonly endpoint: CoapEndpoint;
	readonly security: StaticSecurity;
	/** "code path" of every request that was believed. */
	readonly requests: string[] = [];
	value = 0;
	readonly #socket: UdpSocket;
	readonly #clock = new DesktopClock();

	private constructor(socket: UdpSocket, context: OscoreContext) {
		this.#socket = socket;
		const crypto = new NodeCrypto();
		const random = { fill: (bytes: Uint8Array) => randomFillSync(bytes) };
		const { masterSecret, masterSalt: salt, ...sides } = context;
		const secret = crypto.importKey(masterSecret, masterSecret.length);
		this.security = new StaticSecurity(crypto, random, () => this.#clock.now(), { secret, salt, ...sides });
		this.endpoint = new CoapEndpoint({
			transport: this,
			security: this.security,
			scheduler: new Scheduler(this.#clock),
			random,
			diagnostics: { reading() {}, sent() {}, received() {}, actuation() {}, asked() {}, fault() {} },
			handler: this,
			responses: { onResponse() {}, onTimeout() {} },
			distantPolicy: internetPolicy,
		});
		socket.onDatagram = (peer, bytes) => {
			const buffer = new Uint8Array(512);
			buffer.set(bytes.subarray(0, 512));
			this.listener?.onMessage(peer, false, buffer, 0, Math.min(512, bytes.length), 0, 0);
		};
	}

	static async open(port: number, context: OscoreContext): Promise<ProtectedServer> {
		return new ProtectedServer(await UdpSocket.open(port), context);
	}

	get address(): string {
		return this.#socket.address;
	}

	/** Sets the value that "value" is read as. */
	change(value: number): void {
		this.value = value;
		this.endpoint.changed(1);
	}

	onRequest(request: IncomingRequest): number {
		if (request.trust !== trusts.pairwise) return codes.unauthorized;
		let path = "";
		for (let at = 0; at < request.pathLength; at++) path += String.fromCharCode(request.pathByte(at));
		this.requests.push(`${request.code} ${path}`);
		if (path === "big") {
			request.setSource(new Sevens(), 42);
			return codes.content;
		}
		if (request.code === codes.put) {
			const ticket = request.defer();
			setTimeout(() => this.endpoint.answer(ticket, codes.changed, new Uint8Array(0), 0, -1), 50);
			return codes.empty;
		}
		return this.represent(request);
	}

	represent(request: IncomingRequest): number {
		request.subject = 1;
		const text = Buffer.from(String(this.value));
		request.setPayload(text, text.length, 0);
		return codes.content;
	}

	sendUnicast(destination: number, message: Uint8Array, length: number): number {
		this.#socket.send(destination, message.slice(0, length));
		return 0;
	}

	sendGroup(): number {
		return -1;
	}

	close(): void {
		this.endpoint.close();
		this.#clock.close();
		this.#socket.close();
	}
}

/** 3,000 times the byte 7. */
class Sevens {
	more = false;

	readBlock(offset: number, target: Uint8Array, size: number): number {
		const length = Math.max(0, Math.min(size, 3000 - offset));
		target.fill(7, 0, length);
		this.more = offset + length < 3000;
		return length;
	}
}
