import { exchangeLimit } from "kith/coap/client-exchanges";
import type { MessageSecurity } from "kith/coap/message-security";
import { type Crypto, wipe } from "kith/core/crypto";
import { ContextTable } from "kith/oscore/context-table";
import { CoseObject } from "kith/oscore/cose-object";
import { MessageProtector, protectionOverhead } from "kith/oscore/message-protector";
import { MessageVerifier } from "kith/oscore/message-verifier";
import { RequestBinding } from "kith/oscore/request-binding";
import type { OscoreContext, Sequence } from "./context-file";

const echoRoom = 48;

/**
 * The client's side of one OSCORE context (RFC 8613 sections 8.1 and 8.4), with the boards' own modules. As a server it
 * believes nobody: this endpoint only asks.
 */
export class OscoreClient implements MessageSecurity {
	readonly overhead = protectionOverhead + echoRoom;
	readonly fresh = false;
	readonly #row: number;
	readonly #contexts: ContextTable;
	readonly #protector: MessageProtector;
	readonly #verifier: MessageVerifier;
	readonly #sequences: Sequence;
	readonly #namesContext: boolean;
	readonly #bindings = new Map<number, RequestBinding>();
	/** Requests as they were before they were protected. */
	readonly #plain = new Map<number, Uint8Array>();

	constructor(crypto: Crypto, context: OscoreContext, sequences: Sequence) {
		const { masterSecret, masterSalt, senderId, recipientId, idContext } = context;
		const secret = crypto.importKey(masterSecret, masterSecret.length);
		wipe(masterSecret);
		this.#contexts = new ContextTable(crypto, 1);
		const row = this.#contexts.add({
			secret,
			salt: masterSalt,
			senderId,
			recipientId,
			...(idContext === undefined ? {} : { idContext }),
		});
		crypto.forgetKey(secret);
		if (row < 0) throw new Error(`context refused: ${row}`);
		this.#row = row;
		this.#contexts.sequences.resume(row, sequences.next);
		this.#sequences = sequences;
		this.#namesContext = idContext !== undefined;
		const cose = new CoseObject(crypto, this.#contexts);
		this.#protector = new MessageProtector(this.#contexts, cose);
		this.#verifier = new MessageVerifier(this.#contexts, cose);
	}

	get messageOffset(): number {
		return this.#verifier.messageOffset;
	}

	protectRequest(_destination: number, exchange: number, buffer: Uint8Array, length: number, end: number): number {
		const binding = new RequestBinding();
		this.#plain.set(exchange, buffer.slice(0, length));
		// Written off before it is used.
		this.#sequences.take();
		const result = this.#protector.protectRequest(this.#row, buffer, 0, length, end, this.#namesContext, binding);
		if (result >= 0) this.#bindings.set(exchange, binding);
		return result;
	}

	recoverRequest(exchange: number, buffer: Uint8Array): number {
		const plain = this.#plain.get(exchange);
		if (plain === undefined) return -1;
		buffer.set(plain);
		return plain.length;
	}

	unprotectResponse(exchange: number, buffer: Uint8Array, offset: number, length: number): number {
		const binding = this.#bindings.get(exchange);
		return binding === undefined ? -1 : this.#verifier.unprotectResponse(this.#row, buffer, offset, length, binding);
	}

	release(exchange: number): void {
		this.#bindings.delete(exchange);
		if (exchange < exchangeLimit) this.#plain.delete(exchange);
	}

	moveExchange(exchange: number, to: number): void {
		const binding = this.#bindings.get(exchange);
		if (binding === undefined) return;
		this.#bindings.delete(exchange);
		this.#bindings.set(to, binding);
	}

	unprotectRequest(): number {
		return -1;
	}

	refusal(): number {
		return 0x81;
	}

	acceptEcho(): boolean {
		return false;
	}

	challenge(): number {
		return 0;
	}

	protectResponse(): number {
		return -1;
	}

	keepRequest(): void {}

	protectLater(): number {
		return -1;
	}

	releaseRequest(): void {}
}
