import type { Diagnostics } from "kith/core/diagnostics";
import { faultKinds } from "kith/core/diagnostics";
import type { Random } from "kith/core/random";
import type { Scheduler } from "kith/core/scheduler";
import { Counters } from "kith/network/counters";
import { ClientExchanges } from "./client-exchanges";
import { type CoapCounter, coapCounters } from "./coap-counters";
import { codes, messageTypes } from "./codes";
import type { IncomingRequest } from "./incoming-request";
import { insertOption } from "./insert-option";
import { CoapMessage, messageFaults } from "./message";
import type { MessageSecurity } from "./message-security";
import type { MessageListener, MessageTransport } from "./message-transport";
import { MessageWriter } from "./message-writer";
import { Numbering } from "./numbering";
import { isCritical, optionNumbers } from "./options";
import { PathTable } from "./path-table";
import { exchangeLifetimeMs, radioPolicy, type TransmissionPolicy } from "./policy";
import { RememberedReplies } from "./remembered-replies";
import { RequestServer } from "./request-server";

/** What a node does with requests. */
export interface RequestHandler {
	/**
	 * Acts on a request and says how it went. The request, with all that it points to, is valid during the call only.
	 * A payload for the answer goes in by `request.setPayload`. What is answered to a group is not sent.
	 * @returns the response's code (`codes`): 4.04 for an unknown path, 4.05 for a method that it does not have
	 */
	onRequest(request: IncomingRequest): number;
}

/** What a node does with the answers to its own requests. Each exchange ends with exactly one of the two. */
export interface ResponseListener {
	/** @param code of the response; the payload is valid during the call only. */
	onResponse(exchange: number, code: number, buffer: Uint8Array, payloadOffset: number, payloadLength: number): void;
	/** Nothing came after all retransmissions, or the peer rejected the request with a Reset. */
	onTimeout(exchange: number): void;
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
}

/** Looked up once: in XS a look-up by a text that is no identifier allocates. */
const queueFull = faultKinds["queue full"];
const messageRefused = faultKinds["message refused"];
/** RFC 7967 section 2: not interested in 2.xx, 4.xx and 5.xx. */
const suppressAll = 26;
/** Bytes of the longest Echo value (RFC 9175 section 2.2.1). */
const echoLimit = 40;
/** Codes below are requests: class 0. */
const firstResponseCode = 0x20;

/**
 * CoAP (RFC 7252) for one node, both roles: requests to peers with retransmission, requests from peers with
 * deduplication, and unanswered ones to everybody. It makes itself the transport's listener.
 */
export class CoapEndpoint implements MessageListener {
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

