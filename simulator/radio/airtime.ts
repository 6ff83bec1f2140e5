/**
 * Times of 802.11b at 1 Mbps with the long preamble, in microseconds (IEEE 802.11-2020, clauses 10.3 and 15.4), and of
 * ESP-NOW frames in it.
 */

/** PLCP preamble and header, at 1 Mbps. */
const preambleUs = 192;
/** Bytes around the payload of an ESP-NOW v1 frame: MAC header 24, category 1, OUI 3, random 4, element header 7, FCS 4. */
const frameOverheadBytes = 43;
/** ESP-NOW v2 puts a longer payload into several vendor elements of this many bytes, each with a header of its own. */
const elementPayloadBytes = 250;
const elementHeaderBytes = 7;
const acknowledgementBytes = 14;
const microsecondsPerByte = 8;

export const slotUs = 20;
/** Short interframe space: between a frame and its acknowledgement. */
export const sifsUs = 10;
/** DIFS = SIFS + 2 slots: the medium must have been idle for this long. */
export const difsUs = sifsUs + 2 * slotUs;
/** An acknowledgement: preamble and 14 bytes. */
export const acknowledgementUs = preambleUs + microsecondsPerByte * acknowledgementBytes;
/** Bits of an acknowledgement that must all arrive. */
export const acknowledgementBits = microsecondsPerByte * acknowledgementBytes;
/** Largest draw of the first backoff, in slots. */
export const contentionWindowMinimum = 31;
/** Largest draw of a late retry's backoff, in slots. */
export const contentionWindowMaximum = 1023;
/** A unicast is sent at most 1 + this many times (dot11ShortRetryLimit). */
export const retryLimit = 7;
/** Longest payload: ESP-NOW v2. */
export const frameBytesLimit = 1470;

/** Bits of an ESP-NOW frame that must all arrive, the PLCP apart. */
export function frameBits(payloadBytes: number): number {
	const furtherElements = Math.max(0, Math.ceil(payloadBytes / elementPayloadBytes) - 1);
	return microsecondsPerByte * (frameOverheadBytes + furtherElements * elementHeaderBytes + payloadBytes);
}

/** Microseconds on the air of an ESP-NOW frame with `payloadBytes` of payload, unencrypted: 192 + 8 (43 + N) up to 250 bytes. */
export function airtimeUs(payloadBytes: number): number {
	return preambleUs + frameBits(payloadBytes);
}
