import { idContextLimit, idLengthLimit } from "./limits";
import { partialIvLength, readPartialIv, writePartialIv } from "./partial-iv";

/** Flag bits of the first byte (RFC 8613 section 6.1). */
const kidContextFlag = 0x10;
const kidFlag = 0x08;
const partialIvBits = 0x07;
const reservedBits = 0xe0;
const longestPartialIv = 5;

/** The value of an OSCORE option: read where it lies, or filled in and written. One object serves message after message. */
export class OscoreOption {
	/** -1: none. */
	partialIv = -1;
	kidOffset = 0;
	/** -1: none. */
	kidLength = -1;
	kidContextOffset = 0;
	/** -1: none. */
	kidContextLength = -1;
	/** To be written: the kid context goes into a CBOR byte string (appendix B.2). */
	wrapped = false;

	clear(): void {
		this.partialIv = -1;
		this.kidLength = -1;
		this.kidContextLength = -1;
		this.wrapped = false;
	}

	/** Reads `length` bytes from `offset`. @returns whether they are a value that section 6.1 allows */
	read(buffer: Uint8Array, offset: number, length: number): boolean {
		this.clear();
		if (length === 0) return true;
		const flags = buffer[offset] as number;
		const count = flags & partialIvBits;
		// All flags 0 is the empty value; one value has one encoding.
		if (flags === 0 || flags & reservedBits || count > longestPartialIv) return false;
		const end = offset + length;
		let at = offset + 1;
		if (count > 0) {
			if (count > end - at) return false;
			this.partialIv = readPartialIv(buffer, at, count);
			if (this.partialIv < 0) return false;
			at += count;
		}
		if (flags & kidContextFlag) {
			if (at >= end) return false;
			const contextLength = buffer[at++] as number;
			if (contextLength > end - at) return false;
			this.kidContextOffset = at;
			this.kidContextLength = contextLength;
			at += contextLength;
		}
		if (flags & kidFlag) {
			this.kidOffset = at;
			this.kidLength = end - at;
			return this.kidLength <= idLengthLimit;
		}
		return at === end;
	}

	/**
	 * Writes the value to `target` from `at`, where there are `oscoreOptionLimit` bytes.
	 * @param source holds kid and kid context, which must not overlap `target` where it is written
	 * @returns where it ends
	 */
	write(target: Uint8Array, at: number, source: Uint8Array): number {
		const { partialIv, kidLength, kidContextLength, wrapped } = this;
		let flags = partialIv < 0 ? 0 : partialIvLength(partialIv);
		if (kidLength >= 0) flags |= kidFlag;
		if (kidContextLength >= 0) flags |= kidContextFlag;
		if (flags === 0) return at;
		target[at] = flags;
		let to = at + 1;
		if (partialIv >= 0) to = writePartialIv(target, to, partialIv);
		if (kidContextLength >= 0) {
			target[to++] = wrapped ? kidContextLength + 1 : kidContextLength;
			if (wrapped) target[to++] = cborBytes | kidContextLength;
			to = copy(target, to, source, this.kidContextOffset, kidContextLength);
		}
		return copy(target, to, source, this.kidOffset, kidLength);
	}
}

/** @returns where the copy ends */
function copy(target: Uint8Array, at: number, source: Uint8Array, offset: number, length: number): number {
	for (let index = 0; index < length; index++) target[at + index] = source[offset + index] as number;
	return length > 0 ? at + length : at;
}

/** Bytes of the longest value: flags, Partial IV, kid context in a CBOR byte string with its length, kid. */
export const oscoreOptionLimit = 1 + longestPartialIv + 1 + (1 + idContextLimit) + idLengthLimit;

/** Head of a CBOR byte string of up to 23 bytes (RFC 8949 section 3.1). */
export const cborBytes = 0x40;
