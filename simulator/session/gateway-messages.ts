import type { BrokerLinkEvent, BrokerLinkOptions } from "../brokers/broker-link";
import { brokerCalls, brokerEvents, eventBytesLimit } from "../guest/protocol";
import { payloadBytes, payloadText } from "./payload-text";
import type { InputBody } from "./records";

/** What a gateway's board asks of its broker connection. */
export type GatewayCall =
	| ({ readonly call: "connect" } & BrokerLinkOptions)
	| {
			readonly call: "publish";
			readonly id: number;
			readonly topic: string;
			readonly payload: Uint8Array;
			readonly retain: boolean;
	  }
	| { readonly call: "subscribe"; readonly filter: string }
	| { readonly call: "close" };

/** @throws RangeError on bytes that are none: guest and session do not fit together */
export function decodeGatewayCall(bytes: Uint8Array): GatewayCall {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	switch (view.getUint8(0)) {
		case brokerCalls.connect: {
			const [clientId, willTopic, willPayload] = texts(bytes, view, 3);
			return { call: "connect", keepAliveSeconds: view.getUint16(1, true), clientId, willTopic, willPayload };
		}
		case brokerCalls.publish: {
			const end = 6 + view.getUint16(4, true);
			const [id, retain] = [view.getUint16(1, true), view.getUint8(3) === 1];
			return { call: "publish", id, topic: text(bytes, 6, end), payload: new Uint8Array(bytes.subarray(end)), retain };
		}
		case brokerCalls.subscribe:
			return { call: "subscribe", filter: text(bytes, 1, bytes.length) };
		case brokerCalls.close:
			return { call: "close" };
	}
	throw new RangeError(`a board made the unknown broker call ${view.getUint8(0)}`);
}

/** The event as the board gets it. A reason is cut to what the board's buffer holds. */
export function encodeBrokerEvent(event: BrokerLinkEvent): Uint8Array {
	switch (event.type) {
		case "connected":
			return Uint8Array.of(brokerEvents.connected);
		case "closed":
			return Buffer.concat([Uint8Array.of(brokerEvents.closed), Buffer.from(event.reason)]).subarray(
				0,
				eventBytesLimit,
			);
		case "published":
			return Uint8Array.of(brokerEvents.published, event.id & 0xff, event.id >> 8);
		case "message": {
			const topic = Buffer.from(event.topic);
			const head = [brokerEvents.message, event.retained ? 1 : 0, topic.length & 0xff, topic.length >> 8];
			return Buffer.concat([Uint8Array.from(head), topic, event.payload]);
		}
	}
}

export function inputOfEvent(event: BrokerLinkEvent): InputBody {
	switch (event.type) {
		case "connected":
			return { kind: "input", input: "connected" };
		case "closed":
			return { kind: "input", input: "closed", reason: event.reason };
		case "published":
			return { kind: "input", input: "published", id: event.id };
		case "message": {
			const { topic, payload, retained } = event;
			return { kind: "input", input: "message", topic, ...payloadText(payload), retained };
		}
	}
}

/** Undefined: no event of a broker. */
export function eventOfInput(input: InputBody): BrokerLinkEvent | undefined {
	switch (input.input) {
		case "connected":
			return { type: "connected" };
		case "closed":
			return { type: "closed", reason: input.reason };
		case "published":
			return { type: "published", id: input.id };
		case "message":
			return { type: "message", topic: input.topic, payload: payloadBytes(input), retained: input.retained };
	}
	return undefined;
}

function text(bytes: Uint8Array, from: number, to: number): string {
	return Buffer.from(bytes.subarray(from, to)).toString("utf8");
}

/** Three texts, each after its uint16 length. */
function texts(bytes: Uint8Array, view: DataView, from: number): [string, string, string] {
	const found: string[] = [];
	for (let at = from; found.length < 3; ) {
		const length = view.getUint16(at, true);
		found.push(text(bytes, at + 2, at + 2 + length));
		at += 2 + length;
	}
	return found as [string, string, string];
}
