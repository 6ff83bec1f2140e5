import type { Partition } from "kith/core/partition";
import { crc32 } from "kith/security/crc-32";
import { nodeLimits } from "./definition";

/**
 * A definition as it lies in its partition. All numbers big-endian.
 *
 * | bytes | field |
 * | --- | --- |
 * | 0-3 | "KDEF" |
 * | 4-7 | n: length of the definition |
 * | 8-11 | CRC-32 of the definition |
 * | 12- | the definition, n bytes of CBOR |
 */
const magic = 0x4b444546;
const headerLength = 12;

/** Bytes of the partition. */
export const definitionPartitionLength = 0x8000;

export type DefinitionImageFault = "unreadable" | "erased" | "not a definition" | "wrong length" | "damaged";

/** The image of an encoded definition, for the desktop. */
export function definitionImage(definition: Uint8Array): Uint8Array {
	const image = new Uint8Array(headerLength + definition.length);
	putUint32(image, 0, magic);
	putUint32(image, 4, definition.length);
	putUint32(image, 8, crc32(definition, 0, definition.length));
	image.set(definition, headerLength);
	return image;
}

/** The definition in a partition, checked as a whole, or why there is none. */
export function readDefinitionImage(partition: Partition): Uint8Array | DefinitionImageFault {
	const header = new Uint8Array(headerLength);
	if (!partition.read(0, header, headerLength)) return "unreadable";
	const found = uint32(header, 0);
	if (found === -1) return "erased";
	if (found !== magic) return "not a definition";
	const length = uint32(header, 4);
	if (length < 1 || length > nodeLimits.definitionBytes) return "wrong length";
	const bytes = new Uint8Array(length);
	if (!partition.read(headerLength, bytes, length)) return "unreadable";
	return crc32(bytes, 0, length) === uint32(header, 8) ? bytes : "damaged";
}

/** As int32. */
function uint32(bytes: Uint8Array, at: number): number {
	const high = ((bytes[at] as number) << 24) | ((bytes[at + 1] as number) << 16);
	return high | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
}

function putUint32(bytes: Uint8Array, at: number, value: number): void {
	bytes[at] = value >> 24;
	bytes[at + 1] = value >> 16;
	bytes[at + 2] = value >> 8;
	bytes[at + 3] = value;
}
