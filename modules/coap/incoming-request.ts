import { type Trust, trusts } from "./message-security";
import type { PathTable } from "./path-table";

/** Longest path of a request, in bytes with its slashes. A longer one names nothing here. */
export const pathLengthLimit = 64;

/**
 * A request as its handler sees it. One object serves all requests: everything in it, and `buffer`, is valid during
 * `onRequest` only.
 */
export class IncomingRequest {
	/** Address of the sender. */
	origin = 0;
	/** Sent to everybody: what the handler answers is not sent back. */
	group = false;
	/** How far the sender is believed, one of `trusts`. */
	trust: Trust = trusts.plain;
	/** `codes.get`, `post`, `put` or `delete`. */
	code = 0;
	confirmable = false;
	/** Content format of the payload, -1 where the sender did not say. */
	contentFormat = -1;
	/** The one content format that the sender can read, -1 where it did not say. */
	accept = -1;
	buffer: Uint8Array;
	payloadOffset = 0;
	payloadLength = 0;
	/** Of the frame that carried the request. */
	sequence = 0;
	/** dBm */
	rssi = 0;
	/** Bytes of the Uri-Path options, joined with "/". */
	pathLength = 0;
	/** The most that `setPayload` takes for this request. */
	replyLimit = 0;
	/** Reply that the handler set: its length, and its content format (-1: none). */
	replyLength = 0;
	replyFormat = -1;
	readonly reply: Uint8Array;
	/** Where the path lies: in `buffer`, or, joined from several segments, at the start of `#joined`. */
	#inPlace = true;
	#pathOffset = 0;
	/** What the path was last found equal to. */
	#equal: string | undefined;
	readonly #joined = new Uint8Array(pathLengthLimit);
	readonly #paths: PathTable;

	constructor(paths: PathTable, replyCapacity: number) {
		this.#paths = paths;
		this.reply = new Uint8Array(replyCapacity);
		this.buffer = this.reply;
	}

	/** Byte `index` (0 … pathLength-1) of the joined path. */
	pathByte(index: number): number {
		return (this.#inPlace ? this.buffer[this.#pathOffset + index] : this.#joined[index]) as number;
	}

	/** Whether the path is `path`, for example "r" or "s/1f". Allocates nothing once it has seen `path`. */
	pathEquals(path: string): boolean {
		if (path === this.#equal) return true;
		const length = this.pathLength;
		const paths = this.#paths;
		const index = paths.find(path);
		if (paths.lengths[index] !== length) return false;
		const expected = paths.texts[index] as Uint8Array;
		for (let at = 0; at < length; at++) if (this.pathByte(at) !== expected[at]) return false;
		this.#equal = path;
		return true;
	}

	/**
	 * Sets the payload of the reply: a copy of the first `length` bytes.
	 * @param format content format, or -1. Throws RangeError beyond `replyLimit`: the handler knows what it answers.
	 */
	setPayload(bytes: Uint8Array, length: number, format: number): void {
		if (length > this.replyLimit) throw new RangeError(`reply of ${length} bytes, at most ${this.replyLimit}`);
		const reply = this.reply;
		for (let at = 0; at < length; at++) reply[at] = bytes[at] as number;
		this.replyLength = length;
		this.replyFormat = format;
	}

	/** For the endpoint: there is no path, so far. */
	clearPath(): void {
		this.pathLength = 0;
		this.#inPlace = true;
		this.#equal = undefined;
	}

	/** For the endpoint: the path is one segment of the message. @returns false where it is too long */
	startPath(offset: number, length: number): boolean {
		this.#pathOffset = offset;
		this.pathLength = length;
		return length <= pathLengthLimit;
	}

	/** For the endpoint: a further segment. @returns false where the path is too long now */
	appendPath(offset: number, length: number): boolean {
		const joined = this.#joined;
		let at = this.pathLength;
		if (at + 1 + length > pathLengthLimit) return false;
		if (this.#inPlace) {
			for (let index = 0; index < at; index++) joined[index] = this.pathByte(index);
			this.#inPlace = false;
		}
		joined[at++] = 0x2f;
		for (let index = 0; index < length; index++) joined[at++] = this.buffer[offset + index] as number;
		this.pathLength = at;
		return true;
	}
}
