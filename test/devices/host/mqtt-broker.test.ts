import type TCP from "embedded:io/socket/tcp";
import type { TcpOptions } from "embedded:io/socket/tcp";
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseBrokerUrl } from "kith/devices/host/mqtt/broker-address";
import { MqttBroker } from "kith/devices/host/mqtt/mqtt-broker";
import { SystemDns } from "kith/devices/host/mqtt/system-dns";
import type Net from "moddable/net";
import { FakeMqttClient } from "../../support/fake-mqtt-client";
import { ManualTimers } from "../../support/manual-timers";
import { connack, joined, puback, publish } from "../../support/mqtt-bytes";

class FakeTcp {
	static last: FakeTcp | undefined;
	format = "buffer";
	closed = false;
	#bytes: Uint8Array = new Uint8Array(0);
	readonly #options: TcpOptions;

	constructor(options: TcpOptions) {
		this.#options = options;
		FakeTcp.last = this;
	}

	read(target: Uint8Array): void {
		target.set(this.#bytes.subarray(0, target.length));
		this.#bytes = this.#bytes.slice(target.length);
	}

	/** The broker sends. */
	receive(bytes: Uint8Array): void {
		this.#bytes = bytes;
		this.#options.onReadable(bytes.length);
	}

	fail(): void {
		this.#options.onError();
	}

	close(): void {
		this.closed = true;
	}
}

class Listener {
	readonly events: string[] = [];

	onConnected(): void {
		this.events.push("connected");
	}

	onClosed(reason: string): void {
		this.events.push(`closed: ${reason}`);
	}

	onMessage(topic: string, payload: Uint8Array, length: number, retained: boolean): void {
		let text = "";
		for (let index = 0; index < length; index++) text += String.fromCharCode(payload[index] as number);
		this.events.push(`${topic}=${text}${retained ? " retained" : ""}`);
	}

	onPublished(id: number): void {
		this.events.push(`published ${id}`);
	}

	onDrained(): void {
		this.events.push("drained");
	}

