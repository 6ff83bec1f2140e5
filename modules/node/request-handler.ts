import { codes, contentFormats } from "kith/coap/codes";
import type { RequestHandler } from "kith/coap/endpoint";
import type { IncomingRequest } from "kith/coap/incoming-request";
import type { ValueTable } from "kith/model/value-table";
import { noSlot, type OwnResources } from "./own-resources";
import { readingsPath } from "./paths";
import type { SingleReading } from "./single-reading";

/** What requests do to the node. */
export interface RequestTarget {
	/** Readings of a peer arrived: the payload of a POST to `r`. False: they could not be read. */
	onReadings(request: IncomingRequest): boolean;
	/** A peer asks for an own actuator's value, within its range. False: not now. */
	onCommand(slot: number, value: number, requester: number): boolean;
}

/**
 * The node's CoAP resources: `r` takes the readings of peers (POST, by group or unicast); a short id in lower-case
 * hexadecimal is that own resource (GET, and PUT where it can be set), each a SenML-CBOR pack of one record.
 */
export class NodeRequestHandler implements RequestHandler {
	readonly #own: OwnResources;
	readonly #values: ValueTable;
	readonly #reading: SingleReading;
	readonly #target: RequestTarget;

	constructor(own: OwnResources, values: ValueTable, reading: SingleReading, target: RequestTarget) {
		this.#own = own;
		this.#values = values;
		this.#reading = reading;
		this.#target = target;
	}

	onRequest(request: IncomingRequest): number {
		if (request.pathEquals(readingsPath)) {
			if (request.code !== codes.post) return codes.methodNotAllowed;
			if (request.contentFormat !== contentFormats.senmlCbor) return codes.unsupportedContentFormat;
			return this.#target.onReadings(request) ? codes.changed : codes.badRequest;
		}
		const slot = this.#own.slotOf(pathId(request));
		if (slot === noSlot) return codes.notFound;
		if (request.code === codes.get) return this.#get(slot, request);
		if (request.code === codes.put) return this.#put(slot, request);
		return codes.methodNotAllowed;
	}

	#get(slot: number, request: IncomingRequest): number {
		if (request.accept >= 0 && request.accept !== contentFormats.senmlCbor) return codes.notAcceptable;
		if (!this.#values.known(slot)) return codes.serviceUnavailable;
		const own = this.#own;
		const value = this.#values.value(slot);
		const length = this.#reading.write(own.resourceId(slot), value, own.scale(slot), own.boolean(slot));
		request.setPayload(this.#reading.bytes, length, contentFormats.senmlCbor);
		return codes.content;
	}

	#put(slot: number, request: IncomingRequest): number {
		const own = this.#own;
		// A group request must not switch anything: nobody could say whether it was done.
		if (!own.writable(slot) || request.group) return codes.methodNotAllowed;
		if (request.contentFormat !== contentFormats.senmlCbor) return codes.unsupportedContentFormat;
		const { buffer, payloadOffset, payloadLength } = request;
		const reading = this.#reading;
		const id = own.resourceId(slot);
		const understood = reading.read(buffer, payloadOffset, payloadLength, id, own.scale(slot), own.boolean(slot));
		if (!understood || !own.takes(slot, reading.value)) return codes.badRequest;
		return this.#target.onCommand(slot, reading.value, request.origin) ? codes.changed : codes.serviceUnavailable;
	}
}

/** The path as a short id: one or two lower-case hexadecimal digits without a leading zero. -1: it is none. */
function pathId(request: IncomingRequest): number {
	const length = request.pathLength;
	if (length < 1 || length > 2) return -1;
	const high = hexDigit(request.pathByte(0));
	if (length === 1) return high;
	const low = hexDigit(request.pathByte(1));
	return high < 1 || low < 0 ? -1 : (high << 4) | low;
}

function hexDigit(byte: number): number {
	if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
	return byte >= 0x61 && byte <= 0x66 ? byte - 0x57 : -1;
}
