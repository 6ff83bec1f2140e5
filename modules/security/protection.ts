/**
 * Port: what makes a message trusted between its sender and its receivers.
 *
 * For the network layer: `protect` turns the plain message that lies in a frame behind its header into a protected
 * body, in the same place, and `unprotect` turns it back. The bytes in front of the message (the frame's header) are
 * associated data: they travel readable, and a change to them must make `unprotect` refuse. Nothing of a frame may be
 * believed, stored or relayed before `unprotect` answered with a length. Nothing is allocated, nothing throws on what
 * came from the air.
 *
 * For authors of a protection: `identity` names the message uniquely for as long as a network lives: no sender repeats
 * (origin, boot, sequence), so they are what a nonce is made from. `protect` may lengthen the message by at most
 * `overhead` bytes, for which the caller left room in the frame. On a refusal the body may be left in any state. A
 * protection keeps no window of sequences: suppressing repeats is the network layer's work, done with what was verified.
 */
export interface Protection {
	/** The most that `protect` adds to a message, in bytes. */
	readonly overhead: number;
	/** @returns the body's length, or a negative `protectionFaults` when this message cannot be protected. */
	protect(frame: Uint8Array, messageOffset: number, messageLength: number, identity: MessageIdentity): number;
	/** @returns the message's length, from 0, or a negative `protectionFaults`. */
	unprotect(frame: Uint8Array, bodyOffset: number, bodyLength: number, identity: MessageIdentity): number;
}

/** Who says what to whom. The object is reused: valid during the call only. */
export interface MessageIdentity {
	readonly origin: number;
	/** Of the origin among the peers, from 1, for whoever keeps a table of them. 0: this node itself. */
	readonly place: number;
	/** 0xffff: everybody of the network, protected for the group; otherwise for that one peer. */
	readonly destination: number;
	/** The origin's boot counter, 16 bits. */
	readonly boot: number;
	/** 24 bits, from 0 at every boot. */
	readonly sequence: number;
}

export const protectionFaults = {
	/** Shorter than any protected body. */
	tooShort: -1,
	/** The tag does not belong to these bytes: damaged, or made by somebody else. */
	notAuthentic: -2,
	/** There is no key for this origin and destination. */
	noKey: -3,
} as const;
export type ProtectionFault = (typeof protectionFaults)[keyof typeof protectionFaults];
