import type { Broker, BrokerConnectOptions, BrokerFault, BrokerListener } from "kith/gateway/broker";
import { brokerPayloadLimit, brokerTopicLimit } from "kith/gateway/broker";
import { brokerCalls, brokerEvents, brokerWindow, postKinds } from "./protocol";
import type { Wire } from "./wire";

/** The gateway's MQTT connection; the session holds the socket. */
export class SimulatedBroker implements Broker {
	listener: BrokerListener | undefined;
	readonly #wire: Wire;
	/** Made when a gateway connects: other boards never need it. */
	#payload = new Uint8Array(0);
	#connected = false;
	#inFlight = 0;

	constructor(wire: Wire) {
		this.#wire = wire;
	}

	connect(options: BrokerConnectOptions): void {
		if (this.#payload.length === 0) this.#payload = new Uint8Array(brokerPayloadLimit);
		const wire = this.#wire.begin().uint8(brokerCalls.connect).uint16(options.keepAliveSeconds);
		wire
			.lengthAndText(options.clientId)
			.lengthAndText(options.willTopic)
			.lengthAndText(options.willPayload)
			.post(postKinds.broker);
	}

	publish(id: number, topic: string, payload: Uint8Array, length: number, retain: boolean): BrokerFault | undefined {
		if (!this.#connected) return "closed";
		if (this.#inFlight >= brokerWindow) return "full";
		this.#inFlight++;
		const wire = this.#wire
			.begin()
			.uint8(brokerCalls.publish)
			.uint16(id)
			.uint8(retain ? 1 : 0);
		wire.lengthAndText(topic).copy(payload, length).post(postKinds.broker);
		return undefined;
	}

	subscribe(filter: string): void {
		if (this.#connected) this.#wire.begin().uint8(brokerCalls.subscribe).text(filter).post(postKinds.broker);
	}

	close(): void {
		this.#wire.begin().uint8(brokerCalls.close).post(postKinds.broker);
	}

	/** From the session. */
	deliver(event: Uint8Array, length: number): void {
		switch (event[0]) {
			case brokerEvents.connected:
				this.#connected = true;
				this.#inFlight = 0;
				this.listener?.onConnected();
				break;
			case brokerEvents.closed:
				this.#connected = false;
				this.listener?.onClosed(text(event, 1, length));
				break;
			case brokerEvents.published:
				this.#inFlight--;
				this.listener?.onPublished((event[1] as number) | ((event[2] as number) << 8));
				this.listener?.onDrained();
				break;
			case brokerEvents.drained:
				this.listener?.onDrained();
				break;
			case brokerEvents.message:
				this.#message(event, length);
				break;
		}
	}

	#message(event: Uint8Array, length: number): void {
		const topicEnd = 4 + ((event[2] as number) | ((event[3] as number) << 8));
		const size = length - topicEnd;
		if (topicEnd - 4 > brokerTopicLimit || size > brokerPayloadLimit) return;
		// Copied to where a payload is handed on from.
		this.#payload.set(event.subarray(topicEnd, length));
		this.listener?.onMessage(text(event, 4, topicEnd), this.#payload, size, event[1] === 1);
	}
}

/** ASCII; other bytes become "?": a topic of ours never has them, so it matches nothing. */
function text(bytes: Uint8Array, from: number, to: number): string {
	let result = "";
	for (let index = from; index < to; index++) {
		const code = bytes[index] as number;
		result += String.fromCharCode(code >= 0x20 && code < 0x7f ? code : 0x3f);
	}
	return result;
}
