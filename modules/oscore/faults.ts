import { codes } from "kith/coap/codes";

/** Why a message could not be protected, or is not believed: one reason each, and nothing beyond it. */
export const oscoreFaults = {
	/** No CoAP message, or one without a ciphertext. */
	malformed: -1,
	/** Has no OSCORE option. */
	unprotected: -2,
	/** The OSCORE option does not decode, or lacks what a request must have (RFC 8613 section 6.1). */
	badOption: -3,
	/** There is no security context for this kid and kid context. */
	unknownContext: -4,
	/** This Partial IV was seen before, or is so old that this cannot be told. */
	replayed: -5,
	/** The tag does not belong to this text, request, sender and number. */
	notAuthentic: -6,
	/** The verified text is no message of the kind that was expected: a bug of the peer. */
	badPlaintext: -7,
	/** A notification not newer than the one before, or a second answer where one is due. */
	notNewer: -8,
	/** A notification that nobody registered for. */
	unexpectedObserve: -9,
	/** To be sent: carries an OSCORE option, or a Proxy-Uri, which would have to be taken apart. */
	unprotectable: -10,
	/** The options outside the ciphertext take more than `outerOptionsLimit` bytes. */
	outerOptionsTooLong: -11,
	/** The protected message does not fit its buffer. */
	noRoom: -12,
	/** The sender has used all numbers of its context. */
	sequenceExhausted: -13,
	/** The context has no key for this direction, or was removed. */
	noKey: -14,
} as const;
export type OscoreFault = (typeof oscoreFaults)[keyof typeof oscoreFaults];

/**
 * What a server may answer to a request that it refuses (section 8.2), in the clear and without a payload; Max-Age 0
 * where a proxy could be in between. 0: nothing. Only these three come from what a stranger sends; the rest concern
 * verified peers, or messages of our own.
 */
export function refusalCode(fault: number): number {
	if (fault === oscoreFaults.badOption || fault === oscoreFaults.malformed) return codes.badOption;
	if (fault === oscoreFaults.unknownContext || fault === oscoreFaults.replayed) return codes.unauthorized;
	if (fault === oscoreFaults.notAuthentic || fault === oscoreFaults.badPlaintext) return codes.badRequest;
	return 0;
}

/** Name of a fault, for people. */
export function oscoreFaultName(fault: number): string {
	for (const [name, value] of Object.entries(oscoreFaults)) if (value === fault) return name;
	return "none";
}
