import type { Scheduler } from "kith/core/scheduler";
import type { Counters } from "kith/network/counters";
import { type CoapCounter, coapCounters } from "./coap-counters";
import { codes, messageTypes } from "./codes";
import type { RequestHandler } from "./endpoint";
import { IncomingRequest } from "./incoming-request";
import { type CoapMessage, messageFaults } from "./message";
import { type MessageSecurity, type Trust, trusts } from "./message-security";
import type { MessageTransport } from "./message-transport";
import type { MessageWriter } from "./message-writer";
import type { Numbering } from "./numbering";
import { isCritical, optionNumbers } from "./options";
import type { PathTable } from "./path-table";
import { type RememberedReplies, rememberedLength } from "./remembered-replies";

/** Of a reply: header, the longest token, content format, payload marker. */
const replyOverhead = 4 + 8 + 3 + 1;

/** Of every reading: names of their own are a bytecode cheaper than a look into the table. */
const uriPath = optionNumbers.uriPath;
const contentFormatOption = optionNumbers.contentFormat;
const noResponseOption = optionNumbers.noResponse;

export interface RequestServerOptions {
	readonly transport: MessageTransport;
	readonly security: MessageSecurity | undefined;
	readonly scheduler: Scheduler;
	readonly numbering: Numbering;
	readonly counters: Counters<CoapCounter>;
	readonly handler: RequestHandler;
	readonly paths: PathTable;
	/** Shared with the endpoint, which opened it on the request. */
	readonly message: CoapMessage;
	readonly writer: MessageWriter;
	readonly scratch: Uint8Array;
	readonly remembered: RememberedReplies;
}

/**
 * The server role: reads a request's options, has it handled once, answers. A confirmable request heard again gets the
 * remembered answer; where that was too long to remember the request was a GET, which may be handled again.
 */
export class RequestServer {
	readonly #options: RequestServerOptions;
	readonly #request: IncomingRequest;
	readonly #message: CoapMessage;
	/** Of a plain answer. */
	readonly #limit: number;
	readonly #longestReply: number;
	/** RFC 7967: bit n-1 asks for no response of class n. */
	#noResponse = 0;
	/** What the options alone decided: an error code, or 0. */
	#error = 0;
	/** Of the options that the request's fields are from. */
	#serial = 0;
	#trust: Trust = trusts.plain;
	/** The answer to a challenge in the request: where it lies; a length of 0: there is none. */
	#echoOffset = 0;
	#echoLength = 0;
	#challenging = false;

	constructor(options: RequestServerOptions) {
		this.#options = options;
		this.#message = options.message;
		this.#limit = options.transport.messageLimit - (options.security?.overhead ?? 0);
		this.#longestReply = this.#limit - replyOverhead;
		this.#request = new IncomingRequest(options.paths, this.#longestReply);
	}