	take(): string[] {
		return this.events.splice(0);
	}
}

const session = {
	clientId: "house-gateway",
	willTopic: "kith/house/status",
	willPayload: "offline",
	keepAliveSeconds: 30,
};
const address = { host: "broker.lan", port: 1883, user: "kith", password: "secret" };

function make(options: { online?: boolean; address?: typeof address | string } = {}) {
	const timers = new ManualTimers();
	const broker = new MqttBroker({
		Client: FakeMqttClient.type,
		tcp: FakeTcp as unknown as typeof TCP,
		dns: { io: SystemDns, net: {} as unknown as typeof Net },
		timers,
		address: options.address ?? address,
		online: () => options.online ?? true,
	});
	const listener = new Listener();
	broker.listener = listener;
	return { broker, listener, timers };
}

function connect() {
	const made = make();
	made.broker.connect(session);
	const client = FakeMqttClient.last as FakeMqttClient;
	client.open();
	const tcp = FakeTcp.last as FakeTcp;
	tcp.receive(connack());
	client.options.onWritable(client.room);
	assert.deepEqual(made.listener.take(), ["connected", "drained"]);
	return { ...made, client, tcp };
}

test("it comes with the credentials and the will, and publishes once the broker has said yes", () => {
	const { broker, listener, client, tcp } = connect();
	const { host, port, user, password, id, keepAlive, will } = client.options;
	assert.deepEqual([host, port, user, password], ["broker.lan", 1883, "kith", "secret"]);
	assert.deepEqual([id, keepAlive], ["house-gateway", 30_000]);
	assert.deepEqual(will, { topic: "kith/house/status", message: "offline", QoS: 1, retain: true });
	assert.equal(broker.publish(7, "kith/a", Uint8Array.of(0x31, 0x32, 0x33), 2, true), undefined);
	assert.deepEqual(client.written[0], { options: { topic: "kith/a", id: 7, QoS: 1, retain: true }, text: "12" });
	tcp.receive(puback(7));
	assert.deepEqual(listener.take(), ["published 7"]);
	broker.subscribe("kith/+/set");
	assert.equal(client.written[1]?.options.operation, FakeMqttClient.SUBSCRIBE);
	assert.deepEqual(client.written[1]?.options.items, [{ topic: "kith/+/set", QoS: 1 }]);
});

test("messages come with their retain flag, empty ones too, which are acknowledged here", () => {
	const { broker, listener, client, tcp } = connect();
	tcp.receive(
		joined(
			publish("kith/a", "on", { id: 1, retain: true }),
			publish("kith/b", "", { id: 2 }),
			publish("kith/c", "off"),
		),
	);
	assert.deepEqual(listener.take(), ["kith/a=on retained", "kith/b=", "kith/c=off"]);
	assert.deepEqual(client.written[0]?.options, { operation: FakeMqttClient.PUBACK, id: 2 });
	tcp.receive(publish("kith/a", "x".repeat(300), { id: 3 }));
	assert.deepEqual(listener.take(), []);
	assert.equal(broker.counters.dropped, 1);
	assert.deepEqual(client.written[1]?.options, { operation: FakeMqttClient.PUBACK, id: 3 });
});

test("without room it is full until it has drained, and a subscription waits", () => {
	const { broker, listener, client } = connect();
	client.options.onWritable(20);
	assert.deepEqual(listener.take(), ["drained"]);
	assert.equal(broker.publish(1, "kith/house/kitchen", new Uint8Array(9), 9, false), "full");
	client.room = 3;
	assert.equal(broker.publish(1, "k", new Uint8Array(1), 1, false), "full", "keep-alive took the room");
	broker.subscribe("kith/+/set");
	assert.equal(client.written.length, 0);
	client.room = 1000;
	client.options.onWritable(1000);
	assert.deepEqual(listener.take(), ["drained"]);
	assert.equal(client.written[0]?.options.operation, FakeMqttClient.SUBSCRIBE);
	assert.equal(broker.publish(1, "kith/house/kitchen", new Uint8Array(9), 9, false), undefined);
});

test("a connection ends once, and what an old client still says is not heard", () => {
	const { broker, listener, client, tcp } = connect();
	tcp.fail();
	assert.equal(listener.take().length, 1);
	assert.equal(broker.publish(1, "k", new Uint8Array(1), 1, false), "closed");
	client.options.onError();
	client.options.onWritable(50);
	client.options.onControl({ operation: FakeMqttClient.CONNACK });
	assert.deepEqual(listener.take(), []);
	broker.connect(session);
	const second = FakeMqttClient.last as FakeMqttClient;
	assert.ok(second !== client);
	client.options.onError();
	assert.deepEqual(listener.take(), []);
	broker.close();
	broker.close();
	assert.ok(second.closed);
});

test("a broker that sends what is no MQTT is left", () => {
	const { listener, tcp } = connect();
	tcp.receive(Uint8Array.of(0x30, 0xff, 0xff, 0xff, 0xff, 0xff));
	assert.equal(listener.take().length, 1);
	assert.ok(tcp.closed);
});

test("without a network or an address it says so from the event loop and tries nothing", () => {
	FakeMqttClient.last = undefined;
	for (const [options, reason] of [
		[{ online: false }, "closed: there is no network"],
		[{ address: "the secrets name no broker" }, "closed: the secrets name no broker"],
	] as const) {
		const { broker, listener, timers } = make(options);
		broker.connect(session);
		assert.deepEqual(listener.take(), []);
		timers.pass(0);
		assert.deepEqual(listener.take(), [reason]);
	}
	assert.equal(FakeMqttClient.last, undefined);
});

test("addresses of brokers are read, and refused with what is wrong", () => {
	assert.deepEqual(parseBrokerUrl("mqtt://10.0.0.2"), { host: "10.0.0.2", port: 1883 });
	assert.deepEqual(parseBrokerUrl("mqtt://broker.lan:2883"), { host: "broker.lan", port: 2883 });
	for (const url of ["mqtts://a", "a", "mqtt://", "mqtt://:1883", "mqtt://a:0", "mqtt://a:65536", "mqtt://a:b"])
		assert.equal(typeof parseBrokerUrl(url), "string", url);
});
