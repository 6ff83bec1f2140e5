import { noBytes } from "kith/core/no-bytes";
import type { BlockSource } from "./block-source";
import { codes } from "./codes";
import type { Queries } from "./link-filter";
import type { CoapMessage } from "./message";
import { type Trust, trusts } from "./message-security";
import { optionNumbers } from "./options";
import type { PathTable } from "./path-table";

/** Longest path of a request, in bytes with its slashes. A longer one names nothing here. */
export const pathLengthLimit = 64;

/** Keeps what is needed to answer a request later. */
export interface Deferral {
	defer(request: IncomingRequest): number;
}

/**
 * A request as its handler sees it. One object serves all requests: everything in it, and `buffer`, is valid during
 * `onRequest` only.
 */
export class IncomingRequest implements Queries {
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
	/** One of `observeActions`, -1 where the sender did not say. */
	observe = -1;
	/** Values of its Block options, -1 where there are none. */
	block1 = -1;
	block2 = -1;
	/** Uri-Query options. Whoever does not understand them answers 4.02: they are critical. */
	queryCount = 0;
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
	/** Seconds for which the reply holds, -1: the 60 that are assumed (RFC 7252 section 5.10.5). */
	replyMaxAge = -1;
	/** Names this very representation, 1 … 2^31-1; 0: no ETag. A request that brings it is answered 2.03 (section 5.9.1.3). */
	replyEtag = 0;
	/** Block options of the reply, -1: none. For the server. */
	replyBlock1 = -1;
	replyBlock2 = -1;
	/** What the reply is read from block by block, in place of a payload. */
	source: BlockSource | undefined;
	/** What may be observed under this number, from 0, which `CoapEndpoint.changed` names; -1: nothing. */
	subject = -1;
	/** Under which the answer is given later, -1: it is given now. */
	ticket = -1;
	readonly reply: Uint8Array;
	/** Where the path lies: in `buffer`, or, joined from several segments, at the start of `#joined`. */
	#inPlace = true;
	#pathOffset = 0;
	/** What the path was last found equal to. */
	#equal: string | undefined;
	/** Made for the first path of several segments. */
	#joined: Uint8Array = noBytes;
	readonly #paths: PathTable;
	readonly #message: CoapMessage;
	readonly #deferral: Deferral;

	/** @param message in which its options lie */
	constructor(paths: PathTable, message: CoapMessage, deferral: Deferral, replyCapacity: number) {
		this.#paths = paths;
		this.#message = message;
		this.#deferral = deferral;
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
		const expected = paths.text(paths.find(path));
		if (expected.length !== length) return false;
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

	/**
	 * Sets a reply that is read in blocks, of which `block2` names the one wanted: so it may be longer than a message.
	 * @param source used until `onRequest` has returned and the answer is written
	 */
	setSource(source: BlockSource, format: number): void {
		this.source = source;
		this.replyFormat = format;
	}

	/** A sentence for people in an error's payload (RFC 7252 section 5.5.2), where there is room. @returns `code` */
	explain(code: number, sentence: Uint8Array): number {
		if (sentence.length <= this.replyLimit) this.setPayload(sentence, sentence.length, -1);
		return code;
	}

	/**
	 * The answer will follow (`CoapEndpoint.answer`), at most `deferralMs` later; the handler returns `codes.empty`.
	 * @returns the number under which to give it, or -1 when too many are due already
	 */
	defer(): number {
		this.ticket = this.#deferral.defer(this);
		return this.ticket;
	}

	queryOffset(index: number): number {
		return this.#message.optionOffsets[this.#message.find(optionNumbers.uriQuery) + index] as number;
	}

	queryLength(index: number): number {
		return this.#message.optionLengths[this.#message.find(optionNumbers.uriQuery) + index] as number;
	}

	/** For the server: an observer's request as it would be now. */
	beginNotification(origin: number, trust: Trust, accept: number, block2: number): void {
		this.clearReply();
		this.clearPath();
		this.origin = origin;
		this.trust = trust;
		this.group = false;
		this.code = codes.get;
		this.accept = accept;
		this.block2 = block2;
		this.queryCount = 0;
		this.replyLimit = this.reply.length;
	}

	/** For the server: there is no reply, so far. */
	clearReply(): void {
		this.replyLength = 0;
		this.replyFormat = -1;
		this.replyMaxAge = -1;
		this.replyEtag = 0;
		this.replyBlock1 = -1;
		this.replyBlock2 = -1;
		this.source = undefined;
		this.subject = -1;
		this.ticket = -1;
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
		if (this.#joined.length === 0) this.#joined = new Uint8Array(pathLengthLimit);
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
