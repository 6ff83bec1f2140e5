/**
 * What a board says in its advertising, big-endian:
 *
 * | bytes | field |
 * | --- | --- |
 * | 0 | version 1 (high nibble), 0 |
 * | 1-2 | network tag |
 * | 3 | bit 0: takes a connection |
 * | 4 | serial of the newest broadcast that can be fetched, 1-255; 0: none |
 * | 5-6 | address of a node that it wants to reach, 0: none |
 *
 * Nothing in it is protected: it only decides who connects to whom.
 */
export const beaconLength = 7;
const versionAndType = 0x10;

export interface Beacon {
	networkTag: number;
	room: boolean;
	serial: number;
	wanted: number;
}

export function writeBeacon(bytes: Uint8Array, beacon: Beacon): void {
	bytes[0] = versionAndType;
	bytes[1] = beacon.networkTag >> 8;
	bytes[2] = beacon.networkTag;
	bytes[3] = beacon.room ? 1 : 0;
	bytes[4] = beacon.serial;
	bytes[5] = beacon.wanted >> 8;
	bytes[6] = beacon.wanted;
}

/** False: not a beacon of this version. Longer ones are of a later revision, with fields behind these. */
export function readBeacon(bytes: Uint8Array, length: number, into: Beacon): boolean {
	if (length < beaconLength || bytes[0] !== versionAndType) return false;
	into.networkTag = ((bytes[1] as number) << 8) | (bytes[2] as number);
	into.room = ((bytes[3] as number) & 1) !== 0;
	into.serial = bytes[4] as number;
	into.wanted = ((bytes[5] as number) << 8) | (bytes[6] as number);
	return true;
}
