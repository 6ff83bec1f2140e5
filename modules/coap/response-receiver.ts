import { type ClientExchanges, exchangeLimit } from "./client-exchanges";
import { coapCounters } from "./coap-counters";
import { codes, messageTypes } from "./codes";
import type { EndpointParts } from "./endpoint-parts";
import { IncomingResponse } from "./incoming-response";
import { insertOption } from "./insert-option";
import { type CoapMessage, messageFaults } from "./message";
import { Observations } from "./observations";
import { isCritical, optionNumbers } from "./options";

/** Bytes of the longest Echo value (RFC 9175 section 2.2.1). */
const echoLimit = 40;

/** The client role's ear: finds what a response answers, verifies it, and tells the listener. */
export class ResponseReceiver {
	readonly response: IncomingResponse;
	readonly #options: EndpointParts;
	readonly #exchanges: ClientExchanges;
	readonly #message: CoapMessage;
	/** Made when something is first observed. */
	#observations: Observations | undefined;

	constructor(options: EndpointParts, exchanges: ClientExchanges) {
		this.#options = options;
		this.#exchanges = exchanges;
		this.#message = options.message;
		this.response = new IncomingResponse(options.message);
	}

	/** Takes the response of `length` bytes at `offset` that was opened. */
	receive(origin: number, offset: number, length: number): void {
		const message = this.#message;
		const { remembered, scheduler, counters, replies } = this.#options;
		const exchanges = this.#exchanges;
		const { type, messageId } = message;
		const confirmable = type === messageTypes.confirmable;
		if (confirmable && remembered.find(origin, messageId, scheduler.now()) >= 0) {
			counters.count(coapCounters.repeated);
			replies.sendEmpty(origin, messageTypes.acknowledgement);
			return;
		}
		const token = this.token();
		const slot = exchanges.match(origin, token, type === messageTypes.acknowledgement, messageId);
		if (slot < 0) {
			if (type !== messageTypes.acknowledgement && this.notified(origin, token, offset, length)) return;
			counters.count(coapCounters.unmatched);
			if (confirmable) replies.sendEmpty(origin, messageTypes.reset);
			return;
		}
		this.response.protected = false;
		if (exchanges.isProtected(slot) && !this.verify(slot, offset, length)) {
			// Nobody is told: what is not believed changes nothing, and the request is sent again.
			counters.count(coapCounters.unverified);
			return;
		}
		if (!this.acknowledge(origin, confirmable)) return;
		if (message.code === codes.unauthorized && this.answerChallenge(slot)) return;
		const exchange = exchanges.number(slot);
		const { code, buffer, payloadOffset, payloadLength } = message;
		if (code >> 5 === 2 && this.response.observe >= 0) this.observe(slot, origin, token);
		exchanges.finish(slot);
		counters.count(coapCounters.responses);
		this.#options.listener.onResponse(exchange, code, buffer, payloadOffset, payloadLength);
	}

