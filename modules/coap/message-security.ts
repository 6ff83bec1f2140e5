/** How a request came, and so how far its sender is believed. */
export const trusts = {
	/** Unprotected: anybody may have sent it. */
	plain: 0,
	/** Under a key that all members of the network have: some member sent it. */
	group: 1,
	/** Under a key that only its sender and this node have. */
	pairwise: 2,
} as const;
export type Trust = (typeof trusts)[keyof typeof trusts];

/**
 * Port: protection of single CoAP messages between two endpoints (OSCORE, RFC 8613), as the endpoint uses it.
 *
 * Messages are changed where they lie. Own requests are protected when they are first transmitted, so that their
 * retransmissions are the same bytes; what their responses are verified with is kept by `exchange`, a number below
 * `exchangeLimit`, until `release`. One request is served at a time: `protectResponse` answers the one verified last.
 *
 * For implementations: nothing throws on what came from a peer, and nothing is allocated for a message. Results from 0
 * are lengths, negative ones faults.
 */
export interface MessageSecurity {
	/** Bytes that protection adds to a message at most. */
	readonly overhead: number;
	/** Where the message starts that was verified last, in the buffer that was given. */
	readonly messageOffset: number;
	/**
	 * Protects the request in the first `length` bytes of `buffer`, of which `end` may be used.
	 * @returns its new length; negative: it cannot be sent now, and is unchanged. It may be tried again later
	 */
	protectRequest(destination: number, exchange: number, buffer: Uint8Array, length: number, end: number): number;
	/** Turns the protected request of an exchange back into the plain one, to be protected anew. @returns its length */
	recoverRequest(exchange: number, buffer: Uint8Array, length: number): number;
	/** @returns length of the plain message at `messageOffset`; negative: it is not to be believed, and gets no answer */
	unprotectResponse(exchange: number, buffer: Uint8Array, offset: number, length: number): number;
	/** The exchange is over, or will be protected anew. */
	release(exchange: number): void;
	/** @returns length of the plain request at `messageOffset`; negative: a fault for `refusal` */
	unprotectRequest(origin: number, buffer: Uint8Array, offset: number, length: number): number;
	/** What an unverified request is answered, in the clear: a code, or 0 for nothing. */
	refusal(fault: number): number;
	/** Whether the request verified last is known to be no recording. Where it is not, it must prove it by an Echo. */
	readonly fresh: boolean;
	/** Takes `length` bytes from `offset` for an answer to a challenge. @returns whether the request is fresh now */
	acceptEcho(buffer: Uint8Array, offset: number, length: number): boolean;
	/** Writes a challenge (Echo, RFC 9175) to the start of `value` (at most 40 bytes). @returns its length */
	challenge(value: Uint8Array): number;
	/** Protects the response to the request verified last. @returns its new length, negative: it cannot be sent */
	protectResponse(buffer: Uint8Array, length: number, end: number): number;
	/**
	 * The request verified last will be answered later, or again and again: keeps what answers are protected with as
	 * `place`, 0 … `laterLimit` - 1, until `releaseRequest`. What answers it now may still be protected.
	 */
	keepRequest(place: number): void;
	/** Protects an answer to a kept request, each under a number of its own. @returns its new length, negative: it cannot be sent */
	protectLater(place: number, buffer: Uint8Array, length: number, end: number): number;
	/** A place that is not kept is ignored. */
	releaseRequest(place: number): void;
	/** An exchange's answer said that more will follow: they are verified with `exchange` moved to `to`, from `exchangeLimit` on. */
	moveExchange(exchange: number, to: number): void;
}

/** Requests that are answered later: observers, then separate responses. */
export const laterLimit = 12;
