import { randomFillSync } from "node:crypto";
import { szxFor } from "kith/coap/block";
import type { BlockSink, BlockSource } from "kith/coap/block-source";
import { CoapEndpoint, type RequestContent, type ResponseListener } from "kith/coap/endpoint";
import type { MessageSecurity } from "kith/coap/message-security";
import type { MessageWriter } from "kith/coap/message-writer";
import { observeActions } from "kith/coap/observe-order";
import { optionNumbers } from "kith/coap/options";
import { internetPolicy } from "kith/coap/policy";
import { Transfer, type TransferFault, type TransferRequest, transferFaults } from "kith/coap/transfer";
import { Scheduler } from "kith/core/scheduler";
import { CoapError } from "./coap-error";
import { DesktopClock } from "./desktop-clock";
import { thePeer, UdpTransport } from "./udp-transport";
import type { CoapUri } from "./uri";

/** The largest body that a command takes. */
export const bodyLimit = 1 << 20;
/** Options of a message, other than its payload. */
const optionRoom = 128;

export interface Answer {
	readonly code: number;
	/** -1: not said. */
	readonly format: number;
	readonly payload: Uint8Array;
	/** It came protected. */
	readonly protected: boolean;
}

export interface RequestSpec {
	readonly code: number;
	readonly uri: CoapUri;
	readonly accept?: number;
	readonly format?: number;
	readonly payload?: Uint8Array;
}

const silences: { readonly [fault in TransferFault]: string } = {
	[transferFaults.silence]: "does not answer: is it running, and is this its port?",
	[transferFaults.broken]: "sends blocks that do not fit together",
	[transferFaults.changing]: "changes its answer faster than it can be read",
	[transferFaults.busy]: "has too many requests open",
	[transferFaults.refused]: `answers with more than ${bodyLimit} bytes`,
};

/** A desktop peer, made of the boards' own CoAP. */
export class DesktopClient implements ResponseListener {
	readonly #transport: UdpTransport;
	readonly #clock = new DesktopClock();
	readonly #endpoint: CoapEndpoint;
	readonly #transfer: Transfer;
	readonly #szx: number;
	#onNotification: ((answer: Answer) => void) | undefined;
	#observing: RequestSpec | undefined;
	#first: ((answer: Answer) => void) | undefined;
	#failed: ((error: CoapError) => void) | undefined;
	#exchange = -1;
	#renewal: NodeJS.Timeout | undefined;