	constructor(options: CoapEndpointOptions) {
		const { transport, security, scheduler, random, responses } = options;
		const policy = options.policy ?? radioPolicy;
		this.#options = options;
		this.#transport = transport;
		this.#limit = transport.messageLimit - (security?.overhead ?? 0);
		this.#scratch = new Uint8Array(transport.messageLimit);
		this.#numbering = new Numbering(random);
		this.#remembered = new RememberedReplies(exchangeLifetimeMs(policy));
		const shared = { transport, security, scheduler, numbering: this.#numbering, counters: this.counters };
		this.#exchanges = new ClientExchanges({
			...shared,
			random,
			policy,
			onTimeout: (exchange) => responses.onTimeout(exchange),
		});
		this.#server = new RequestServer({
			...shared,
			handler: options.handler,
			paths: this.#paths,
			message: this.#message,
			writer: this.#writer,
			scratch: this.#scratch,
			remembered: this.#remembered,
		});
		transport.listener = this;
	}

	/**
	 * A confirmable PUT of the first `length` bytes of `payload`. Throws RangeError when the message is too long for a
	 * frame.
	 * @returns a number ≥ 0 that names the exchange in `ResponseListener`, or -1 when `exchangeLimit` are open
	 */
	put(destination: number, path: string, contentFormat: number, payload: Uint8Array, length: number): number {
		const slot = this.#request(destination, codes.put, path);
		if (slot < 0) return -1;
		const writer = this.#writer;
		if (contentFormat >= 0) writer.uintOption(optionNumbers.contentFormat, contentFormat);
		writer.payload(payload, length);
		return this.#start(slot);
	}

	/** A confirmable GET. @returns as `put` */
	get(destination: number, path: string): number {
		const slot = this.#request(destination, codes.get, path);
		return slot < 0 ? -1 : this.#start(slot);
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
		this.#writePath(path);
		if (contentFormat >= 0) writer.uintOption(optionNumbers.contentFormat, contentFormat);
		writer.uintOption(optionNumbers.noResponse, suppressAll);
		writer.payload(payload, length);
		if (writer.overflow) throw new RangeError(`group message too long: payload of ${length} bytes`);
		return this.#transport.sendGroup(scratch, writer.length);
	}

	/** Ends all exchanges without a word. May be called twice. */
	close(): void {
		this.#exchanges.close();
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
			this.#refuse(origin, group);
			return;
		}
		const code = message.code;
		const type = message.type;
		if (code === codes.empty) this.#onEmpty(origin, group);
		else if (code < firstResponseCode) {
			// A request acknowledges nothing, and to a group nothing is confirmable (section 8.1).
			if (type >= messageTypes.acknowledgement || (group && type === messageTypes.confirmable))
				this.counters.count(coapCounters.ignored);
			else if (group || this.#options.security === undefined || !this.#isProtected())
				this.#server.serve(origin, group, sequence, rssi);
			else this.#server.serveProtected(this.#options.security, origin, offset, length, sequence, rssi);
		} else if (isResponse(code) && !group && type !== messageTypes.reset) this.#onResponse(origin, offset, length);
		else {
			// A reserved class: rejected in a confirmable message, ignored in others (sections 4.2 and 4.3).
			this.counters.count(coapCounters.ignored);
			if (!group && type === messageTypes.confirmable) this.#sendEmpty(origin, messageTypes.reset);
		}
	}

	#request(destination: number, code: number, path: string): number {
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
		writer.token(exchanges.token(slot));
		this.#writePath(path);
		return slot;
	}

	#writePath(path: string): void {
		const paths = this.#paths;
		const index = paths.find(path);
		this.#writer.encodedOptions(
			paths.options[index] as Uint8Array,
			paths.optionLengths[index] as number,
			optionNumbers.uriPath,
		);
	}

	#start(slot: number): number {
		if (!this.#writer.overflow) return this.#exchanges.start(slot, this.#writer.length);
		this.#exchanges.release(slot);
		throw new RangeError("request longer than a frame");
	}

	#onEmpty(origin: number, group: boolean): void {
		const { type, messageId } = this.#message;
		const counters = this.counters;
		if (group || type === messageTypes.nonConfirmable) counters.count(coapCounters.ignored);
		else if (type === messageTypes.confirmable) {
			// A ping (section 4.3): the Reset says that somebody is here.
			counters.count(coapCounters.pings);
			this.#sendEmpty(origin, messageTypes.reset);
		} else if (type === messageTypes.acknowledgement) {
			if (!this.#exchanges.acknowledge(origin, messageId)) counters.count(coapCounters.unmatched);
		} else if (this.#exchanges.reset(origin, messageId)) counters.count(coapCounters.resets);
		else counters.count(coapCounters.unmatched);
	}

	/** Keys with this peer are about to change. What is under way is protected anew when it is sent again. */
	recoverRequests(destination: number): void {
		this.#exchanges.recoverAll(destination);
	}

	/** The message that was opened has an OSCORE option (RFC 8613 section 2). */
	#isProtected(): boolean {
		const { optionNumbers: numbers, optionCount } = this.#message;
		for (let index = 0; index < optionCount; index++) if (numbers[index] === optionNumbers.oscore) return true;
		return false;
	}

	#onResponse(origin: number, offset: number, length: number): void {
		const message = this.#message;
		const { type, messageId } = message;
		const confirmable = type === messageTypes.confirmable;
		const now = this.#options.scheduler.now();
		if (confirmable && this.#remembered.find(origin, messageId, now) >= 0) {
			this.counters.count(coapCounters.repeated);
			this.#sendEmpty(origin, messageTypes.acknowledgement);
			return;
		}
		const buffer = message.buffer;
		const at = message.tokenOffset;
		const token = message.tokenLength === 2 ? ((buffer[at] as number) << 8) | (buffer[at + 1] as number) : -1;
		const slot = this.#exchanges.match(origin, token, type === messageTypes.acknowledgement, messageId);
		if (slot >= 0 && !this.#verifyResponse(slot, offset, length)) {
			// Nobody is told: what is not believed changes nothing, and the request is sent again.
			this.counters.count(coapCounters.unverified);
			return;
		}
		if (slot < 0 || this.#hasCriticalOption()) {
			this.counters.count(slot < 0 ? coapCounters.unmatched : coapCounters.badOptions);
			if (confirmable) this.#sendEmpty(origin, messageTypes.reset);
			return;
		}
		if (confirmable) {
			this.#remembered.claim(origin, messageId, now);
			this.#sendEmpty(origin, messageTypes.acknowledgement);
		}
		if (message.code === codes.unauthorized && this.#answerChallenge(slot)) return;
		const exchange = this.#exchanges.number(slot);
		const { code, payloadOffset, payloadLength } = message;
		this.#exchanges.finish(slot);
		this.counters.count(coapCounters.responses);
		this.#options.responses.onResponse(exchange, code, buffer, payloadOffset, payloadLength);
	}

	/** Opens a protected response anew as the plain one that it is. @returns false where it is not to be believed */
	#verifyResponse(slot: number, offset: number, length: number): boolean {
		const security = this.#options.security;
		if (security === undefined || !this.#exchanges.isProtected(slot)) return true;
		const message = this.#message;
		// That a peer cannot verify us it can only say in the clear (RFC 8613 section 8.2).
		if (!this.#isProtected()) return message.code >= codes.badRequest;
		const plainLength = security.unprotectResponse(slot, message.buffer, offset, length);
		if (plainLength < 0) return false;
		return message.open(message.buffer, security.messageOffset, plainLength) === messageFaults.none;
	}

	/** The peer wants to know that a request is no recording: it is sent again with the challenge (RFC 9175 section 2.3). */
	#answerChallenge(slot: number): boolean {
		const message = this.#message;
		const echo = message.find(optionNumbers.echo);
		if (echo < 0 || !this.#exchanges.isProtected(slot)) return false;
		const length = message.optionLengths[echo] as number;
		const value = this.#scratch;
		if (length < 1 || length > echoLimit) return false;
		for (let index = 0; index < length; index++)
			value[index] = message.buffer[(message.optionOffsets[echo] as number) + index] as number;
		const plainLength = this.#exchanges.recover(slot);
		if (plainLength < 0) return false;
		const request = this.#exchanges.message(slot);
		const longer = insertOption(message, request, plainLength, this.#limit, optionNumbers.echo, value, length);
		if (longer < 0) return false;
		this.counters.count(coapCounters.challenges);
		this.#exchanges.restart(slot, longer);
		return true;
	}

	/** Of the critical options none has a meaning in a response here. */
	#hasCriticalOption(): boolean {
		const message = this.#message;
		for (let index = 0; index < message.optionCount; index++)
			if (isCritical(message.optionNumbers[index] as number)) return true;
		return false;
	}

	/** Not a CoAP message. A confirmable one is rejected with a Reset (section 4.2), others in silence. */
	#refuse(origin: number, group: boolean): void {
		const message = this.#message;
		this.counters.count(coapCounters.malformed);
		this.#options.diagnostics.fault(messageRefused, origin);
		if (group || message.type !== messageTypes.confirmable) return;
		// Of another version, or cut short, not even the message id can be believed.
		if (message.fault === messageFaults.version || message.fault === messageFaults.tooShort) return;
		this.#sendEmpty(origin, messageTypes.reset);
	}

	/** Sends an acknowledgement or Reset with the present message's id. */
	#sendEmpty(origin: number, type: number): void {
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