	/** Serves the request that was opened. */
	serve(origin: number, group: boolean, sequence: number, rssi: number): void {
		let entry = -1;
		if (this.#message.type === messageTypes.confirmable) {
			entry = this.#recall(origin);
			if (entry < 0) return;
		}
		this.#handle(origin, group ? trusts.group : trusts.plain, sequence, rssi, entry);
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
			entry = this.#recall(origin);
			if (entry < 0) return;
		}
		const plainLength = security.unprotectRequest(origin, message.buffer, offset, length);
		if (plainLength < 0) {
			this.#options.counters.count(coapCounters.unverified);
			this.#trust = trusts.plain;
			this.#request.replyLength = 0;
			this.#noResponse = 0;
			this.#serial = -1;
			const refusal = security.refusal(plainLength);
			if (refusal !== codes.empty) this.#respond(origin, refusal, entry);
			return;
		}
		if (message.open(message.buffer, security.messageOffset, plainLength) !== messageFaults.none) {
			this.#trust = trusts.pairwise;
			this.#request.replyLength = 0;
			this.#respond(origin, codes.badRequest, entry);
			return;
		}
		this.#handle(origin, trusts.pairwise, sequence, rssi, entry);
	}

	#handle(origin: number, trust: Trust, sequence: number, rssi: number, entry: number): void {
		const message = this.#message;
		const request = this.#request;
		request.buffer = message.buffer;
		if (this.#serial !== message.optionSerial) this.#readOptions();
		const error = this.#error;
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
		request.replyLength = 0;
		let response = error;
		if (trust === trusts.pairwise && !this.#isFresh()) response = this.#challenge();
		else if (error !== 0 || code > codes.delete) response = this.#reject(error, confirmable);
		else {
			this.#options.counters.count(coapCounters.requests);
			response = this.#options.handler.onRequest(request);
		}
		if (!group && response !== codes.empty) this.#respond(origin, response, entry);
	}

	/** Whether the verified request is new, or proves it by an answer to a challenge. */
	#isFresh(): boolean {
		const security = this.#options.security;
		if (security === undefined || security.fresh) return true;
		return this.#echoLength > 0 && security.acceptEcho(this.#message.buffer, this.#echoOffset, this.#echoLength);
	}

	/** RFC 9175 section 2.3: 4.01 with a challenge in it, which the peer sends back with its request. */
	#challenge(): number {
		this.#options.counters.count(coapCounters.challenges);
		this.#challenging = true;
		return codes.unauthorized;
	}

	/** Not for the handler. @returns the response's code, or `codes.empty` for silence */
	#reject(error: number, confirmable: boolean): number {
		const response = error !== 0 ? error : codes.methodNotAllowed;
		this.#options.counters.count(response === codes.badOption ? coapCounters.badOptions : coapCounters.refused);
		// Section 5.4.1: a non-confirmable message with an unknown critical option is rejected in silence.
		return response === codes.badOption && !confirmable ? codes.empty : response;
	}

	/** Answers a repeated message from memory. @returns the entry for the reply, or -1 when all is done */
	#recall(origin: number): number {
		const { remembered, message, scheduler, transport, scratch, counters } = this.#options;
		const now = scheduler.now();
		const entry = remembered.find(origin, message.messageId, now);
		if (entry < 0) {
			if (remembered.isFull(now)) counters.count(coapCounters.repliesForgotten);
			return remembered.claim(origin, message.messageId, now);
		}
		counters.count(coapCounters.repeated);
		const length = remembered.recall(entry, scratch);
		if (length === 0) return message.code === codes.get ? entry : -1;
		if (transport.sendUnicast(origin, scratch, length) < 0) counters.count(coapCounters.answersUnsent);
		return -1;
	}

	#respond(origin: number, response: number, entry: number): void {
		const { transport, security, numbering, message, writer, scratch, remembered, counters } = this.#options;
		const request = this.#request;
		const limit = this.#limit;
		// Without interest in a response a confirmable request is still acknowledged (RFC 7967 section 2).
		const silent = (this.#noResponse & (1 << ((response >> 5) - 1))) !== 0;
		if (entry < 0) {
			if (silent) return;
			writer.begin(scratch, limit, messageTypes.nonConfirmable, response, numbering.messageId());
		} else {
			const code = silent ? codes.empty : response;
			writer.begin(scratch, limit, messageTypes.acknowledgement, code, message.messageId);
		}
		if (!silent) {
			writer.echoToken(message.buffer, message.tokenOffset, message.tokenLength);
			if (request.replyLength > 0 && !this.#challenging) {
				if (request.replyFormat >= 0) writer.uintOption(optionNumbers.contentFormat, request.replyFormat);
			}
			if (this.#challenging) this.#writeChallenge();
			else writer.payload(request.reply, request.replyLength);
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
	#writeChallenge(): void {
		const value = this.#request.reply;
		const length = this.#options.security?.challenge(value) ?? 0;
		this.#options.writer.bytesOption(optionNumbers.echo, value, length);
	}

	/** Takes from the options what a request can say here. */
	#readOptions(): void {
		const message = this.#message;
		const request = this.#request;
		const numbers = message.optionNumbers;
		const lengths = message.optionLengths;
		const count = message.optionCount;
		let error = 0;
		let contentFormat = -1;
		let noResponse = 0;
		this.#echoLength = 0;
		let previous = -1;
		let number = 0;
		request.accept = -1;
		request.clearPath();
		for (let index = 0; index < count; index++) {
			number = numbers[index] as number;
			if (number === uriPath) {
				if (!this.#readPath(index, previous !== number)) error = codes.notFound;
			} else if (previous === number) error = this.#otherOption(number, error);
			else if (number === contentFormatOption) {
				if ((lengths[index] as number) <= 2) contentFormat = message.optionUint(index);
			} else if (number === noResponseOption) {
				if ((lengths[index] as number) <= 1) noResponse = message.optionUint(index);
			} else error = this.#rareOption(index, number, error);
			previous = number;
		}
		request.contentFormat = contentFormat;
		this.#noResponse = noResponse;
		this.#error = error;
		this.#serial = message.optionSerial;
	}

	#readPath(index: number, first: boolean): boolean {
		const message = this.#message;
		const offset = message.optionOffsets[index] as number;
		const length = message.optionLengths[index] as number;
		return first ? this.#request.startPath(offset, length) : this.#request.appendPath(offset, length);
	}

	/** @returns the error so far, or what this option makes of it */
	#rareOption(index: number, number: number, error: number): number {
		const length = this.#message.optionLengths[index] as number;
		if (number === optionNumbers.accept && length <= 2) {
			this.#request.accept = this.#message.optionUint(index);
			return error;
		}
		if (number === optionNumbers.echo && length > 0 && length <= 40) {
			this.#echoOffset = this.#message.optionOffsets[index] as number;
			this.#echoLength = length;
			return error;
		}
		// One server, one name: whatever host and port were asked for, it is this node.
		if (number === optionNumbers.uriHost && length > 0 && length <= 255) return error;
		if (number === optionNumbers.uriPort && length <= 2) return error;
		return this.#otherOption(number, error);
	}

	/** An option that this server does not know, or one of a wrong length, or repeated: the same (section 5.4). */
	#otherOption(number: number, error: number): number {
		if (!isCritical(number)) return error;
		const proxy = number === optionNumbers.proxyUri || number === optionNumbers.proxyScheme;
		return proxy ? codes.proxyingNotSupported : codes.badOption;
	}
}
