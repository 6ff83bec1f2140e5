import { noBytes } from "kith/core/no-bytes";
import { chanceLength } from "./group-contexts";
import { bootContextLength } from "./id-context";

/**
 * What a hello says, sealed, behind its chance (docs/protocol.md, "Hello"):
 *
 * | bytes | field |
 * | --- | --- |
 * | 0 | flags: 0x80 it asks; the rest 0 |
 * | 1 | challenges named |
 * | 2 | boots vouched for |
 * | 3 | addresses asked; 0: everybody is |
 * | 4- | of one that asks: its challenge (6), addresses asked (2 each) |
 * | | challenges named (6 each) |
 * | | boots vouched for: address (2), boot (2), chance (6), highest sequence (3) each |
 */
export const asksFlag = 0x80;
export const countsLength = 4;
/** Bytes of a challenge: as many as of chance, for the same reason. */
export const challengeLength = 6;
export const vouchLength = 2 + bootContextLength + 3;
/** Addresses that one hello asks; more than these ask everybody. */
export const askedLimit = 8;

/** Reads a hello where it lies. One object reads hello after hello. */
export class HelloReader {
	buffer: Uint8Array = noBytes;
	asks = false;
	/** Where the fields lie in `buffer`, and how many there are. */
	challengeAt = 0;
	askedAt = 0;
	askedCount = 0;
	namedAt = 0;
	namedCount = 0;
	vouchesAt = 0;
	vouchCount = 0;

	/** @returns whether the `length` bytes from `offset` are a hello */
	open(buffer: Uint8Array, offset: number, length: number): boolean {
		if (length < countsLength) return false;
		const flags = buffer[offset] as number;
		if ((flags & ~asksFlag) !== 0) return false;
		this.buffer = buffer;
		this.asks = flags === asksFlag;
		this.namedCount = buffer[offset + 1] as number;
		this.vouchCount = buffer[offset + 2] as number;
		this.askedCount = buffer[offset + 3] as number;
		if (this.askedCount > 0 && !this.asks) return false;
		this.challengeAt = offset + countsLength;
		this.askedAt = this.challengeAt + (this.asks ? challengeLength : 0);
		this.namedAt = this.askedAt + 2 * this.askedCount;
		this.vouchesAt = this.namedAt + challengeLength * this.namedCount;
		return this.vouchesAt + vouchLength * this.vouchCount === offset + length;
	}

	/** Whether `address` is among those that it asks. */
	isAsked(address: number): boolean {
		if (!this.asks) return false;
		for (let index = 0; index < this.askedCount; index++)
			if (this.number(this.askedAt + 2 * index) === address) return true;
		return this.askedCount === 0;
	}

	/** Whether it names the challenge that lies at `at` of `bytes`. */
	names(bytes: Uint8Array, at: number): boolean {
		for (let index = 0; index < this.namedCount; index++)
			if (equalAt(this.buffer, this.namedAt + challengeLength * index, bytes, at, challengeLength)) return true;
		return false;
	}

	vouchedAddress(index: number): number {
		return this.number(this.vouchesAt + vouchLength * index);
	}

	vouchedBoot(index: number): number {
		return this.number(this.vouchesAt + vouchLength * index + 2);
	}

	/** Where the chance of a boot that it vouches for lies in `buffer`. */
	vouchedChance(index: number): number {
		return this.vouchesAt + vouchLength * index + 4;
	}

	vouchedSequence(index: number): number {
		const at = this.vouchedChance(index) + chanceLength;
		return ((this.buffer[at] as number) << 16) | this.number(at + 1);
	}

	private number(at: number): number {
		return ((this.buffer[at] as number) << 8) | (this.buffer[at + 1] as number);
	}
}

export function equalAt(a: Uint8Array, aAt: number, b: Uint8Array, bAt: number, length: number): boolean {
	for (let index = 0; index < length; index++) if (a[aAt + index] !== b[bAt + index]) return false;
	return true;
}

/** Writes a hello, its fields in their order. */
export class HelloWriter {
	readonly bytes: Uint8Array;
	length = 0;
	readonly #limit: number;

	/** @param limit bytes of the longest hello, its chance included */
	constructor(limit: number) {
		this.#limit = limit;
		this.bytes = new Uint8Array(limit);
	}

	/** @param own ID Context of this boot */
	begin(own: Uint8Array): void {
		const bytes = this.bytes;
		for (let index = 0; index < chanceLength; index++) bytes[index] = own[2 + index] as number;
		bytes.fill(0, chanceLength, chanceLength + countsLength);
		this.length = chanceLength + countsLength;
	}

	/** Before all other fields: asks, with the challenge at `at` of `source`. */
	ask(source: Uint8Array, at: number): void {
		this.bytes[chanceLength] = asksFlag;
		this.copy(source, at, challengeLength);
	}

	/** Whom to ask; nobody named asks everybody. */
	askFor(address: number): void {
		this.bytes[chanceLength + 3] = (this.bytes[chanceLength + 3] as number) + 1;
		this.number(address);
	}

	/** @returns false where there is no room for it */
	name(source: Uint8Array, at: number): boolean {
		if (this.length + challengeLength > this.#limit) return false;
		this.bytes[chanceLength + 1] = (this.bytes[chanceLength + 1] as number) + 1;
		this.copy(source, at, challengeLength);
		return true;
	}

	get hasRoomToVouch(): boolean {
		return this.length + vouchLength <= this.#limit;
	}

	/**
	 * Begins to vouch for a boot of `address`, whose ID Context the caller then puts where it says.
	 * @returns where in `bytes`
	 */
	vouch(address: number, sequence: number): number {
		this.bytes[chanceLength + 2] = (this.bytes[chanceLength + 2] as number) + 1;
		this.number(address);
		const at = this.length;
		this.length += bootContextLength;
		this.bytes[this.length++] = sequence >> 16;
		this.number(sequence & 0xffff);
		return at;
	}

	private number(value: number): void {
		this.bytes[this.length++] = value >> 8;
		this.bytes[this.length++] = value;
	}

	private copy(source: Uint8Array, at: number, length: number): void {
		for (let index = 0; index < length; index++) this.bytes[this.length++] = source[at + index] as number;
	}
}
