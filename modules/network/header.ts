/** Version 1 of the frame. Layout in docs/protocol.md, "Frame". All numbers are big-endian. */
export const frameVersion = 1;
export const headerLength = 13;
/** Largest frame of version 1: what ESP-NOW v1 carries. */
export const frameLengthLimit = 250;
/** Frames are heard where they are sent; kith/mesh relays. */
export const defaultHopLimit = 1;
/** The origin's sequence counts 0 … this; then it needs a new boot number. */
export const sequenceLimit = 0xffffff;

export const frameTypes = { group: 0, unicast: 1, hello: 2, compressed: 15 } as const;

export const groupFirstByte = (frameVersion << 4) | frameTypes.group;
export const unicastFirstByte = (frameVersion << 4) | frameTypes.unicast;
export const helloFirstByte = (frameVersion << 4) | frameTypes.hello;

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
	frame[0] = (frameVersion << 4) | type;
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
