import { brokerPayloadLimit, brokerTopicLimit } from "kith/gateway/broker";
import type { BrokerLink, BrokerLinkEvent, EventOrigin } from "../brokers/broker-link";
import { type Agenda, agendaClasses, type Microseconds } from "../kernel/agenda";
import type { DeliveryLedger } from "./delivery-ledger";
import { decodeGatewayCall, encodeBrokerEvent, eventOfInput, type GatewayCall, inputOfEvent } from "./gateway-messages";
import type { Inputs } from "./inputs";
import { payloadText } from "./payload-text";
import type { InputBody } from "./records";
import type { Trace } from "./trace";

export interface GatewayPortOptions {
	readonly board: string;
	readonly address: number;
	readonly link: BrokerLink;
	readonly agenda: Agenda;
	readonly trace: Trace;
	readonly ledger: DeliveryLedger;
	readonly inputs: Inputs;
	/** Hands the board a `broker` event. */
	readonly deliver: (bytes: Uint8Array) => void;
	/** The present virtual time, for something that comes from outside between two happenings. */
	readonly outsideNow: () => Microseconds;
}

/** Between one gateway's board and its broker link: translates, traces, times, and enforces the port's limits. */
export class GatewayPort {
	/** Connections that came to be, publications acknowledged, messages handed to the board. */
	connections = 0;
	published = 0;
	received = 0;
	readonly #options: GatewayPortOptions;
	/** Counts connections: an answer to an older one is for nobody. */
	#generation = 0;
	#state: "closed" | "connecting" | "connected" = "closed";

	constructor(options: GatewayPortOptions) {
		this.#options = options;
		options.link.listener = { onEvent: (event, delay, origin) => this.#hear(event, delay, origin) };
	}

	get connected(): boolean {
		return this.#state === "connected";
	}

	/** A `broker` post of the board. @throws RangeError on bytes that are none */
	post(bytes: Uint8Array): void {
		const call = decodeGatewayCall(bytes);
		const { link } = this.#options;
		this.#record(call);
		switch (call.call) {
			case "connect":
				this.#leave();
				this.#state = "connecting";
				link.connect(call);
				return;
			case "publish":
				if (this.#state !== "connected") return;
				this.#options.ledger.publishing(this.#options.address, call.id, call.topic);
				link.publish(call.id, call.topic, call.payload, call.retain);
				return;
			case "subscribe":
				link.subscribe(call.filter);
				return;
			case "close":
				this.#leave();
				link.close();
				return;
		}
	}

	/** The board died. */
	vanish(): void {
		this.#leave();
		this.#options.link.vanish();
	}

	/** An input of the trace, live or replayed alike. */
	apply(input: InputBody): void {
		const event = eventOfInput(input);
		if (event !== undefined) this.#apply(event);
	}

	#leave(): void {
		this.#generation++;
		this.#state = "closed";
		this.#options.ledger.disconnected(this.#options.address);
	}

	#hear(event: BrokerLinkEvent, delay: Microseconds, origin: EventOrigin): void {
		const { agenda, inputs, board, outsideNow } = this.#options;
		if (origin === "answer") {
			const generation = this.#generation;
			agenda.plan(agenda.now + delay, agendaClasses.world, () => {
				if (generation === this.#generation) this.#apply(event);
			});
			return;
		}
		const at = outsideNow() + delay;
		if (event.type !== "message") {
			inputs.plan(at, board, inputOfEvent(event));
			return;
		}
		const tooLong = event.payload.length > brokerPayloadLimit || Buffer.byteLength(event.topic) > brokerTopicLimit;
		const dropped: InputBody = { kind: "input", input: "dropped", reason: "too long", count: 1 };
		inputs.message(at, board, tooLong ? dropped : inputOfEvent(event));
	}

	/** What does not fit the connection's state came too late and is for nobody. */
	#fits(event: BrokerLinkEvent): boolean {
		if (this.#state === "closed") return false;
		if (event.type === "closed") return true;
		return (event.type === "connected") === (this.#state === "connecting");
	}

	#apply(event: BrokerLinkEvent): void {
		if (!this.#fits(event)) return;
		const { ledger, address, deliver } = this.#options;
		switch (event.type) {
			case "connected":
				this.#state = "connected";
				this.connections++;
				break;
			case "closed":
				this.#leave();
				break;
			case "published":
				this.published++;
				ledger.published(address, event.id);
				break;
			case "message":
				this.received++;
		}
		deliver(encodeBrokerEvent(event));
	}

	#record(call: GatewayCall): void {
		const { agenda, trace, board } = this.#options;
		switch (call.call) {
			case "connect": {
				const { clientId, willTopic, willPayload } = call;
				trace.record(agenda.now, board, { kind: "mqtt", call: "connect", clientId, willTopic, willPayload });
				return;
			}
			case "publish": {
				const { id, topic, payload, retain } = call;
				const body = { kind: "mqtt", call: "publish", id, topic, ...payloadText(payload), retain } as const;
				trace.record(agenda.now, board, body);
				return;
			}
			case "subscribe":
				trace.record(agenda.now, board, { kind: "mqtt", call: "subscribe", filter: call.filter });
				return;
			case "close":
				trace.record(agenda.now, board, { kind: "mqtt", call: "close" });
				return;
		}
	}
}
