import { blockValue, szxFor } from "./block";
import type { ClientExchanges } from "./client-exchanges";
import { coapCounters } from "./coap-counters";
import { codes, messageTypes } from "./codes";
import type { RequestHandler } from "./endpoint";
import type { EndpointParts } from "./endpoint-parts";
import { IncomingRequest } from "./incoming-request";
import { LaterAnswers } from "./later-answers";
import { Leisure, type LeisureListener } from "./leisure";
import { type CoapMessage, messageFaults } from "./message";
import { type MessageSecurity, type Trust, trusts } from "./message-security";
import { optionNumbers } from "./options";
import { rememberedLength } from "./remembered-replies";
import { settleReply, writeReply } from "./reply";
import { RequestOptions } from "./request-options";
import { Uploads } from "./uploads";

const requestsCounter = coapCounters.requests;
/** Of a reply: header, the longest token, content format, payload marker. */
const replyOverhead = 4 + 8 + 3 + 1;
/** Of one in blocks: also ETag, Observe, Max-Age and both Block options. */
const blockReplyOverhead = replyOverhead + 5 + 4 + 5 + 5 + 5;

/**
 * The server role: reads a request's options, has it handled once, answers, now or later. A confirmable request heard
 * again gets the remembered answer; where that was too long to remember the request was a GET, which may be handled
 * again. What few nodes need is made when it is first needed.
 */
export class RequestServer implements LeisureListener {
	/** Answers that are given later. */
	readonly later: LaterAnswers;
	readonly #options: EndpointParts;
	/** These two for every reading: each step less matters there. */
	readonly #counts: Int32Array;
	readonly #handler: RequestHandler;
	readonly #request: IncomingRequest;
	readonly #read: RequestOptions;
	readonly #message: CoapMessage;
	/** Of a plain answer. */
	readonly #limit: number;
	readonly #longestReply: number;
	/** SZX of the largest block. */
	readonly #largest: number;
	#trust: Trust = trusts.plain;
	#challenging = false;
	#uploads: Uploads | undefined;
	#leisure: Leisure | undefined;
	/** The present request was sent to a group: only a success is worth an answer (RFC 7252 section 8.2). */
	#quiet = false;

