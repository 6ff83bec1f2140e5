import { type Random, randomBelow } from "kith/core/random";

/** Transmission parameters (RFC 7252 section 4.8), as data. */
export interface TransmissionPolicy {
	/** ACK_TIMEOUT: the first wait for an acknowledgement is this long, and up to `ackRandomPercent` of it. */
	readonly ackTimeoutMs: number;
	/** ACK_RANDOM_FACTOR in percent, at least 100. */
	readonly ackRandomPercent: number;
	/** MAX_RETRANSMIT: a message is sent at most 1 + this many times, the wait doubling each time. */
	readonly maximumRetransmissions: number;
	/** NSTART: exchanges open with one peer at a time; further ones wait. */
	readonly exchangesPerPeer: number;
	/** MAX_LATENCY: how long a message can be under way. */
	readonly maximumLatencyMs: number;
	/** How long to wait for a separate response after its request was acknowledged. The RFC leaves it to the user. */
	readonly separateResponseMs: number;
}

/** Section 4.8 as written, for paths across the Internet. */
export const internetPolicy: TransmissionPolicy = Object.freeze({
	ackTimeoutMs: 2000,
	ackRandomPercent: 150,
	maximumRetransmissions: 4,
	exchangesPerPeer: 1,
	maximumLatencyMs: 100_000,
	separateResponseMs: 93_000,
});

/**
 * For one radio hop, where a frame is under way for milliseconds and a person waits for the lamp. Section 4.8.1 allows
 * a shorter ACK_TIMEOUT where the network is known and cares for congestion otherwise: here carrier sense does, one
 * exchange per peer bounds the load, and the factor of the back-off stays what it is. A request that is lost twice is
 * still answered within two seconds; the last of five transmissions leaves at the latest 11.25 s after the first.
 */
export const radioPolicy: TransmissionPolicy = Object.freeze({
	ackTimeoutMs: 500,
	ackRandomPercent: 150,
	maximumRetransmissions: 4,
	exchangesPerPeer: 1,
	maximumLatencyMs: 1000,
	separateResponseMs: 10_000,
});

/** Addresses from here on are not of nodes but of peers beyond the radio, which a transport numbers as it meets them. */
export const firstDistantPeer = 0x1_0000;

/** How an endpoint sends to peers on its radio, and to those beyond. */
export interface Policies {
	readonly near: TransmissionPolicy;
	readonly distant: TransmissionPolicy;
}

export function policyFor(policies: Policies, peer: number): TransmissionPolicy {
	return peer < firstDistantPeer ? policies.near : policies.distant;
}

/** The wait after a first transmission: ACK_TIMEOUT, and up to ACK_RANDOM_FACTOR of it (section 4.2). */
export function firstWaitMs(policy: TransmissionPolicy, random: Random, scratch: Uint8Array): number {
	const spread = ((policy.ackTimeoutMs * (policy.ackRandomPercent - 100)) / 100) | 0;
	return policy.ackTimeoutMs + randomBelow(random, scratch, spread + 1);
}

/** MAX_TRANSMIT_SPAN (section 4.8.2): from the first transmission to the last, at most. */
export function transmitSpanMs(policy: TransmissionPolicy): number {
	const doublings = 2 ** policy.maximumRetransmissions - 1;
	return Math.ceil((policy.ackTimeoutMs * doublings * policy.ackRandomPercent) / 100);
}

/** EXCHANGE_LIFETIME (section 4.8.2): for how long a message id must be remembered. PROCESSING_DELAY is ACK_TIMEOUT. */
export function exchangeLifetimeMs(policy: TransmissionPolicy): number {
	return transmitSpanMs(policy) + 2 * policy.maximumLatencyMs + policy.ackTimeoutMs;
}
