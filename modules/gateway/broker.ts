/**
 * Port: an MQTT 3.1.1 client connection to one broker.
 *
 * For node code: after `connect` nothing may be sent until `onConnected`. A connection ends once, with `onClosed`;
 * reconnecting, with back-off, is the caller's business. Calls on a closed broker do nothing. `publish` answers "full"
 * when the platform's buffer has no room: keep the message and try again after `onDrained`.
 *
 * For platform authors: never call the listener from inside one of these methods. Incoming messages larger than
 * `brokerPayloadLimit` or with a longer topic are dropped and counted, never delivered cut. An empty payload must be
 * delivered as an empty array.
 */
export interface Broker {
	listener: BrokerListener | undefined;
	/** Opens the connection, with a retained last will that the broker publishes when this client vanishes. */
	connect(options: BrokerConnectOptions): void;
	/** QoS 1. `onPublished` follows with the same `id` (1…65535) when the broker has it. */
	publish(id: number, topic: string, payload: Uint8Array, length: number, retain: boolean): BrokerFault | undefined;
	/** QoS 1; MQTT wildcards allowed. */
	subscribe(filter: string): void;
	close(): void;
}

export interface BrokerConnectOptions {
	readonly clientId: string;
	readonly willTopic: string;
	readonly willPayload: string;
	/** Seconds, 0-65535; 0 turns keep-alive off. */
	readonly keepAliveSeconds: number;
}

export interface BrokerListener {
	onConnected(): void;
	/** The connection is over, or never came to be. `reason` is for people. */
	onClosed(reason: string): void;
	onMessage(topic: string, payload: Uint8Array, length: number, retained: boolean): void;
	onPublished(id: number): void;
	onDrained(): void;
}

export type BrokerFault = "closed" | "full";

export const brokerTopicLimit = 128;
export const brokerPayloadLimit = 256;
