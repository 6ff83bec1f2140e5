import { codes, contentFormats } from "kith/coap/codes";
import type { RequestHandler } from "kith/coap/endpoint";
import type { IncomingRequest } from "kith/coap/incoming-request";
import type { Catalogue } from "kith/gateway/catalogue";
import type { ValueTable } from "kith/model/value-table";
import { writeValueText } from "kith/model/value-text";
import { type Members, mayAct, mayRead } from "./access";
import { CoreDocument } from "./core-document";
import { type LogResource, logPath } from "./log-resource";
import { type NamedResources, namedSubjects } from "./named-resources";
import type { NodeLog } from "./node-log";
import { type KnownNodes, NodesDocument } from "./nodes-document";
import { noSlot, type OwnResources } from "./own-resources";
import { corePath, nodesPath, readingsPath } from "./paths";
import { sentences } from "./sentences";
import type { SingleReading } from "./single-reading";

/** What requests do to the node. */
export interface RequestTarget {
	/** Readings of a peer arrived: the payload of a POST to `r`. False: they could not be read. */
	onReadings(request: IncomingRequest): boolean;
	/** A peer asks for an own actuator's value, within its range. False: not now. */
	onCommand(slot: number, value: number, requester: number): boolean;
}

export interface NodeRequestHandlerOptions {
	/** Of this node. */
	readonly address: number;
	readonly own: OwnResources;
	readonly values: ValueTable;
	readonly reading: SingleReading;
	readonly target: RequestTarget;
	readonly members: Members;
	readonly names: Catalogue;
	/** Of a gateway. */
	readonly named: NamedResources | undefined;
	readonly heartbeatMs: number;
	readonly log: NodeLog | undefined;
	readonly logResource: LogResource | undefined;
	readonly known: KnownNodes;
}

/**
 * The node's CoAP resources (docs/coap.md): `r` takes the readings of peers (POST, by group or unicast); a short id in
 * lower-case hexadecimal is that own resource (GET, observable, and PUT where it can be set), a SenML-CBOR pack of one
 * record or a text; `/.well-known/core` lists them; a gateway has full names besides.
 */
export class NodeRequestHandler implements RequestHandler {
	readonly #options: NodeRequestHandlerOptions;
	readonly #own: OwnResources;
	readonly #maxAge: number;
	/** Made when somebody first asks for it. */
	#document: CoreDocument | undefined;
	#nodes: NodesDocument | undefined;

	constructor(options: NodeRequestHandlerOptions) {
		this.#options = options;
		this.#own = options.own;
		this.#maxAge = ((2 * options.heartbeatMs) / 1000) | 0;
	}

