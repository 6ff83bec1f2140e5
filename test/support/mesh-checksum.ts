import { hopByte } from "kith/mesh/header";
import { crc32 } from "kith/security/crc-32";
import { type Protection, protectionFaults } from "kith/security/protection";

const tagLength = 4;

/**
 * A protection without keys, for tests of the layers above and below: a CRC-32 over header and message, appended
 * big-endian. It finds damage, and stops nobody who means harm.
 */
export class MeshChecksum implements Protection {
	readonly overhead = tagLength;

	protect(frame: Uint8Array, messageOffset: number, messageLength: number): number {
		const end = messageOffset + messageLength;
		const crc = checksum(frame, end);
		frame[end] = crc >> 24;
		frame[end + 1] = crc >> 16;
		frame[end + 2] = crc >> 8;
		frame[end + 3] = crc;
		return messageLength + tagLength;
	}

	unprotect(frame: Uint8Array, bodyOffset: number, bodyLength: number): number {
		const messageLength = bodyLength - tagLength;
		if (messageLength < 0) return protectionFaults.tooShort;
		const end = bodyOffset + messageLength;
		const tag =
			((frame[end] as number) << 24) |
			((frame[end + 1] as number) << 16) |
			((frame[end + 2] as number) << 8) |
			(frame[end + 3] as number);
		return checksum(frame, end) === tag ? messageLength : protectionFaults.notAuthentic;
	}
}

/** Without the hop limit, which changes on the way. */
function checksum(frame: Uint8Array, end: number): number {
	const hops = frame[hopByte] as number;
	frame[hopByte] = 0;
	const crc = crc32(frame, 0, end);
	frame[hopByte] = hops;
	return crc;
}
