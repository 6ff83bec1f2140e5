/** Version 1 of the frame. Layout in docs/protocol.md, "Frame". All numbers are big-endian. */
export const frameVersion = 1;
export const headerLength = 13;
/** Largest frame of version 1: what ESP-NOW v1 carries. */
export const frameLengthLimit = 250;
/** Hops that a message may take; most are on their way by fewer. At most 15. */
export const defaultHopLimit = 8;
/** Where the hop limit is, in the low nibble. The high one: `relayedFlag`, or in floods the cost of the way. */
export const hopByte = 3;
export const hopMask = 0x0f;
export const costShift = 4;
/** In a flood: this copy offers no way to its origin. Below: half transmissions beyond two for each hop. */
export const noWayOffered = 15;
/** In a unicast frame: the relay's own numbers follow the header. */
export const relayedFlag = 0x80;
/** Relay's address (2), boot (2), sequence (3), cost of the way so far in half transmissions (1). */
export const relayLength = 8;
/** The sequences of a sender count 0 … this; then it needs a new boot number. */
export const sequenceLimit = 0xffffff;

/**
 * group: flooded through a zone, with the origin's own protection. search: flooded likewise, by the network layer itself.
 * unicast, found, neighbour: protected for one hop; neighbour frames go no further.
 */
export const frameTypes = {
	group: 0,
	unicast: 1,
	hello: 2,
	neighbour: 3,
	search: 4,
	found: 5,
	compressed: 15,
} as const;

export const versionBits = frameVersion << 4;
export const groupFirstByte = versionBits | frameTypes.group;
export const unicastFirstByte = versionBits | frameTypes.unicast;

/** What a header says, in the same form for frames heard and frames sent. */
export interface HeaderFields {
	networkTag: number;
	hopLimit: number;
	origin: number;
	destination: number;
	boot: number;
	sequence: number;
}

/** Writes a header to the first `headerLength` bytes of `frame`. @param type of `frameTypes` */
export function writeHeader(frame: Uint8Array, header: HeaderFields, type: number): void {
	const { networkTag, origin, destination, boot, sequence } = header;
	frame[0] = versionBits | type;
	frame[1] = networkTag >> 8;
	frame[2] = networkTag;
	frame[3] = header.hopLimit;
	frame[4] = origin >> 8;
	frame[5] = origin;
	frame[6] = destination >> 8;
	frame[7] = destination;
	frame[8] = boot >> 8;
	frame[9] = boot;
	frame[10] = sequence >> 16;
	frame[11] = sequence >> 8;
	frame[12] = sequence;
}
