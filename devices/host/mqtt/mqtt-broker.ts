import type TCP from "embedded:io/socket/tcp";
import type MQTTClient from "embedded:network/mqtt/client";
import type { MqttControl } from "embedded:network/mqtt/client";
import {
	type Broker,
	type BrokerConnectOptions,
	type BrokerFault,
	type BrokerListener,
	brokerPayloadLimit,
} from "kith/gateway/broker";
import type Net from "moddable/net";
import type { Timers } from "../time/timers";
import type { BrokerAddress } from "./broker-address";
import { GuardedSocket, type GuardListener } from "./guarded-socket";
import { PacketGuard } from "./packet-guard";
import type { SystemDns } from "./system-dns";

/** Resolves names: the class that the client makes with these options (ECMA-419, DNS resolver class pattern). */
export interface Dns {
	readonly io: typeof SystemDns;
	readonly net: typeof Net;
}

export interface MqttBrokerOptions {
	/** The SDK's classes. */
	readonly Client: typeof MQTTClient;
	readonly tcp: typeof TCP;
	readonly dns: Dns;
	readonly timers: Timers;
	/** A string: why there is none to connect to. */
	readonly address: BrokerAddress | string;
	/** Whether the network is there. */
	readonly online: () => boolean;
}

export interface MqttCounters {
	/** Messages that were too long. */
	dropped: number;
	/** Acknowledgements that found no room: the broker sends the message again on the next connection. */
	unacknowledged: number;
}

/** Packet id of subscriptions; the node's publications have lower ones when they are under way together. */
const subscribeId = 0xffff;
/** Subscriptions that wait for room. */
const filterLimit = 4;

/** `Broker` over the SDK's MQTT client. */
export class MqttBroker implements Broker, GuardListener {
	listener: BrokerListener | undefined;
	readonly counters: MqttCounters = { dropped: 0, unacknowledged: 0 };
	readonly #options: MqttBrokerOptions;
	readonly #waiting: string[] = [];
	/** Made when a gateway connects: other boards never need it. */
	#payload: Uint8Array | undefined;
	#guard = new PacketGuard();
	#client: MQTTClient | undefined;
	#connected = false;
	/** Bytes that the client takes now. */
	#room = 0;

	constructor(options: MqttBrokerOptions) {
		this.#options = options;
	}

	connect(options: BrokerConnectOptions): void {
		const { address, online, Client, dns, tcp } = this.#options;
		this.close();
		if (typeof address === "string" || !online()) {
			this.#failLater(typeof address === "string" ? address : "there is no network");
			return;
		}
		this.#payload ??= new Uint8Array(brokerPayloadLimit);
		this.#guard = new PacketGuard();
		let client: MQTTClient | undefined;
		// A client that was closed may still call: only the present one is heard.
		const current = (): boolean => client === this.#client && client !== undefined;
		const { user, password } = address;
		client = new Client({
			host: address.host,
			port: address.port,
			id: options.clientId,
			...(user === undefined ? {} : { user }),
			...(password === undefined ? {} : { password }),
			keepAlive: options.keepAliveSeconds * 1000,
			will: { topic: options.willTopic, message: options.willPayload, QoS: 1, retain: true },
			dns,
			socket: { io: GuardedSocket, tcp, guard: this.#guard, listener: this },
			onControl: (message) => {
				if (current()) this.#control(message);
			},
			onReadable: (count, message) => {
				if (current()) this.#readable(count, message.topic ?? "");
			},
			onWritable: (count) => {
				if (current()) this.#writable(count);
			},
			onError: () => {
				if (current()) this.#over("the connection failed or was refused");
			},
		});
		this.#client = client;
	}

	publish(id: number, topic: string, payload: Uint8Array, length: number, retain: boolean): BrokerFault | undefined {
		if (!this.#connected || this.#client === undefined) return "closed";
		if (publishLength(topic.length, length) > this.#room) return "full";
		const data = length === payload.length ? payload : payload.subarray(0, length);
		return this.#write(data, { topic, id, QoS: 1, retain }) ? undefined : "full";
	}

	subscribe(filter: string): void {
		if (!this.#connected) return;
		const items = [{ topic: filter, QoS: 1 }];
		const written = this.#write(null, { operation: this.#options.Client.SUBSCRIBE, id: subscribeId, items });
		if (!written && this.#waiting.length < filterLimit) this.#waiting.push(filter);
	}

	close(): void {
		const client = this.#client;
		if (client === undefined) return;
		if (this.#connected) this.#write(null, { operation: this.#options.Client.DISCONNECT });
		this.#forget();
		client.close();
	}

	onEmpty(): void {
		const { topic, id, retained } = this.#guard;
		if (id !== 0) this.#acknowledge(id);
		if (this.#payload !== undefined) this.listener?.onMessage(topic, this.#payload, 0, retained);
	}

	onDropped(): void {
		this.counters.dropped++;
		if (this.#guard.id !== 0) this.#acknowledge(this.#guard.id);
	}

	#acknowledge(id: number): void {
		if (!this.#write(null, { operation: this.#options.Client.PUBACK, id })) this.counters.unacknowledged++;
	}

	#control(message: MqttControl): void {
		const { Client } = this.#options;
		if (message.operation === Client.CONNACK) {
			this.#connected = true;
			this.listener?.onConnected();
		} else if (message.operation === Client.PUBACK && message.id !== undefined) this.listener?.onPublished(message.id);
	}

	#readable(count: number, topic: string): void {
		const payload = this.#payload as Uint8Array;
		this.#client?.read(payload);
		this.listener?.onMessage(topic, payload, count, this.#guard.retained);
	}

	#writable(count: number): void {
		this.#room = count;
		if (!this.#connected) return;
		for (const filter of this.#waiting.splice(0)) this.subscribe(filter);
		this.listener?.onDrained();
	}

	/** False: no room, nothing was written. */
	#write(data: Uint8Array | null, options: Parameters<MQTTClient["write"]>[1]): boolean {
		try {
			this.#room = this.#client?.write(data, options) ?? 0;
			return true;
		} catch {
			// "overflow" (keep-alive took the room), or a socket that has just closed and will say so itself.
			this.#room = 0;
			return false;
		}
	}

	#failLater(reason: string): void {
		this.#options.timers.after(0, () => this.listener?.onClosed(reason));
	}

	#over(reason: string): void {
		this.#forget();
		this.listener?.onClosed(reason);
	}

	#forget(): void {
		this.#client = undefined;
		this.#connected = false;
		this.#room = 0;
		this.#waiting.length = 0;
	}
}

/** Of the whole packet (MQTT 3.1.1, section 3.3): fixed header, topic, packet id, payload. */
function publishLength(topicLength: number, payloadLength: number): number {
	const remaining = 2 + topicLength + 2 + payloadLength;
	return 1 + (remaining < 128 ? 1 : 2) + remaining;
}
