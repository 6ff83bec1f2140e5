import type { MessageSecurity } from "kith/coap/message-security";
import { firstDistantPeer } from "kith/coap/policy";
import type { Crypto } from "kith/core/crypto";
import type { Random } from "kith/core/random";
import type { Scheduler } from "kith/core/scheduler";
import type { ContextTable } from "./context-table";
import type { CoseObject } from "./cose-object";
import { EchoChallenges } from "./echo-challenges";
import { oscoreFaults, refusalCode } from "./faults";
import { MessageProtector, protectionOverhead } from "./message-protector";
import { MessageVerifier } from "./message-verifier";
import type { ContextUsers, OperatorContexts } from "./operator-contexts";
import { OptionCursor } from "./option-cursor";
import { bindingLength, RequestBinding } from "./request-binding";

/** Requests of this node whose answers are due: exchanges, and observations behind them. */
export const sentBindingLimit = 12;
/** Requests of others that are answered later: observers, and separate responses. */
export const keptBindingLimit = 12;
/** How old an answer to a challenge may be: a confirmable request with all its retransmissions. */
const echoAgeMs = 15_000;

/** Whom a node has contexts with. */
export interface ContextSource {
	/** Row of the context with a peer; negative: there is none now. It may come by and by: it was asked for. */
	rowOf(peer: number): number;
	/** Contexts of those who speak from beyond the radio; undefined: nobody does. */
	readonly operators?: OperatorContexts | undefined;
}

export interface OscoreSecurityOptions {
	readonly crypto: Crypto;
	readonly contexts: ContextTable;
	readonly cose: CoseObject;
	readonly source: ContextSource;
	readonly scheduler: Scheduler;
	readonly random: Random;
}

/**
 * OSCORE (RFC 8613) as the CoAP endpoint uses it: between this node and one peer at a time, with the context that
 * belongs to the peer's address. What ties answers to requests lies packed in tables, and is worked on in one object.
 */
export class OscoreSecurity implements MessageSecurity, ContextUsers {
	readonly overhead = protectionOverhead;
	/** The request verified last is known to be no recording. */
	fresh = false;
	readonly #options: OscoreSecurityOptions;
	readonly #protector: MessageProtector;
	readonly #verifier: MessageVerifier;
	readonly #binding = new RequestBinding();
	readonly #served = new RequestBinding();
	/** Own requests, then kept ones. */
	readonly #bindings = new Int32Array((sentBindingLimit + keptBindingLimit) * bindingLength);
	/** Made when first needed. */
	#echo: EchoChallenges | undefined;

	constructor(options: OscoreSecurityOptions) {
		const { contexts, cose } = options;
		this.#options = options;
		const cursor = new OptionCursor();
		this.#protector = new MessageProtector(contexts, cose, cursor);
		this.#verifier = new MessageVerifier(contexts, cose, cursor);
		for (let place = 0; place < sentBindingLimit + keptBindingLimit; place++)
			this.#served.store(this.#bindings, place * bindingLength);
	}

	get messageOffset(): number {
		return this.#verifier.messageOffset;
	}

