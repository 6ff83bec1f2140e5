import { codeClass, codes, codeText, contentFormats } from "kith/coap/codes";
import type { CoapEndpoint, ResponseListener } from "kith/coap/endpoint";
import { type Diagnostics, faultKinds } from "kith/core/diagnostics";
import { resourcePath } from "./paths";
import { type Answered, PendingRequests } from "./requests";
import type { SingleReading } from "./single-reading";

/** What peers said of their values, when they were asked. */
export interface AskedValues {
	/** The payload of an answer. */
	onAsked(input: number, address: number, buffer: Uint8Array, offset: number, length: number): void;
}

/** Asks peers to set their resources, and for their values: confirmable requests whose answer somebody waits for. */
export class PeerClient implements ResponseListener {
	/** Set once by the composition, because the endpoint needs its response listener first. */
	endpoint: CoapEndpoint | undefined;
	readonly #asked: AskedValues;
	/** Made when somebody first asks: a board that only measures never does. */
	#pending: PendingRequests | undefined;
	readonly #reading: SingleReading;
	readonly #diagnostics: Diagnostics;

	constructor(reading: SingleReading, diagnostics: Diagnostics, asked: AskedValues) {
		this.#asked = asked;
		this.#reading = reading;
		this.#diagnostics = diagnostics;
	}

	/** False: too many requests are under way. */
	set(
		address: number,
		resourceId: number,
		value: number,
		scale: number,
		boolean: boolean,
		answered?: Answered,
	): boolean {
		this.#pending ??= new PendingRequests();
		if (this.endpoint === undefined || this.#pending.full) return false;
		const length = this.#reading.write(resourceId, value, scale, boolean);
		const path = resourcePath(resourceId);
		const exchange = this.endpoint.put(address, path, contentFormats.senmlCbor, this.#reading.bytes, length);
		if (exchange < 0) return false;
		this.#pending.add(exchange, address, answered);
		return true;
	}

	/** Asks for a peer's value, which `AskedValues` then gets. False: too many requests are under way. */
	read(address: number, resourceId: number, input: number): boolean {
		this.#pending ??= new PendingRequests();
		if (this.endpoint === undefined || this.#pending.full) return false;
		const exchange = this.endpoint.get(address, resourcePath(resourceId));
		if (exchange < 0) return false;
		this.#pending.add(exchange, address, undefined, input);
		return true;
	}

	onResponse(exchange: number, code: number, buffer: Uint8Array, offset: number, length: number): void {
		const pending = this.#pending;
		if (pending === undefined) return;
		const input = pending.inputOf(exchange);
		if (input >= 0 && code === codes.content)
			this.#asked.onAsked(input, pending.addressOf(exchange), buffer, offset, length);
		pending.settle(exchange, codeClass(code) === 2 ? undefined : refusalText(code));
	}

	onTimeout(exchange: number): void {
		this.#diagnostics.fault(faultKinds["request unanswered"], this.#pending?.addressOf(exchange) ?? 0);
		this.#pending?.settle(exchange, "the node does not answer");
	}
}

function refusalText(code: number): string {
	switch (code) {
		case codes.notFound:
			return "the node has no such resource";
		case codes.forbidden:
			return "the node lets only those act whose rules need it";
		case codes.unauthorized:
			return "the node does not know this one's keys";
		case codes.methodNotAllowed:
			return "the node does not let this resource be set";
		case codes.serviceUnavailable:
			return "the node is starting, try again";
		case codes.badRequest:
			return "the node refused the value";
		default:
			return `the node answered ${codeText(code)}`;
	}
}