	/** Of the observation that an exchange began; -1: there is none. */
	tokenOf(exchange: number): number {
		const place = this.#observations?.placeOf(exchange) ?? -1;
		return place < 0 ? -1 : (this.#observations?.tokenOf(place) ?? -1);
	}

	forget(exchange: number): void {
		const place = this.#observations?.placeOf(exchange) ?? -1;
		if (place >= 0) this.end(place);
	}

	private end(place: number): void {
		this.#observations?.remove(place);
		this.#options.security?.release(exchangeLimit + place);
	}

	/** Of own requests: two bytes. */
	private token(): number {
		const { buffer, tokenOffset, tokenLength } = this.#message;
		return tokenLength === 2 ? ((buffer[tokenOffset] as number) << 8) | (buffer[tokenOffset + 1] as number) : -1;
	}

	/** The response was the first of an observation. */
	private observe(slot: number, origin: number, token: number): void {
		const { scheduler, security } = this.#options;
		const exchanges = this.#exchanges;
		this.#observations ??= new Observations();
		const observe = this.response.observe;
		const place = this.#observations.enter(exchanges.number(slot), origin, token, observe, scheduler.now());
		// Without room, notifications will be rejected, which ends the observation.
		if (place < 0 || !exchanges.isProtected(slot)) return;
		security?.release(exchangeLimit + place);
		security?.moveExchange(slot, exchangeLimit + place);
	}

	/** @returns false where it is no notification that is waited for */
	private notified(origin: number, token: number, offset: number, length: number): boolean {
		const observations = this.#observations;
		const place = observations?.match(origin, token) ?? -1;
		if (observations === undefined || place < 0) return false;
		const { counters, listener, scheduler, security } = this.#options;
		const message = this.#message;
		this.response.protected = false;
		if (security !== undefined && !this.verify(exchangeLimit + place, offset, length)) {
			counters.count(coapCounters.unverified);
			return true;
		}
		if (!this.acknowledge(origin, message.type === messageTypes.confirmable)) return true;
		const { code, buffer, payloadOffset, payloadLength } = message;
		const observe = this.response.observe;
		const ended = code >> 5 !== 2 || observe < 0;
		// Protected ones are ordered by their Partial IVs (RFC 8613 section 4.1.3.5.2), which their verification did.
		if (!ended && security === undefined && !observations.accept(place, observe, scheduler.now())) {
			counters.count(coapCounters.ignored);
			return true;
		}
		const exchange = observations.exchangeOf(place);
		if (ended) this.end(place);
		counters.count(coapCounters.responses);
		listener.onNotification?.(exchange, code, buffer, payloadOffset, payloadLength);
		return true;
	}

	/** @returns false where the response cannot be used: it has a critical option that nobody here understands */
	private acknowledge(origin: number, confirmable: boolean): boolean {
		const { remembered, replies, counters, scheduler } = this.#options;
		if (this.hasCriticalOption()) {
			counters.count(coapCounters.badOptions);
			if (confirmable) replies.sendEmpty(origin, messageTypes.reset);
			return false;
		}
		if (confirmable) {
			remembered.claim(origin, this.#message.messageId, scheduler.now());
			replies.sendEmpty(origin, messageTypes.acknowledgement);
		}
		return true;
	}

	/** Opens a protected response anew as the plain one that it is. @returns false where it is not to be believed */
	private verify(exchange: number, offset: number, length: number): boolean {
		const { security } = this.#options;
		const message = this.#message;
		if (security === undefined) return true;
		// That a peer cannot verify us it can only say in the clear (RFC 8613 section 8.2).
		if (message.find(optionNumbers.oscore) < 0) return exchange < exchangeLimit && message.code >= codes.badRequest;
		const plainLength = security.unprotectResponse(exchange, message.buffer, offset, length);
		if (plainLength < 0) return false;
		this.response.protected = true;
		return message.open(message.buffer, security.messageOffset, plainLength) === messageFaults.none;
	}

	/** The peer wants to know that a request is no recording: it is sent again with the challenge (RFC 9175 section 2.3). */
	private answerChallenge(slot: number): boolean {
		const message = this.#message;
		const { scratch, counters, limit } = this.#options;
		const exchanges = this.#exchanges;
		const echo = message.find(optionNumbers.echo);
		if (echo < 0 || !exchanges.isProtected(slot)) return false;
		const length = message.optionLengths[echo] as number;
		if (length < 1 || length > echoLimit) return false;
		for (let index = 0; index < length; index++)
			scratch[index] = message.buffer[(message.optionOffsets[echo] as number) + index] as number;
		const plainLength = exchanges.recover(slot);
		if (plainLength < 0) return false;
		const request = exchanges.message(slot);
		const longer = insertOption(message, request, plainLength, limit, optionNumbers.echo, scratch, length);
		if (longer < 0) return false;
		counters.count(coapCounters.challenges);
		exchanges.restart(slot, longer);
		return true;
	}

	/** Of the critical options only those of blocks have a meaning in a response here. */
	private hasCriticalOption(): boolean {
		const message = this.#message;
		for (let index = 0; index < message.optionCount; index++) {
			const number = message.optionNumbers[index] as number;
			if (isCritical(number) && number !== optionNumbers.block1 && number !== optionNumbers.block2) return true;
		}
		return false;
	}
}
