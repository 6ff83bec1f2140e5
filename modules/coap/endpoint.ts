import type { Diagnostics } from "kith/core/diagnostics";
import { faultKinds } from "kith/core/diagnostics";
import type { Random } from "kith/core/random";
import type { Scheduler } from "kith/core/scheduler";
import { Counters } from "kith/network/counters";
import type { Network, NetworkListener } from "kith/network/network";
import { ClientExchanges } from "./client-exchanges";
import { type CoapCounter, coapCounters } from "./coap-counters";
import { codes, messageTypes } from "./codes";
import type { IncomingRequest } from "./incoming-request";
import { CoapMessage, messageFaults } from "./message";
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
	readonly network: Network;
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
/** Codes below are requests: class 0. */
const firstResponseCode = 0x20;

/**
 * CoAP (RFC 7252) for one node, both roles: requests to peers with retransmission, requests from peers with
 * deduplication, and unanswered ones to everybody. It makes itself the network's listener.
 */
export class CoapEndpoint implements NetworkListener {
	readonly counters = new Counters<CoapCounter>(coapCounters);
	readonly #options: CoapEndpointOptions;
	readonly #network: Network;
	readonly #paths = new PathTable();
	readonly #message = new CoapMessage();
	readonly #writer = new MessageWriter();
	readonly #scratch: Uint8Array;
	readonly #numbering: Numbering;
	readonly #exchanges: ClientExchanges;
	readonly #remembered: RememberedReplies;
	readonly #server: RequestServer;

	constructor(options: CoapEndpointOptions) {
		const { network, scheduler, random, responses } = options;
		const policy = options.policy ?? radioPolicy;
		this.#options = options;
		this.#network = network;
		this.#scratch = new Uint8Array(network.messageLimit);
		this.#numbering = new Numbering(random);
		this.#remembered = new RememberedReplies(exchangeLifetimeMs(policy));
		const shared = { network, scheduler, numbering: this.#numbering, counters: this.counters };
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
		network.listener = this;
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
			this.#network.messageLimit,
			messageTypes.nonConfirmable,
			codes.post,
			this.#numbering.messageId(),
		);
		this.#writePath(path);
		if (contentFormat >= 0) writer.uintOption(optionNumbers.contentFormat, contentFormat);
		writer.uintOption(optionNumbers.noResponse, suppressAll);
		writer.payload(payload, length);
		if (writer.overflow) throw new RangeError(`group message too long: payload of ${length} bytes`);
		return this.#network.sendGroup(scratch, writer.length);
	}

	/** Ends all exchanges without a word. May be called twice. */
	close(): void {
		this.#exchanges.close();
		if (this.#network.listener === this) this.#network.listener = undefined;
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
			else this.#server.serve(origin, group, sequence, rssi);
		} else if (isResponse(code) && !group && type !== messageTypes.reset) this.#onResponse(origin);
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
		const limit = this.#network.messageLimit;
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

	#onResponse(origin: number): void {
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
		if (slot < 0 || this.#hasCriticalOption()) {
			this.counters.count(slot < 0 ? coapCounters.unmatched : coapCounters.badOptions);
			if (confirmable) this.#sendEmpty(origin, messageTypes.reset);
			return;
		}
		if (confirmable) {
			this.#remembered.claim(origin, messageId, now);
			this.#sendEmpty(origin, messageTypes.acknowledgement);
		}
		const exchange = this.#exchanges.number(slot);
		const { code, payloadOffset, payloadLength } = message;
		this.#exchanges.finish(slot);
		this.counters.count(coapCounters.responses);
		this.#options.responses.onResponse(exchange, code, buffer, payloadOffset, payloadLength);
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
		writer.begin(this.#scratch, this.#network.messageLimit, type, codes.empty, this.#message.messageId);
		if (this.#network.sendUnicast(origin, this.#scratch, writer.length) < 0)
			this.counters.count(coapCounters.answersUnsent);
	}
}

/** 2.xx, 4.xx and 5.xx. */
function isResponse(code: number): boolean {
	const kind = code >> 5;
	return kind === 2 || kind === 4 || kind === 5;
}
