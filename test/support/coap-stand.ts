import type { BlockSink } from "kith/coap/block-source";
import { CoapEndpoint, type ResponseListener } from "kith/coap/endpoint";
import type { IncomingRequest } from "kith/coap/incoming-request";
import type { MessageSecurity } from "kith/coap/message-security";
import type { FakeRadio } from "./fake-radio";
import { toHex } from "./hex";
import { type NetworkStand, type NetworkStandOptions, networkStand } from "./network-stand";

/** A node's stack up to CoAP, that remembers what it was asked and answered. */
export interface CoapStand extends NetworkStand {
	readonly endpoint: CoapEndpoint;
	/** "origin CON|NON|group code path format payload" */
	readonly requests: string[];
	/** "exchange code payload" or "exchange timeout" */
	readonly responses: string[];
	/** What the handler answers; may set a payload. */
	answer: (request: IncomingRequest) => number;
	/** What observers are told of a subject; default: as `answer`. */
	represent: (request: IncomingRequest, subject: number) => number;
	/** Are told what `responses` are told. */
	onResponse: ResponseListener["onResponse"];
	onTimeout: ResponseListener["onTimeout"];
	/** Where bodies in blocks go. */
	upload: (request: IncomingRequest) => BlockSink | number;
}

export function coapStand(radio: FakeRadio, options: NetworkStandOptions, security?: MessageSecurity): CoapStand {
	const stand = networkStand(radio, options);
	const { network, scheduler, random, diagnostics } = stand;
	const requests: string[] = [];
	const responses: string[] = [];
	const endpoint = new CoapEndpoint({
		transport: network,
		...(security === undefined ? {} : { security }),
		scheduler,
		random,
		diagnostics,
		handler: {
			onRequest(request) {
				let path = "";
				for (let at = 0; at < request.pathLength; at++) path += String.fromCharCode(request.pathByte(at));
				const { buffer, payloadOffset, payloadLength } = request;
				const payload = toHex(buffer.slice(payloadOffset, payloadOffset + payloadLength));
				const kind = request.group ? "group" : request.confirmable ? "CON" : "NON";
				requests.push(`${request.origin} ${kind} ${request.code} ${path} ${request.contentFormat} ${payload}`);
				return result.answer(request);
			},
			represent: (request, subject) => result.represent(request, subject),
			onUpload: (request) => result.upload(request),
		},
		responses: {
			onResponse(exchange, code, buffer, payloadOffset, payloadLength) {
				const payload = toHex(buffer.slice(payloadOffset, payloadOffset + payloadLength));
				responses.push(`${exchange} ${code} ${payload}`);
				result.onResponse(exchange, code, buffer, payloadOffset, payloadLength);
			},
			onTimeout(exchange) {
				responses.push(`${exchange} timeout`);
				result.onTimeout(exchange);
			},
			onNotification(exchange, code, buffer, payloadOffset, payloadLength) {
				const payload = toHex(buffer.slice(payloadOffset, payloadOffset + payloadLength));
				responses.push(`${exchange} notified ${code} ${payload}`);
			},
		},
	});
	const result: CoapStand = {
		...stand,
		endpoint,
		requests,
		responses,
		answer: () => 0x44,
		represent: (request) => result.answer(request),
		upload: () => 0x8d,
		onResponse() {},
		onTimeout() {},
	};
	return result;
}