	constructor(options: EndpointParts, exchanges: ClientExchanges) {
		this.#options = options;
		this.#message = options.message;
		this.#counts = options.counters.counts;
		this.#handler = options.handler;
		this.#limit = options.limit;
		this.#longestReply = this.#limit - replyOverhead;
		this.#largest = szxFor(this.#limit - blockReplyOverhead);
		this.later = new LaterAnswers(options, exchanges, this.#largest);
		this.#request = new IncomingRequest(options.paths, options.message, this.later, this.#longestReply);
		this.#read = new RequestOptions(options.message, this.#request);
		this.later.attach(this.#request, this.#read);
	}

	/** Serves the request that was opened. */
	serve(origin: number, group: boolean, sequence: number, rssi: number): void {
		let entry = -1;
		if (this.#message.type === messageTypes.confirmable) {
			entry = this.recall(origin);
			if (entry < 0) return;
		}
		this.handle(origin, group ? trusts.group : trusts.plain, sequence, rssi, entry);
	}

	/**
	 * A datagram to everybody: anybody may have sent it, so what it can do is ask. It is served after some leisure
	 * (RFC 7252 section 8.2).
	 */
	serveMulticast(origin: number): void {
		const { scheduler, random, counters, message } = this.#options;
		this.#leisure ??= new Leisure(scheduler, random, this);
		if (message.code !== codes.get || !this.#leisure.add(origin, message)) counters.count(coapCounters.ignored);
	}

	onLeisure(origin: number, buffer: Uint8Array, offset: number, length: number): void {
		if (this.#message.open(buffer, offset, length) !== messageFaults.none) return;
		this.#quiet = true;
		this.handle(origin, trusts.plain, 0, 0, -1);
		this.#quiet = false;
	}

	close(): void {
		this.later.close();
		this.#leisure?.close();
	}

	/** Serves the protected request that was opened, of `length` bytes at `offset`, once it is verified. */
	serveProtected(
		security: MessageSecurity,
		origin: number,
		offset: number,
		length: number,
		sequence: number,
		rssi: number,
	): void {
		const message = this.#message;
		let entry = -1;
		// Before it is verified: a repeat of what was answered already would be taken for a recording.
		if (message.type === messageTypes.confirmable) {
			entry = this.recall(origin);
			if (entry < 0) return;
		}
		const plainLength = security.unprotectRequest(origin, message.buffer, offset, length);
		if (plainLength < 0) {
			this.#options.counters.count(coapCounters.unverified);
			this.#trust = trusts.plain;
			this.#request.clearReply();
			this.#read.clear();
			const refusal = security.refusal(plainLength);
			if (refusal !== codes.empty) this.respond(origin, refusal, entry);
			return;
		}
		if (message.open(message.buffer, security.messageOffset, plainLength) !== messageFaults.none) {
			this.#trust = trusts.pairwise;
			this.#request.clearReply();
			this.#read.clear();
			this.respond(origin, codes.badRequest, entry);
			return;
		}
		this.handle(origin, trusts.pairwise, sequence, rssi, entry);
	}

	private handle(origin: number, trust: Trust, sequence: number, rssi: number, entry: number): void {
		const message = this.#message;
		const request = this.#request;
		const read = this.#read;
		request.buffer = message.buffer;
		if (read.serial !== message.optionSerial) read.read();
		let error: number = read.error;
		const confirmable = entry >= 0;
		const code = message.code;
		const group = trust === trusts.group;
		this.#trust = trust;
		request.trust = trust;
		request.origin = origin;
		request.group = group;
		request.code = code;
		request.confirmable = confirmable;
		request.payloadOffset = message.payloadOffset;
		request.payloadLength = message.payloadLength;
		request.sequence = sequence;
		request.rssi = rssi;
		request.replyLimit = code === codes.get ? this.#longestReply : rememberedLength - replyOverhead;
		// A group's reply is never sent, and so never cleared either.
		if (!group) {
			request.clearReply();
			if (message.payloadLength > this.#limit) error = this.tooLong();
		}
		let response = error;
		if (trust === trusts.pairwise && !this.isFresh()) response = this.challenge();
		else if (error !== 0 || code > codes.delete) response = this.reject(error, confirmable);
		else {
			const counts = this.#counts;
			counts[requestsCounter] = (counts[requestsCounter] as number) + 1;
			response = request.block1 < 0 ? this.#handler.onRequest(request) : this.upload();
		}
		if (group) return;
		if (this.#quiet && response >> 5 !== 2) return;
		if (response !== codes.empty) this.respond(origin, response, entry);
		else if (request.ticket >= 0 && confirmable) this.acknowledge(origin, entry);
	}

	/** Such a payload may have been cut on its way here: it is asked for again in blocks (RFC 7959 section 2.9.3). */
	private tooLong(): number {
		this.#request.replyBlock1 = blockValue(0, false, this.#largest);
		return codes.requestEntityTooLarge;
	}

	/** A body in one block is a body; of one in several each goes to a sink. */
	private upload(): number {
		const { handler, counters, scheduler } = this.#options;
		const request = this.#request;
		if (request.block1 >> 3 === 0) {
			request.replyBlock1 = request.block1;
			return handler.onRequest(request);
		}
		if (request.group || request.code === codes.get || request.code === codes.delete) return codes.badRequest;
		this.#uploads ??= new Uploads(counters);
		return this.#uploads.receive(request, this.#message, handler, this.#largest, scheduler.now());
	}

	/** Whether the verified request is new, or proves it by an answer to a challenge. */
	private isFresh(): boolean {
		const security = this.#options.security;
		if (security === undefined || security.fresh) return true;
		const { echoOffset, echoLength } = this.#read;
		return echoLength > 0 && security.acceptEcho(this.#message.buffer, echoOffset, echoLength);
	}

	/** RFC 9175 section 2.3: 4.01 with a challenge in it, which the peer sends back with its request. */
	private challenge(): number {
		this.#options.counters.count(coapCounters.challenges);
		this.#challenging = true;
		return codes.unauthorized;
	}

	/** Not for the handler. @returns the response's code, or `codes.empty` for silence */
	private reject(error: number, confirmable: boolean): number {
		const response = error !== 0 ? error : codes.methodNotAllowed;
		this.#options.counters.count(response === codes.badOption ? coapCounters.badOptions : coapCounters.refused);
		// Section 5.4.1: a non-confirmable message with an unknown critical option is rejected in silence.
		return response === codes.badOption && !confirmable ? codes.empty : response;
	}

	/** Answers a repeated message from memory. @returns the entry for the reply, or -1 when all is done */
	private recall(origin: number): number {
		const { remembered, message, scheduler, transport, scratch, counters } = this.#options;
		const now = scheduler.now();
		const entry = remembered.find(origin, message.messageId, now);
		if (entry < 0) {
			if (remembered.isFull(origin, now)) counters.count(coapCounters.repliesForgotten);
			return remembered.claim(origin, message.messageId, now);
		}
		counters.count(coapCounters.repeated);
		const length = remembered.recall(entry, scratch);
		if (length === 0) return message.code === codes.get ? entry : -1;
		if (transport.sendUnicast(origin, scratch, length) < 0) counters.count(coapCounters.answersUnsent);
		return -1;
	}

	/** The answer will follow in a message of its own (RFC 7252 section 5.2.2). */
	private acknowledge(origin: number, entry: number): void {
		const { writer, scratch, remembered, transport, counters, message } = this.#options;
		writer.begin(scratch, this.#limit, messageTypes.acknowledgement, codes.empty, message.messageId);
		remembered.store(entry, scratch, writer.length);
		if (transport.sendUnicast(origin, scratch, writer.length) < 0) counters.count(coapCounters.answersUnsent);
	}

	private respond(origin: number, answered: number, entry: number): void {
		const { transport, security, numbering, message, writer, scratch, remembered, counters } = this.#options;
		const request = this.#request;
		const limit = this.#limit;
		const response = this.#challenging ? answered : settleReply(request, message, answered, this.#largest);
		// Without interest in a response a confirmable request is still acknowledged (RFC 7967 section 2).
		const silent = (this.#read.noResponse & (1 << ((response >> 5) - 1))) !== 0;
		const sequence = request.observe >= 0 && !silent ? this.later.observe(origin, response) : -1;
		if (entry < 0) {
			if (silent) return;
			writer.begin(scratch, limit, messageTypes.nonConfirmable, response, numbering.messageId());
		} else {
			const code = silent ? codes.empty : response;
			writer.begin(scratch, limit, messageTypes.acknowledgement, code, message.messageId);
		}
		if (!silent) {
			writer.echoToken(message.buffer, message.tokenOffset, message.tokenLength);
			if (this.#challenging) this.writeChallenge();
			else writeReply(writer, request, response, sequence);
		}
		this.#challenging = false;
		let length = writer.length;
		if (security !== undefined && this.#trust === trusts.pairwise && !silent) {
			length = security.protectResponse(scratch, length, transport.messageLimit);
			if (length < 0) {
				counters.count(coapCounters.answersUnsent);
				return;
			}
		}
		if (entry >= 0) remembered.store(entry, scratch, length);
		if (transport.sendUnicast(origin, scratch, length) < 0) counters.count(coapCounters.answersUnsent);
	}

	/** The value goes through the reply's buffer, which no handler has filled. */
	private writeChallenge(): void {
		const value = this.#request.reply;
		const length = this.#options.security?.challenge(value) ?? 0;
		this.#options.writer.bytesOption(optionNumbers.echo, value, length);
	}
}