	private constructor(transport: UdpTransport, security: MessageSecurity | undefined) {
		const random = { fill: (bytes: Uint8Array) => randomFillSync(bytes) };
		this.#transport = transport;
		this.#szx = szxFor(transport.messageLimit - (security?.overhead ?? 0) - optionRoom);
		this.#endpoint = new CoapEndpoint({
			transport,
			...(security === undefined ? {} : { security }),
			scheduler: new Scheduler(this.#clock),
			random,
			diagnostics: { reading() {}, sent() {}, received() {}, actuation() {}, asked() {}, fault() {} },
			handler: { onRequest: () => 0x84 },
			responses: this,
			policy: internetPolicy,
			distantPolicy: internetPolicy,
		});
		this.#transfer = new Transfer(this.#endpoint, this.#szx);
	}

	/** @throws CoapError where the host has no address */
	static async open(uri: CoapUri, security?: MessageSecurity): Promise<DesktopClient> {
		return new DesktopClient(await UdpTransport.open(uri.host, uri.port), security);
	}

	/** @throws CoapError where no whole answer comes */
	request(spec: RequestSpec): Promise<Answer> {
		return new Promise((resolve, reject) => {
			const body = new Body();
			let format = -1;
			let wasProtected = false;
			this.#transport.onRefused = () => reject(refused(spec.uri));
			this.#transfer.start(this.#transferOf(spec, body), {
				onAnswer: (code) => resolve({ code, format, payload: body.bytes(), protected: wasProtected }),
				onFault: (fault) => reject(new CoapError(`${spec.uri.host} port ${spec.uri.port} ${silences[fault]}`)),
			});
			this.#first = (answer) => {
				format = answer.format;
				wasProtected = answer.protected;
			};
		});
	}

	/**
	 * Observes until `close`; renews the observation where nothing came for longer than it holds (RFC 7641 section 3.3.1).
	 * @returns the first answer; those after it go to `notified`
	 */
	observe(spec: RequestSpec, notified: (answer: Answer) => void): Promise<Answer> {
		this.#observing = spec;
		this.#onNotification = notified;
		return new Promise((resolve, reject) => {
			this.#first = resolve;
			this.#failed = reject;
			// Later it is away, and may come back: the observation is renewed.
			this.#transport.onRefused = () => reject(refused(spec.uri));
			this.#register(-1);
		});
	}

	/** Says that nothing more is of interest, as far as that can be said at once. May be called twice. */
	close(): void {
		clearTimeout(this.#renewal);
		this.#endpoint.close();
		this.#clock.close();
		this.#transport.close();
	}

	onResponse(exchange: number, code: number, buffer: Uint8Array, offset: number, length: number): void {
		const answer = this.#answer(code, buffer, offset, length);
		if (exchange === this.#transfer.exchange) {
			this.#first?.(answer);
			this.#transfer.onResponse(code, buffer, offset, length);
			return;
		}
		if (exchange !== this.#exchange) return;
		this.#rearm();
		const first = this.#first;
		this.#first = undefined;
		if (first !== undefined) first(answer);
		else this.#onNotification?.(answer);
	}

	onNotification(exchange: number, code: number, buffer: Uint8Array, offset: number, length: number): void {
		if (exchange !== this.#exchange) return;
		this.#rearm();
		this.#onNotification?.(this.#answer(code, buffer, offset, length));
	}

	onTimeout(exchange: number): void {
		if (exchange === this.#transfer.exchange) this.#transfer.onTimeout();
		else if (exchange === this.#exchange) {
			const { host, port } = this.#observing?.uri ?? { host: "", port: 0 };
			this.#failed?.(new CoapError(`${host} port ${port} ${silences[transferFaults.silence]}`));
			// A server that was away may come back.
			this.#renew(this.#exchange, 10_000);
		}
	}

	#register(renewed: number): void {
		const spec = this.#observing as RequestSpec;
		this.#exchange = this.#endpoint.ask(thePeer, spec.code, new Head(spec, true), renewed);
	}

	/** Renews 5 s after the answer has lost its value; the RFC asks for 5 to 15. */
	#rearm(): void {
		this.#renew(this.#exchange, this.#endpoint.response.maxAge * 1000 + 5000);
	}

	#renew(exchange: number, afterMs: number): void {
		clearTimeout(this.#renewal);
		this.#renewal = setTimeout(() => this.#register(exchange), Math.min(afterMs, 0x7fff_ffff));
	}

	#transferOf(spec: RequestSpec, sink: BlockSink): TransferRequest {
		const head = new Head(spec, false);
		const shared = { destination: thePeer, code: spec.code, head, sink, szx: this.#szx };
		return spec.payload === undefined ? shared : { ...shared, source: new BytesSource(spec.payload) };
	}

	#answer(code: number, buffer: Uint8Array, offset: number, length: number): Answer {
		const { contentFormat, protected: wasProtected } = this.#endpoint.response;
		const payload = buffer.slice(offset, offset + length);
		return { code, format: contentFormat, payload, protected: wasProtected };
	}
}

function refused({ host, port }: CoapUri): CoapError {
	return new CoapError(`nobody listens at ${host} port ${port}: is it running, and is this its port?`);
}

/** A request's options up to Accept. */
class Head implements RequestContent {
	readonly #spec: RequestSpec;
	readonly #observe: boolean;

	constructor(spec: RequestSpec, observe: boolean) {
		this.#spec = spec;
		this.#observe = observe;
	}

	writeTo(writer: MessageWriter): void {
		const { uri, format, accept } = this.#spec;
		if (this.#observe) writer.uintOption(optionNumbers.observe, observeActions.register);
		for (const segment of uri.segments) text(writer, optionNumbers.uriPath, segment);
		if (format !== undefined) writer.uintOption(optionNumbers.contentFormat, format);
		for (const query of uri.queries) text(writer, optionNumbers.uriQuery, query);
		if (accept !== undefined) writer.uintOption(optionNumbers.accept, accept);
	}
}

function text(writer: MessageWriter, option: number, value: string): void {
	const bytes = Buffer.from(value);
	writer.bytesOption(option, bytes, bytes.length);
}

class BytesSource implements BlockSource {
	more = false;
	readonly #bytes: Uint8Array;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
	}

	readBlock(offset: number, target: Uint8Array, size: number): number {
		const part = this.#bytes.subarray(offset, offset + size);
		target.set(part);
		this.more = offset + part.length < this.#bytes.length;
		return part.length;
	}
}

class Body implements BlockSink {
	#parts: Uint8Array[] = [];
	#length = 0;

	writeBlock(_offset: number, buffer: Uint8Array, at: number, length: number): number {
		this.#length += length;
		if (this.#length > bodyLimit) return 0x8d;
		this.#parts.push(buffer.slice(at, at + length));
		return 0;
	}

	finish(): number {
		return 0;
	}

	abort(): void {
		this.#parts = [];
		this.#length = 0;
	}

	bytes(): Uint8Array {
		return Buffer.concat(this.#parts);
	}
}