	onRequest(request: IncomingRequest): number {
		if (request.pathEquals(readingsPath)) return this.takeReadings(request);
		if (request.pathEquals(corePath)) return this.list(request);
		if (request.queryCount > 0 && !this.isLog(request)) return request.explain(codes.badOption, sentences.noQuery);
		const slot = this.#own.slotOf(pathId(request));
		if (slot === noSlot) {
			const { named, logResource } = this.#options;
			if (this.isLog(request)) return (logResource as LogResource).onRequest(request);
			if (request.pathEquals(nodesPath)) return this.tellNodes(request);
			return named?.onRequest(request) ?? request.explain(codes.notFound, sentences.noSuchResource);
		}
		if (request.code === codes.get) {
			if (!mayRead(request, this.#own.public(slot))) return request.explain(codes.unauthorized, sentences.needsKey);
			return this.get(slot, request);
		}
		if (request.code === codes.put) return this.put(slot, request);
		return codes.methodNotAllowed;
	}

	represent(request: IncomingRequest, subject: number): number {
		if (subject < namedSubjects) return this.get(subject, request);
		return this.#options.named?.represent(request, subject - namedSubjects) ?? codes.notFound;
	}

	private isLog(request: IncomingRequest): boolean {
		return this.#options.logResource !== undefined && request.pathEquals(logPath);
	}

	private takeReadings(request: IncomingRequest): number {
		if (request.code !== codes.post) return codes.methodNotAllowed;
		if (!mayAct(request) && !request.group) return request.explain(codes.unauthorized, sentences.needsKey);
		if (request.contentFormat !== contentFormats.senmlCbor) return codes.unsupportedContentFormat;
		return this.#options.target.onReadings(request) ? codes.changed : codes.badRequest;
	}

	private list(request: IncomingRequest): number {
		if (request.code !== codes.get) return request.explain(codes.methodNotAllowed, sentences.getOnly);
		if (request.accept >= 0 && request.accept !== contentFormats.linkFormat)
			return request.explain(codes.notAcceptable, sentences.linksOnly);
		const { names, named, logResource } = this.#options;
		this.#document ??= new CoreDocument(names, named, logResource !== undefined);
		const document = this.#document;
		document.queries = request.queryCount > 0 ? request : undefined;
		request.replyEtag = document.etag;
		request.setSource(document, contentFormats.linkFormat);
		return codes.content;
	}

	private tellNodes(request: IncomingRequest): number {
		if (request.code !== codes.get) return request.explain(codes.methodNotAllowed, sentences.getOnly);
		if (!mayRead(request, false)) return request.explain(codes.unauthorized, sentences.needsKey);
		const { accept } = request;
		const cbor = accept === contentFormats.cbor;
		if (accept >= 0 && accept !== contentFormats.text && !cbor)
			return request.explain(codes.notAcceptable, sentences.nodesFormats);
		this.#nodes ??= new NodesDocument(this.#options.known);
		this.#nodes.cbor = cbor;
		request.replyMaxAge = 0;
		request.setSource(this.#nodes, cbor ? contentFormats.cbor : contentFormats.text);
		return codes.content;
	}

	private get(slot: number, request: IncomingRequest): number {
		const { accept } = request;
		if (accept >= 0 && accept !== contentFormats.senmlCbor && accept !== contentFormats.text)
			return request.explain(codes.notAcceptable, sentences.formats);
		request.subject = slot;
		const { values, reading } = this.#options;
		if (!values.known(slot)) return request.explain(codes.serviceUnavailable, sentences.noValue);
		const own = this.#own;
		const value = values.value(slot);
		request.replyMaxAge = this.#maxAge;
		if (accept === contentFormats.text) {
			const length = writeValueText(request.reply, value, own.scale(slot), own.boolean(slot));
			request.setPayload(request.reply, length, contentFormats.text);
			return codes.content;
		}
		const length = reading.write(own.resourceId(slot), value, own.scale(slot), own.boolean(slot));
		request.setPayload(reading.bytes, length, contentFormats.senmlCbor);
		return codes.content;
	}

	private put(slot: number, request: IncomingRequest): number {
		const own = this.#own;
		// A group request must not switch anything: nobody could say whether it was done.
		if (!own.writable(slot) || request.group) return request.explain(codes.methodNotAllowed, sentences.readOnly);
		if (!mayAct(request)) return request.explain(codes.unauthorized, sentences.needsKey);
		const { address, members } = this.#options;
		if (!members.mayAct(request.origin)) {
			this.#options.log?.refused(members.memberOf(request.origin), address, own.resourceId(slot));
			return request.explain(codes.forbidden, sentences.notYours);
		}
		if (request.contentFormat !== contentFormats.senmlCbor)
			return request.explain(codes.unsupportedContentFormat, sentences.senmlOnly);
		const { buffer, payloadOffset, payloadLength } = request;
		const { reading, target } = this.#options;
		const id = own.resourceId(slot);
		const understood = reading.read(buffer, payloadOffset, payloadLength, id, own.scale(slot), own.boolean(slot));
		if (!understood || !own.takes(slot, reading.value)) return request.explain(codes.badRequest, sentences.badValue);
		if (target.onCommand(slot, reading.value, members.memberOf(request.origin))) return codes.changed;
		return request.explain(codes.serviceUnavailable, sentences.starting);
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
