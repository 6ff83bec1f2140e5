import { exchangeLimit } from "kith/coap/client-exchanges";
import type { MessageSecurity } from "kith/coap/message-security";
import type { Crypto } from "kith/core/crypto";
import type { Random } from "kith/core/random";
import type { ContextParameters } from "kith/oscore/context-parameters";
import { ContextTable } from "kith/oscore/context-table";
import { CoseObject } from "kith/oscore/cose-object";
import { EchoChallenges, echoLength } from "kith/oscore/echo-challenges";
import { refusalCode } from "kith/oscore/faults";
import { MessageProtector, protectionOverhead } from "kith/oscore/message-protector";
import { MessageVerifier } from "kith/oscore/message-verifier";
import { RequestBinding } from "kith/oscore/request-binding";

const echoAgeMs = 10_000;

/** The server's side of one OSCORE context that both ends were given. Its first request must prove that it is new. */
export class StaticSecurity implements MessageSecurity {
	readonly overhead = protectionOverhead;
	fresh = false;
	readonly #verifier: MessageVerifier;
	readonly #protector: MessageProtector;
	readonly #contexts: ContextTable;
	readonly #challenges: EchoChallenges;
	readonly #now: () => number;
	readonly #row: number;
	readonly #served = new RequestBinding();
	readonly #kept = new Map<number, RequestBinding>();

	constructor(crypto: Crypto, random: Random, now: () => number, context: ContextParameters) {
		this.#contexts = new ContextTable(crypto, 1);
		this.#row = this.#contexts.add(context);
		const cose = new CoseObject(crypto, this.#contexts);
		this.#verifier = new MessageVerifier(this.#contexts, cose);
		this.#protector = new MessageProtector(this.#contexts, cose);
		this.#challenges = new EchoChallenges(crypto, random, now());
		this.#now = now;
	}

	/** Requests whose answers are still to come. */
	get kept(): number {
		return this.#kept.size;
	}

	get messageOffset(): number {
		return this.#verifier.messageOffset;
	}

	unprotectRequest(_origin: number, buffer: Uint8Array, offset: number, length: number): number {
		return this.#verifier.unprotectRequest(buffer, offset, length, this.#served);
	}

	refusal(fault: number): number {
		return refusalCode(fault);
	}

	acceptEcho(buffer: Uint8Array, offset: number, length: number): boolean {
		this.fresh = this.#challenges.isFresh(this.#row, this.#now(), echoAgeMs, buffer, offset, length);
		return this.fresh;
	}

	challenge(value: Uint8Array): number {
		this.#challenges.issue(this.#row, this.#now(), value);
		return echoLength;
	}

	protectResponse(buffer: Uint8Array, length: number, end: number): number {
		return this.#protector.protectResponse(this.#row, buffer, 0, length, end, this.#served, false);
	}

	/** The answer at once has the request's nonce; those that follow have numbers of their own. */
	keepRequest(place: number): void {
		const binding = new RequestBinding();
		const { row, serial, partialIv, observes } = this.#served;
		binding.bindReceived(row, serial, partialIv, observes, false);
		this.#kept.set(place, binding);
	}

	protectLater(place: number, buffer: Uint8Array, length: number, end: number): number {
		const binding = this.#kept.get(place);
		return binding === undefined
			? -1
			: this.#protector.protectResponse(this.#row, buffer, 0, length, end, binding, true);
	}

	releaseRequest(place: number): void {
		this.#kept.delete(place);
	}

	protectRequest(): number {
		return -1;
	}

	recoverRequest(): number {
		return -1;
	}

	unprotectResponse(): number {
		return -1;
	}

	release(_exchange: number): void {}

	moveExchange(_exchange: number, to: number): void {
		if (to < exchangeLimit) throw new RangeError(`exchange ${to}`);
	}
}
