import type { ClientExchanges } from "./client-exchanges";
import { coapCounters } from "./coap-counters";
import { codes, messageTypes } from "./codes";
import { DeferredAnswers, deferredFields } from "./deferred-answers";
import type { EndpointParts } from "./endpoint-parts";
import type { Deferral, IncomingRequest } from "./incoming-request";
import { writeKeptToken } from "./kept-token";
import { type Trust, trusts } from "./message-security";
import { type NotificationSender, Notifier } from "./notifier";
import { observeActions } from "./observe-order";
import { acceptOf, block2Of, observerFields, observerLimit, tokenLengthOf, trustOf } from "./observer-table";
import { optionNumbers } from "./options";
import { settleReply, writeReply } from "./reply";
import type { RequestOptions } from "./request-options";

/**
 * Answers that do not follow their request at once: notifications (RFC 7641), and separate responses of handlers that
 * have to ask somebody first (RFC 7252 section 5.2.2). Their tables are made when they are first needed.
 */
export class LaterAnswers implements NotificationSender, Deferral {
	/** Undefined as long as nobody observes anything. */
	notifier: Notifier | undefined;
	readonly #options: EndpointParts;
	readonly #exchanges: ClientExchanges;
	readonly #largest: number;
	#deferred: DeferredAnswers | undefined;
	#request: IncomingRequest | undefined;
	#read: RequestOptions | undefined;

	/** @param largest SZX of the largest block */
	constructor(options: EndpointParts, exchanges: ClientExchanges, largest: number) {
		this.#options = options;
		this.#exchanges = exchanges;
		this.#largest = largest;
	}

	/** The server's one request object, which in turn needs this one. */
	attach(request: IncomingRequest, read: RequestOptions): void {
		this.#request = request;
		this.#read = read;
	}

	/** Enters or removes the observer that the request asks for. @returns the sequence for its answer, -1: it is the only one */
	observe(origin: number, response: number): number {
		const request = this.#request as IncomingRequest;
		const { message, scheduler, random, policies, security, counters } = this.#options;
		if (request.observe === observeActions.deregister) this.notifier?.deregister(origin, message);
		if (request.observe !== observeActions.register || request.code !== codes.get) return -1;
		if (request.subject < 0 || response >> 5 !== 2) return -1;
		this.notifier ??= new Notifier({ scheduler, random, policies, security, counters, sender: this });
		return this.notifier.register(origin, message, request);
	}

	/** Puts the answer to the present request off. */
	defer(request: IncomingRequest): number {
		const { counters, message, scheduler, security } = this.#options;
		if (request.group) return -1;
		this.#deferred ??= new DeferredAnswers();
		const noResponse = this.#read?.noResponse ?? 0;
		const shape = (request.confirmable ? 16 : 0) | (request.trust << 5) | (noResponse << 8);
		const place = this.#deferred.add(request.origin, message, shape, scheduler.now());
		if (place < 0) {
			counters.count(coapCounters.deferralsFull);
			return -1;
		}
		if (request.trust === trusts.pairwise) security?.keepRequest(observerLimit + place);
		return this.#deferred.ticketOf(place);
	}

	/** The answer to a request that was put off. @returns false where it cannot be given any more, or not now */
	answer(ticket: number, code: number, payload: Uint8Array, length: number, format: number): boolean {
		const deferred = this.#deferred;
		const place = deferred?.placeOf(ticket) ?? -1;
		if (deferred === undefined || place < 0) return false;
		const { writer, scratch, numbering } = this.#options;
		const exchanges = this.#exchanges;
		const shape = deferred.get(place, deferredFields.shape);
		const origin = deferred.get(place, deferredFields.origin);
		const confirmable = (shape & 16) !== 0;
		// Nobody wants to hear of this class (RFC 7967).
		if (((shape >> 8) & (1 << ((code >> 5) - 1))) !== 0) {
			this.forget(deferred, place);
			return true;
		}
		const slot = confirmable ? exchanges.reserve(origin) : -1;
		if (confirmable && slot < 0) return false;
		const buffer = confirmable ? exchanges.message(slot) : scratch;
		const type = confirmable ? messageTypes.confirmable : messageTypes.nonConfirmable;
		writer.begin(
			buffer,
			this.#options.limit,
			type,
			code,
			confirmable ? exchanges.messageId(slot) : numbering.messageId(),
		);
		writeKeptToken(writer, deferred.cells, deferred.tokenAt(place), shape & 15);
		if (length > 0 && format >= 0) writer.uintOption(optionNumbers.contentFormat, format);
		writer.payload(payload, length);
		const sealed = this.protect(observerLimit + place, ((shape >> 5) & 3) as Trust, buffer);
		this.forget(deferred, place);
		if (!confirmable) return this.send(origin, sealed);
		if (sealed < 0) exchanges.release(slot);
		else exchanges.startAnswer(slot, sealed);
		return sealed >= 0;
	}

	/** Writes and sends what an observer is to be told now. */
	notify(place: number, confirmable: boolean, sequence: number): number {
		const table = this.notifier?.table;
		const request = this.#request;
		const { handler, numbering, writer, scratch } = this.#options;
		if (table === undefined || request === undefined || handler.represent === undefined) return -1;
		const shape = table.get(place, observerFields.shape);
		const origin = table.get(place, observerFields.origin);
		// What was read of the request before is overwritten.
		this.#read?.clear();
		request.beginNotification(origin, trustOf(shape), acceptOf(shape), block2Of(shape));
		const answered = handler.represent(request, table.get(place, observerFields.subject));
		const code = settleReply(request, undefined, answered, this.#largest);
		const fine = code >> 5 === 2;
		const messageId = numbering.messageId();
		const type = confirmable ? messageTypes.confirmable : messageTypes.nonConfirmable;
		writer.begin(scratch, this.#options.limit, type, code, messageId);
		writeKeptToken(writer, table.cells, table.tokenAt(place), tokenLengthOf(shape));
		writeReply(writer, request, code, fine ? sequence : -1);
		const length = this.protect(place, trustOf(shape), scratch);
		this.send(origin, length);
		return fine && length >= 0 ? messageId : -1;
	}

	close(): void {
		this.notifier?.close();
	}

	private forget(deferred: DeferredAnswers, place: number): void {
		deferred.remove(place);
		this.#options.security?.releaseRequest(observerLimit + place);
	}

	private protect(place: number, trust: Trust, buffer: Uint8Array): number {
		const { security, writer, transport } = this.#options;
		if (writer.overflow) return -1;
		if (security === undefined || trust !== trusts.pairwise) return writer.length;
		return security.protectLater(place, buffer, writer.length, transport.messageLimit);
	}

	private send(origin: number, length: number): boolean {
		const { transport, scratch, counters } = this.#options;
		if (length >= 0 && transport.sendUnicast(origin, scratch, length) >= 0) return true;
		counters.count(coapCounters.answersUnsent);
		return false;
	}
}
