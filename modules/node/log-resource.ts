import { asciiText } from "kith/coap/ascii-text";
import { blockNumber } from "kith/coap/block";
import { codes, contentFormats } from "kith/coap/codes";
import { linkTraits } from "kith/coap/core-link";
import type { IncomingRequest } from "kith/coap/incoming-request";
import { type Members, mayAct } from "./access";
import { LogDocument } from "./log-document";
import type { NodeLog } from "./node-log";
import { sentences } from "./sentences";

/** Where a node's log is read, and how it is listed. In ROM. */
export const logPath = "log";
export const logPathText = asciiText(logPath);
export const logTraits = linkTraits({ rt: "kith.log", ct: "60" });

const digitZero = 0x30;
const equals = 0x3d;
const sinceText = asciiText("since");
const beforeText = asciiText("before");

/**
 * The node's log as a CoAP resource: read only, by operators only, as it tells who did what. Which part is said with
 * `?since=SEQUENCE` (what is newer) and `?before=SEQUENCE` (what is older).
 */
export class LogResource {
	readonly #log: NodeLog;
	readonly #members: Members;
	/** Made when somebody first reads it. */
	#document: LogDocument | undefined;

	constructor(log: NodeLog, members: Members) {
		this.#log = log;
		this.#members = members;
	}

	onRequest(request: IncomingRequest): number {
		if (request.code !== codes.get) return request.explain(codes.methodNotAllowed, sentences.getOnly);
		if (!mayAct(request)) return request.explain(codes.unauthorized, sentences.needsKey);
		if (!this.#members.mayAsk(request.origin)) return request.explain(codes.forbidden, sentences.operatorsOnly);
		if (request.accept >= 0 && request.accept !== contentFormats.cbor)
			return request.explain(codes.notAcceptable, sentences.cborOnly);
		this.#document ??= new LogDocument(this.#log);
		const document = this.#document;
		document.since = 0;
		document.before = 0;
		for (let index = 0; index < request.queryCount; index++)
			if (!take(document, request, index)) return request.explain(codes.badOption, sentences.logQueries);
		if (request.block2 < 0 || blockNumber(request.block2) === 0) document.turn();
		request.replyEtag = document.etag;
		request.replyMaxAge = 0;
		request.setSource(document, contentFormats.cbor);
		return codes.content;
	}
}

/** Takes over one query. False where it is none of ours. */
function take(document: LogDocument, request: IncomingRequest, index: number): boolean {
	const offset = request.queryOffset(index);
	const length = request.queryLength(index);
	const since = starts(request.buffer, offset, length, sinceText);
	if (!since && !starts(request.buffer, offset, length, beforeText)) return false;
	const name = since ? sinceText.length : beforeText.length;
	const digits = length - name - 1;
	// Nine digits are more entries than a flash can take.
	if (digits < 1 || digits > 9) return false;
	let value = 0;
	for (let at = offset + name + 1; at < offset + length; at++) {
		const digit = (request.buffer[at] as number) - digitZero;
		if (digit < 0 || digit > 9) return false;
		value = value * 10 + digit;
	}
	if (since) document.since = value;
	else document.before = value;
	return true;
}

function starts(buffer: Uint8Array, offset: number, length: number, name: Uint8Array): boolean {
	if (length <= name.length || buffer[offset + name.length] !== equals) return false;
	for (let index = 0; index < name.length; index++) if (buffer[offset + index] !== name[index]) return false;
	return true;
}
