import type { Diagnostics } from "kith/core/diagnostics";
import { faultKinds } from "kith/core/diagnostics";
import type { Random } from "kith/core/random";
import type { Scheduler } from "kith/core/scheduler";
import { Counters } from "kith/network/counters";
import type { BlockSink } from "./block-source";
import { ClientExchanges } from "./client-exchanges";
import { type CoapCounter, coapCounters } from "./coap-counters";
import { codes, messageTypes } from "./codes";
import type { EmptyReplies, EndpointParts } from "./endpoint-parts";
import type { IncomingRequest } from "./incoming-request";
import type { IncomingResponse } from "./incoming-response";
import { CoapMessage, messageFaults } from "./message";
import type { MessageSecurity } from "./message-security";
import type { MessageListener, MessageTransport } from "./message-transport";
import { MessageWriter } from "./message-writer";
import { Numbering } from "./numbering";
import { optionNumbers } from "./options";
import { PathTable } from "./path-table";
import { exchangeLifetimeMs, firstDistantPeer, radioPolicy, type TransmissionPolicy } from "./policy";
import { RememberedReplies } from "./remembered-replies";
import { RequestServer } from "./request-server";
import { ResponseReceiver } from "./response-receiver";

/** What a node does with requests. */
export interface RequestHandler {
	/**
	 * Acts on a request and says how it went. The request, with all that it points to, is valid during the call only.
	 * A payload for the answer goes in by `request.setPayload`. What is answered to a group is not sent.
	 * @returns the response's code (`codes`): 4.04 for an unknown path, 4.05 for a method that it does not have
	 */
	onRequest(request: IncomingRequest): number;
	/**
	 * The present state of something observed, as a GET of it would be answered now: `request.accept` says how, `path` is
	 * empty.
	 * @param subject as `onRequest` set it. Needed where that is ever set
	 * @returns the response's code; any but 2.xx ends the observation
	 */
	represent?(request: IncomingRequest, subject: number): number;
	/**
	 * A body begins that comes in several blocks; `request` is its first. Without this, such bodies are refused.
	 * @returns where it goes, or the code of a refusal
	 */
	onUpload?(request: IncomingRequest): BlockSink | number;
}

/** What a node does with the answers to its own requests. Each exchange ends with exactly one of the two. */
export interface ResponseListener {
	/** @param code of the response; the payload is valid during the call only. */
	onResponse(exchange: number, code: number, buffer: Uint8Array, payloadOffset: number, payloadLength: number): void;
	/** Nothing came after all retransmissions, or the peer rejected the request with a Reset. */
	onTimeout(exchange: number): void;
	/**
	 * A further answer to a request that observes (RFC 7641), newer than those before. `CoapEndpoint.response` tells more.
	 * After one of a class other than 2 there are no more. Needed where `observe` is used.
	 */
	onNotification?(
		exchange: number,
		code: number,
		buffer: Uint8Array,
		payloadOffset: number,
		payloadLength: number,
	): void;
}

/** Writes a request's options, in the order of their numbers, and its payload. */
export interface RequestContent {
	writeTo(writer: MessageWriter): void;
}

export interface CoapEndpointOptions {
	readonly transport: MessageTransport;
	/** Absent: everything goes and comes in the clear. */
	readonly security?: MessageSecurity;
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly diagnostics: Diagnostics;
	readonly handler: RequestHandler;
	readonly responses: ResponseListener;
	/** Default: `radioPolicy`. */
	readonly policy?: TransmissionPolicy;
	/** Of peers beyond the radio (`firstDistantPeer`); absent: the transport has none. */
	readonly distantPolicy?: TransmissionPolicy;
}

/** Looked up once: in XS a look-up by a text that is no identifier allocates. */
const queueFull = faultKinds["queue full"];
const messageRefused = faultKinds["message refused"];
/** RFC 7967 section 2: not interested in 2.xx, 4.xx and 5.xx. */
const suppressAll = 26;
/** Codes below are requests: class 0. */
const firstResponseCode = 0x20;

/**
 * CoAP (RFC 7252) for one node, both roles: requests to peers with retransmission, requests from peers with
 * deduplication, and unanswered ones to everybody. It makes itself the transport's listener.
 */
export class CoapEndpoint implements MessageListener, EmptyReplies {
	readonly counters = new Counters<CoapCounter>(coapCounters);
	readonly #options: CoapEndpointOptions;
	readonly #transport: MessageTransport;
	/** Of a plain message to one. */
	readonly #limit: number;
	readonly #paths = new PathTable();
	readonly #message = new CoapMessage();
	readonly #writer = new MessageWriter();
	readonly #scratch: Uint8Array;
	readonly #numbering: Numbering;
	readonly #exchanges: ClientExchanges;
	readonly #remembered: RememberedReplies;
	readonly #server: RequestServer;
	readonly #receiver: ResponseReceiver;
	/** What the response is about that `ResponseListener` is being told of. */
	readonly response: IncomingResponse;

