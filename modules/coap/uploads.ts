import { elapsed } from "kith/core/clock";
import type { Counters } from "kith/network/counters";
import { asciiText } from "./ascii-text";
import { blockMore, blockOffset, blockSize, blockSzx, blockValue } from "./block";
import type { BlockSink } from "./block-source";
import { type CoapCounter, coapCounters } from "./coap-counters";
import { codes } from "./codes";
import type { RequestHandler } from "./endpoint";
import type { IncomingRequest } from "./incoming-request";
import type { CoapMessage } from "./message";
import { optionNumbers } from "./options";

/** Bodies that come in blocks at a time. */
export const uploadLimit = 2;
/** Without a block for so long an upload may be given up for another. */
export const uploadMs = 120_000;

const rowLength = 4;
const row = { origin: 0, key: 1, next: 2, since: 3 } as const;
const missing = asciiText("blocks before it are missing");
const tooLong = asciiText("too long for this resource");
const uneven = asciiText("a block that is not full");

/**
 * Bodies that come block by block (RFC 7959 section 2.5), each passed on at once to the handler's sink: nothing is kept
 * but where the next block belongs. Blocks must come in order. Uploads are told apart by sender, path and Request-Tag
 * (RFC 9175 section 3).
 */
export class Uploads {
	readonly #cells = new Int32Array(uploadLimit * rowLength);
	readonly #sinks: (BlockSink | undefined)[] = [];
	readonly #counters: Counters<CoapCounter>;

	constructor(counters: Counters<CoapCounter>) {
		this.#counters = counters;
		for (let place = 0; place < uploadLimit; place++) this.#sinks.push(undefined);
	}

	/** Takes the request's block. @param largest SZX of the largest block wanted @returns the response's code */
	receive(
		request: IncomingRequest,
		message: CoapMessage,
		handler: RequestHandler,
		largest: number,
		now: number,
	): number {
		const { block1 } = request;
		const szx = blockSzx(block1);
		const offset = blockOffset(block1);
		const more = blockMore(block1);
		if (more && request.payloadLength !== blockSize(szx)) return request.explain(codes.badRequest, uneven);
		const key = keyOf(request, message);
		let place = this.find(request.origin, key);
		if (offset === 0) {
			if (place >= 0) this.abort(place);
			const sink = handler.onUpload?.(request) ?? codes.requestEntityTooLarge;
			if (sink === codes.requestEntityTooLarge) {
				request.replyBlock1 = blockValue(0, more, Math.min(szx, largest));
				return request.explain(codes.requestEntityTooLarge, tooLong);
			}
			if (typeof sink === "number") return sink;
			place = this.open(request.origin, key, sink, now);
			if (place < 0) {
				sink.abort();
				return codes.serviceUnavailable;
			}
		} else if (place < 0 || this.#cells[place * rowLength + row.next] !== offset) {
			this.#counters.count(coapCounters.uploadsBroken);
			return request.explain(codes.requestEntityIncomplete, missing);
		}
		return this.take(place, request, now, largest);
	}

	private take(place: number, request: IncomingRequest, now: number, largest: number): number {
		const { block1, buffer, payloadOffset, payloadLength } = request;
		const sink = this.#sinks[place] as BlockSink;
		const offset = blockOffset(block1);
		const fault = sink.writeBlock(offset, buffer, payloadOffset, payloadLength);
		request.replyBlock1 = blockValue(block1 >>> 4, blockMore(block1), Math.min(blockSzx(block1), largest));
		if (fault !== 0) {
			this.abort(place);
			return fault;
		}
		this.#cells[place * rowLength + row.next] = offset + payloadLength;
		this.#cells[place * rowLength + row.since] = now;
		if (blockMore(block1)) return codes.continue;
		this.release(place);
		return sink.finish();
	}

	private find(origin: number, key: number): number {
		for (let place = 0; place < uploadLimit; place++) {
			const at = place * rowLength;
			if (this.#cells[at] === origin && this.#cells[at + row.key] === key) return place;
		}
		return -1;
	}

	private open(origin: number, key: number, sink: BlockSink, now: number): number {
		for (let place = 0; place < uploadLimit; place++) {
			const at = place * rowLength;
			const age = elapsed(this.#cells[at + row.since] as number, now);
			if (this.#cells[at] !== 0 && age >= 0 && age < uploadMs) continue;
			if (this.#cells[at] !== 0) this.abort(place);
			this.#cells[at] = origin;
			this.#cells[at + row.key] = key;
			this.#cells[at + row.next] = 0;
			this.#cells[at + row.since] = now;
			this.#sinks[place] = sink;
			return place;
		}
		return -1;
	}

	private abort(place: number): void {
		this.#counters.count(coapCounters.uploadsBroken);
		this.#sinks[place]?.abort();
		this.release(place);
	}

	private release(place: number): void {
		this.#cells[place * rowLength] = 0;
		this.#sinks[place] = undefined;
	}
}

/** Path and Request-Tags as one number (FNV-1a): a collision mixes up one sender's own uploads at worst. */
function keyOf(request: IncomingRequest, message: CoapMessage): number {
	let key = request.code;
	for (let index = 0; index < request.pathLength; index++) key = mix(key, request.pathByte(index));
	for (let option = 0; option < message.optionCount; option++) {
		if (message.optionNumbers[option] !== optionNumbers.requestTag) continue;
		const at = message.optionOffsets[option] as number;
		const length = message.optionLengths[option] as number;
		key = mix(key, 0x100 | length);
		for (let index = 0; index < length; index++) key = mix(key, message.buffer[at + index] as number);
	}
	return key;
}

function mix(key: number, value: number): number {
	return Math.imul(key ^ value, 0x0100_0193);
}
