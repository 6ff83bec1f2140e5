import assert from "node:assert/strict";
import { createServer } from "node:net";
import { test } from "node:test";
import type { BrokerLinkEvent, EventOrigin } from "kith/simulator/brokers/broker-link";
import { EmbeddedBroker } from "kith/simulator/brokers/embedded-broker";
import type { EmbeddedLink } from "kith/simulator/brokers/embedded-link";
import { connectAsync } from "mqtt";

const board = { clientId: "board", willTopic: "status", willPayload: "offline", keepAliveSeconds: 30 };

interface Heard {
	readonly event: BrokerLinkEvent;
	readonly delay: number;
	readonly origin: EventOrigin;
}

async function withBroker(action: (broker: EmbeddedBroker) => Promise<void>): Promise<void> {
	const broker = await EmbeddedBroker.open(0);
	try {
		await action(broker);
	} finally {
		await broker.close();
		await broker.close();
	}
}

function listenTo(link: EmbeddedLink): Heard[] {
	const heard: Heard[] = [];
	link.listener = { onEvent: (event, delay, origin) => heard.push({ event, delay, origin }) };
	return heard;
}

const types = (heard: readonly Heard[]): string[] => heard.map(({ event }) => event.type);

test("a port that is taken is stepped over", async () => {
	const other = createServer();
	const taken = await new Promise<number>((resolve) => {
		other.listen(0, "127.0.0.1", () => {
			const address = other.address();
			resolve(address !== null && typeof address === "object" ? address.port : 0);
		});
	});
	const broker = await EmbeddedBroker.open(taken);
	assert.notEqual(broker.port, taken);
	assert.equal(broker.address, `127.0.0.1:${broker.port}`);
	const person = await connectAsync(`mqtt://${broker.address}`, { reconnectPeriod: 0 });
	assert.ok(person.connected);
	await person.endAsync(true);
	await broker.close();
	await new Promise((resolve) => other.close(resolve));
});

test("answers come from inside the call, before anything has happened", () =>
	withBroker(async (broker) => {
		const link = broker.link();
		const heard = listenTo(link);
		link.publish(1, "a", new Uint8Array(1), false);
		link.subscribe("#");
		assert.deepEqual(heard, []);
		link.connect(board);
		link.publish(7, "a", new Uint8Array(1), false);
		assert.deepEqual(heard, [
			{ event: { type: "connected" }, delay: 2000, origin: "answer" },
			{ event: { type: "published", id: 7 }, delay: 2000, origin: "answer" },
		]);
		assert.ok(broker.pending);
		await broker.pending;
		assert.equal(broker.pending, undefined);
	}));

test("a board hears its own publications in lock step, retained ones at a subscription, and nothing of the broker's own", () =>
	withBroker(async (broker) => {
		const link = broker.link();
		const heard = listenTo(link);
		link.connect(board);
		link.publish(1, "house/old", Uint8Array.of(1), true);
		link.subscribe("#");
		link.publish(2, "house/new", new Uint8Array(0), true);
		await broker.pending;
		assert.deepEqual(
			heard.flatMap(({ event, delay, origin }) =>
				event.type === "message" ? [[event.topic, [...event.payload], event.retained, delay, origin]] : [],
			),
			[
				["house/old", [1], true, 2000, "input"],
				["house/new", [], false, 2000, "input"],
			],
		);
	}));

test("the will is published when a board vanishes and forgotten when it closes", () =>
	withBroker(async (broker) => {
		const watcher = broker.link();
		watcher.connect({ ...board, clientId: "watcher", willTopic: "watched" });
		watcher.subscribe("status");
		const heard = listenTo(watcher);
		const link = broker.link();
		link.connect(board);
		link.close();
		await broker.pending;
		assert.deepEqual(heard, []);
		link.connect(board);
		link.vanish();
		link.vanish();
		await broker.pending;
		assert.deepEqual(types(heard), ["message"]);
		assert.deepEqual(
			heard.map(({ delay }) => delay),
			[1],
		);
	}));

test("after the end of a connection nothing more is heard", () =>
	withBroker(async (broker) => {
		const link = broker.link();
		link.connect(board);
		link.subscribe("x");
		await broker.pending;
		const heard = listenTo(link);
		const other = broker.link();
		other.connect({ ...board, clientId: "other" });
		link.close();
		other.publish(1, "x", Uint8Array.of(1), false);
		await broker.pending;
		assert.deepEqual(heard, []);
	}));

test("topics and filters against the rules end the connection, as the standard says", () =>
	withBroker(async (broker) => {
		for (const topic of ["", "a/+", "a/#", "a\0b", "/".repeat(100)]) {
			const link = broker.link();
			const heard = listenTo(link);
			link.connect(board);
			link.publish(1, topic, new Uint8Array(1), false);
			assert.deepEqual(types(heard), ["connected", "closed"], topic);
		}
		for (const filter of ["", "a/#/b", "a+", "a/b#", "\0"]) {
			const link = broker.link();
			const heard = listenTo(link);
			link.connect(board);
			link.subscribe(filter);
			assert.deepEqual(types(heard), ["connected", "closed"], filter);
		}
		await broker.pending;
	}));

test("what clients publish reaches the board within the next microsecond of virtual time", () =>
	withBroker(async (broker) => {
		const link = broker.link();
		link.connect(board);
		link.subscribe("+/set");
		await broker.pending;
		const heard = new Promise<Heard>((resolve) => {
			link.listener = { onEvent: (event, delay, origin) => resolve({ event, delay, origin }) };
		});
		const person = await connectAsync(`mqtt://${broker.address}`, { reconnectPeriod: 0 });
		await person.publishAsync("bulb/set", "true", { qos: 2, retain: true });
		const { event, delay, origin } = await heard;
		assert.ok(event.type === "message");
		assert.deepEqual([event.topic, Buffer.from(event.payload).toString(), event.retained], ["bulb/set", "true", false]);
		assert.deepEqual([delay, origin], [1, "input"]);
		await person.endAsync(true);
	}));