	constructor(options: CoapEndpointOptions) {
		const { transport, security, scheduler, random, responses } = options;
		const near = options.policy ?? radioPolicy;
		const distant = options.distantPolicy;
		const policies = { near, distant: distant ?? near };
		this.#options = options;
		this.#transport = transport;
		this.#limit = transport.messageLimit - (security?.overhead ?? 0);
		this.#scratch = new Uint8Array(transport.messageLimit);
		this.#numbering = new Numbering(random);
		this.#remembered = new RememberedReplies(
			{ nearMs: exchangeLifetimeMs(near), distantMs: distant === undefined ? 0 : exchangeLifetimeMs(distant) },
			transport.messageLimit,
		);
		// One object for all parts: each property of each costs a board 16 bytes.
		const parts: EndpointParts = {
			transport,
			security,
			scheduler,
			random,
			policies,
			numbering: this.#numbering,
			counters: this.counters,
			handler: options.handler,
			listener: responses,
			limit: this.#limit,
			replies: this,
			paths: this.#paths,
			message: this.#message,
			writer: this.#writer,
			scratch: this.#scratch,
			remembered: this.#remembered,
		};
		this.#exchanges = new ClientExchanges(parts);
		this.#server = new RequestServer(parts, this.#exchanges);
		this.#receiver = new ResponseReceiver(parts, this.#exchanges);
		this.response = this.#receiver.response;
		transport.listener = this;
	}

	/**
	 * A confirmable PUT of the first `length` bytes of `payload`. Throws RangeError when the message is too long for a
	 * frame.
	 * @returns a number ≥ 0 that names the exchange in `ResponseListener`, or -1 when `exchangeLimit` are open
	 */
	put(destination: number, path: string, contentFormat: number, payload: Uint8Array, length: number): number {
		const slot = this.request(destination, codes.put, path);
		if (slot < 0) return -1;
		const writer = this.#writer;
		if (contentFormat >= 0) writer.uintOption(optionNumbers.contentFormat, contentFormat);
		writer.payload(payload, length);
		return this.start(slot);
	}

	/** A confirmable GET. @returns as `put` */
	get(destination: number, path: string): number {
		const slot = this.request(destination, codes.get, path);
		return slot < 0 ? -1 : this.start(slot);
	}

	/**
	 * A non-confirmable POST to everybody that asks for no answer (RFC 7967). Throws RangeError when it is too long.
	 * @returns the sequence of its frame, or -1 when the network's queue is full
	 */
	postGroup(path: string, contentFormat: number, payload: Uint8Array, length: number): number {
		const writer = this.#writer;
		const scratch = this.#scratch;
		writer.begin(
			scratch,
			this.#transport.messageLimit,
			messageTypes.nonConfirmable,
			codes.post,
			this.#numbering.messageId(),
		);
		this.writePath(path);
		if (contentFormat >= 0) writer.uintOption(optionNumbers.contentFormat, contentFormat);
		writer.uintOption(optionNumbers.noResponse, suppressAll);
		writer.payload(payload, length);
		if (writer.overflow) throw new RangeError(`group message too long: payload of ${length} bytes`);
		return this.#transport.sendGroup(scratch, writer.length);
	}

	/**
	 * A confirmable request with options and payload of its own. Throws RangeError when it is too long.
	 * @param renewed the exchange of an observation that this request renews, under its token (RFC 7641 section 3.3.1)
	 * @returns as `put`
	 */
	ask(destination: number, code: number, content: RequestContent, renewed = -1): number {
		const slot = this.reserve(destination, code, renewed);
		if (slot < 0) return -1;
		content.writeTo(this.#writer);
		return this.start(slot);
	}

	/** Notifications of the observation that this exchange began are of no interest any more: the next one is rejected. */
	forget(exchange: number): void {
		this.#receiver.forget(exchange);
	}

	/** Whether anybody observes anything. */
	get observed(): boolean {
		return this.#server.later.notifier !== undefined;
	}

	/** What may be observed under this number has another state, or the same one told again. Tells the observers soon. */
	changed(subject: number): void {
		this.#server.later.notifier?.changed(subject);
	}

	/**
	 * Answers a request whose handler put the answer off (`IncomingRequest.defer`).
	 * @returns false where it cannot be given any more, or not now: too many exchanges are open
	 */
	answer(ticket: number, code: number, payload: Uint8Array, length: number, format: number): boolean {
		return this.#server.later.answer(ticket, code, payload, length, format);
	}

	/** Ends all exchanges without a word. May be called twice. */
	close(): void {
		this.#exchanges.close();
		this.#server.close();
		if (this.#transport.listener === this) this.#transport.listener = undefined;
	}

	onMessage(
		origin: number,
		group: boolean,
		buffer: Uint8Array,
		offset: number,
		length: number,
		sequence: number,
		rssi: number,
	): void {
		const message = this.#message;
		if (message.open(buffer, offset, length) !== messageFaults.none) {
			this.refuse(origin, group);
			return;
		}
		const code = message.code;
		const type = message.type;
		if (code === codes.empty) this.onEmpty(origin, group);
		else if (code < firstResponseCode) {
			// A request acknowledges nothing, and to a group nothing is confirmable (section 8.1).
			if (type >= messageTypes.acknowledgement || (group && type === messageTypes.confirmable))
				this.counters.count(coapCounters.ignored);
			else if (group) {
				if (origin < firstDistantPeer) this.#server.serve(origin, true, sequence, rssi);
				else this.#server.serveMulticast(origin);
			} else if (this.#options.security === undefined || message.find(optionNumbers.oscore) < 0)
				this.#server.serve(origin, false, sequence, rssi);
			else this.#server.serveProtected(this.#options.security, origin, offset, length, sequence, rssi);
		} else if (isResponse(code) && !group && type !== messageTypes.reset)
			this.#receiver.receive(origin, offset, length);
		else {
			// A reserved class: rejected in a confirmable message, ignored in others (sections 4.2 and 4.3).
			this.counters.count(coapCounters.ignored);
			if (!group && type === messageTypes.confirmable) this.sendEmpty(origin, messageTypes.reset);
		}
	}

	private request(destination: number, code: number, path: string): number {
		const slot = this.reserve(destination, code, -1);
		if (slot >= 0) this.writePath(path);
		return slot;
	}

	private reserve(destination: number, code: number, renewed: number): number {
		const slot = this.#exchanges.reserve(destination);
		if (slot < 0) {
			this.counters.count(coapCounters.exchangesFull);
			this.#options.diagnostics.fault(queueFull, destination);
			return -1;
		}
		const exchanges = this.#exchanges;
		const writer = this.#writer;
		const limit = this.#limit;
		writer.begin(exchanges.message(slot), limit, messageTypes.confirmable, code, exchanges.messageId(slot));
		const token = renewed < 0 ? -1 : this.#receiver.tokenOf(renewed);
		if (token >= 0) exchanges.reuseToken(slot, token);
		writer.token(exchanges.token(slot));
		return slot;
	}

	private writePath(path: string): void {
		const paths = this.#paths;
		const options = paths.options(paths.find(path));
		this.#writer.encodedOptions(options, options.length, optionNumbers.uriPath);
	}

	private start(slot: number): number {
		if (!this.#writer.overflow) return this.#exchanges.start(slot, this.#writer.length);
		this.#exchanges.release(slot);
		throw new RangeError("request longer than a frame");
	}

	private onEmpty(origin: number, group: boolean): void {
		const { type, messageId } = this.#message;
		const counters = this.counters;
		if (group || type === messageTypes.nonConfirmable) counters.count(coapCounters.ignored);
		else if (type === messageTypes.confirmable) {
			// A ping (section 4.3): the Reset says that somebody is here.
			counters.count(coapCounters.pings);
			this.sendEmpty(origin, messageTypes.reset);
		} else if (type === messageTypes.acknowledgement) {
			if (this.#exchanges.acknowledge(origin, messageId)) return;
			if (this.#server.later.notifier?.acknowledge(origin, messageId) !== true) counters.count(coapCounters.unmatched);
		} else if (this.#exchanges.reset(origin, messageId)) counters.count(coapCounters.resets);
		else if (this.#server.later.notifier?.reset(origin, messageId) === true) counters.count(coapCounters.resets);
		else counters.count(coapCounters.unmatched);
	}

	/** Keys with this peer are about to change. What is under way is protected anew when it is sent again. */
	recoverRequests(destination: number): void {
		this.#exchanges.recoverAll(destination);
	}

	/** Not a CoAP message. A confirmable one is rejected with a Reset (section 4.2), others in silence. */
	private refuse(origin: number, group: boolean): void {
		const message = this.#message;
		this.counters.count(coapCounters.malformed);
		this.#options.diagnostics.fault(messageRefused, origin);
		if (group || message.type !== messageTypes.confirmable) return;
		// Of another version, or cut short, not even the message id can be believed.
		if (message.fault === messageFaults.version || message.fault === messageFaults.tooShort) return;
		this.sendEmpty(origin, messageTypes.reset);
	}

	/** For the parts of the endpoint: sends an acknowledgement or Reset with the present message's id. */
	sendEmpty(origin: number, type: number): void {
		const writer = this.#writer;
		writer.begin(this.#scratch, this.#transport.messageLimit, type, codes.empty, this.#message.messageId);
		if (this.#transport.sendUnicast(origin, this.#scratch, writer.length) < 0)
			this.counters.count(coapCounters.answersUnsent);
	}
}

/** 2.xx, 4.xx and 5.xx. */
function isResponse(code: number): boolean {
	const kind = code >> 5;
	return kind === 2 || kind === 4 || kind === 5;
}