	protectRequest(destination: number, exchange: number, buffer: Uint8Array, length: number, end: number): number {
		const row = this.#options.source.rowOf(destination);
		if (row < 0) return oscoreFaults.unknownContext;
		const binding = this.#binding;
		const sealed = this.#protector.protectRequest(row, buffer, 0, length, end, false, binding);
		if (sealed >= 0) binding.store(this.#bindings, exchange * bindingLength);
		return sealed;
	}

	recoverRequest(exchange: number, buffer: Uint8Array, length: number): number {
		const binding = this.load(exchange);
		const plain = this.#verifier.recoverRequest(buffer, 0, length, binding);
		if (plain < 0) return plain;
		const { messageOffset } = this.#verifier;
		buffer.copyWithin(0, messageOffset, messageOffset + plain);
		return plain;
	}

	unprotectResponse(exchange: number, buffer: Uint8Array, offset: number, length: number): number {
		const binding = this.load(exchange);
		const plain = this.#verifier.unprotectResponse(binding.row, buffer, offset, length, binding);
		if (plain >= 0) binding.store(this.#bindings, exchange * bindingLength);
		return plain;
	}

	release(exchange: number): void {
		this.#binding.release();
		this.#binding.store(this.#bindings, exchange * bindingLength);
	}

	/** An observation's answers are verified with the binding of its exchange from now on as number `to`. */
	moveExchange(exchange: number, to: number): void {
		this.load(exchange).store(this.#bindings, to * bindingLength);
		this.release(exchange);
	}

	unprotectRequest(origin: number, buffer: Uint8Array, offset: number, length: number): number {
		const served = this.#served;
		served.release();
		this.fresh = false;
		if (origin >= firstDistantPeer) return this.unprotectDistant(buffer, offset, length);
		const row = this.#options.source.rowOf(origin);
		return row < 0 ? oscoreFaults.unknownContext : this.verify(row, buffer, offset, length);
	}

	/** From beyond the radio an address says nothing: whose request it is, its kid and kid context say. */
	private unprotectDistant(buffer: Uint8Array, offset: number, length: number): number {
		const { operators } = this.#options.source;
		if (operators === undefined) return oscoreFaults.unknownContext;
		const verifier = this.#verifier;
		const fault = verifier.look(buffer, offset, length);
		if (fault !== 0) return fault;
		const row = operators.rowFor(buffer, verifier.option);
		if (row < 0) return oscoreFaults.unknownContext;
		const plain = this.verify(row, buffer, offset, length);
		operators.settle(row, plain >= 0, this);
		return plain;
	}

	/** Whether an observer, or an answer that is due, needs this context. */
	uses(row: number): boolean {
		const binding = this.#binding;
		for (let place = 0; place < keptBindingLimit; place++) {
			binding.load(this.#bindings, this.kept(place));
			if (binding.row === row) return true;
		}
		return false;
	}

	private verify(row: number, buffer: Uint8Array, offset: number, length: number): number {
		const served = this.#served;
		const plain = this.#verifier.unprotectRequest(buffer, offset, length, served);
		if (plain < 0) return plain;
		// Whom a message names by its kid is who sent the frame, or else it is nobody's.
		if (this.#verifier.row !== row) {
			served.release();
			return oscoreFaults.unknownContext;
		}
		this.fresh = !this.#verifier.unsynchronized;
		return plain;
	}

	refusal(fault: number): number {
		return refusalCode(fault);
	}

	acceptEcho(buffer: Uint8Array, offset: number, length: number): boolean {
		const { contexts, scheduler } = this.#options;
		const { row, serial, partialIv } = this.#served;
		if (row < 0) return false;
		const fresh = this.challenges().isFresh(serial, scheduler.now(), echoAgeMs, buffer, offset, length);
		if (!fresh) return false;
		// From here on the window knows where it is.
		contexts.windows.synchronize(row, partialIv);
		this.fresh = true;
		return true;
	}

	challenge(value: Uint8Array): number {
		return this.challenges().issue(this.#served.serial, this.#options.scheduler.now(), value);
	}

	protectResponse(buffer: Uint8Array, length: number, end: number): number {
		const served = this.#served;
		return this.#protector.protectResponse(served.row, buffer, 0, length, end, served, false);
	}

	/** The request verified last will be answered later, or again and again, each time under a number of its own. */
	keepRequest(place: number): void {
		const served = this.#served;
		const binding = this.#binding;
		// The right to use the request's nonce stays with what answers it now.
		binding.bindReceived(served.row, served.serial, served.partialIv, served.observes, false);
		binding.store(this.#bindings, this.kept(place));
	}

	protectLater(place: number, buffer: Uint8Array, length: number, end: number): number {
		const binding = this.#binding;
		binding.load(this.#bindings, this.kept(place));
		const { contexts } = this.#options;
		if (binding.row < 0 || contexts.serial(binding.row) !== binding.serial) return oscoreFaults.noKey;
		return this.#protector.protectResponse(binding.row, buffer, 0, length, end, binding, true);
	}

	releaseRequest(place: number): void {
		this.#binding.release();
		this.#binding.store(this.#bindings, this.kept(place));
	}

	close(): void {
		this.#echo?.close();
	}

	private kept(place: number): number {
		return (sentBindingLimit + place) * bindingLength;
	}

	private load(exchange: number): RequestBinding {
		this.#binding.load(this.#bindings, exchange * bindingLength);
		return this.#binding;
	}

	private challenges(): EchoChallenges {
		const { crypto, random, scheduler } = this.#options;
		this.#echo ??= new EchoChallenges(crypto, random, scheduler.now());
		return this.#echo;
	}
}
