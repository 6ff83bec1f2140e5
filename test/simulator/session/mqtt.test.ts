import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { connect as connectSocket } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import type { TraceRecord } from "kith/simulator/session/records";
import type { Session, Summary } from "kith/simulator/session/types";
import { connectAsync, type MqttClient } from "mqtt";
import { type BenchOptions, guest, ofKind, openBench, programs, runBench, withFolder } from "./bench";

const gateway = guest("gateway");
const definitions = programs({ gateway: { gateway: true } });
const address = /^127\.0\.0\.1:\d+$/;

/** Values of the gateway's slot 0; see guests/gateway.ts. */
const events = (records: readonly TraceRecord[]): number[] =>
	ofKind(records, "reading").map(({ value }) => Math.round(value * 100));

interface Live {
	readonly session: Session;
	readonly records: TraceRecord[];
	readonly done: Promise<Summary>;
	/** Resolves when a record of this kind comes that `test` likes. */
	until(test: (record: TraceRecord) => boolean): Promise<void>;
}

/** A session that runs until it is stopped. */
async function live(options: Partial<BenchOptions>): Promise<Live> {
	const { until: _, ...rest } = options;
	const session = await openBench({
		definitions,
		guest: gateway,
		mqtt: "embedded",
		mqttPort: 0,
		until: 24e9,
		speed: 200,
		...rest,
	});
	const records: TraceRecord[] = [];
	session.on((record) => records.push(record));
	const until = (wanted: (record: TraceRecord) => boolean): Promise<void> =>
		new Promise((resolve) => {
			const ignore = session.on((record) => {
				if (!wanted(record)) return;
				ignore();
				resolve();
			});
		});
	return { session, records, until, done: session.run() };
}

function client(session: Session): Promise<MqttClient> {
	return connectAsync(`mqtt://${session.snapshot().broker}`, { reconnectPeriod: 0 });
}

/** The next message on the topic. */
function message(of: MqttClient, topic: string): Promise<string> {
	return new Promise((resolve) => {
		const hear = (heard: string, payload: Buffer): void => {
			if (heard !== topic) return;
			of.off("message", hear);
			resolve(payload.toString());
		};
		of.on("message", hear);
	});
}

test("without a broker a connection fails after a second, and the board may try again", async () => {
	const { records, summary } = await runBench({ definitions, guest: gateway });
	const connects = ofKind(records, "mqtt").map(({ t }) => t);
	assert.ok(connects.length >= 3);
	for (const [index, t] of connects.slice(1).entries()) assert.equal(t - (connects[index] as number), 2_000_000);
	assert.deepEqual(new Set(events(records)), new Set([2]));
	assert.equal(summary.mqtt.connected, 0);
});

test("the embedded broker answers after two virtual milliseconds, whatever the wall clock says", async () => {
	const run = () => runBench({ definitions, guest: gateway, mqtt: "embedded", mqttPort: 0 });
	const { records, summary } = await run();
	const asked = ofKind(records, "mqtt")[0]?.t ?? 0;
	assert.deepEqual(
		ofKind(records, "reading").map(({ t, value }) => [t - asked, Math.round(value * 100)]),
		[
			[2000, 1],
			[4000, 3],
		],
	);
	assert.deepEqual([summary.mqtt.connected, summary.mqtt.published], [1, 1]);
	assert.equal((await run()).summary.traceHash, summary.traceHash);
});

test("a client's message is an input: it reaches the board, its answer the client, and a replay needs neither", async () => {
	await withFolder(async (folder) => {
		const traceFile = join(folder, "trace.jsonl");
		const { session, records, until, done } = await live({ traceFile });
		const connected = until((record) => record.kind === "reading" && record.value === 0.03);
		await connected;
		const person = await client(session);
		await person.subscribeAsync(["out/#", "status"]);
		const echo = message(person, "out/echo");
		await person.publishAsync("in/switch", "on", { qos: 1 });
		assert.equal(await echo, "on");
		await person.publishAsync("elsewhere", "unheard", { qos: 1 });
		const echoOfBytes = message(person, "out/echo");
		await person.publishAsync("in/bytes", Buffer.of(0xff, 0xfe), { qos: 1 });
		await echoOfBytes;
		session.stop();
		const summary = await done;
		await person.endAsync(true);
		assert.deepEqual(
			ofKind(records, "input").map(
				(record) => record.input === "message" && [record.topic, record.payload, record.encoding],
			),
			[
				["in/switch", "on", "utf8"],
				["in/bytes", "fffe", "hex"],
			],
		);
		assert.equal(summary.mqtt.received, 2);

		const again = join(folder, "again.jsonl");
		const replayed = await runBench({ definitions, guest: gateway, seed: 99, replayFile: traceFile, traceFile: again });
		assert.equal(replayed.summary.traceHash, summary.traceHash);
		assert.equal(readFileSync(again, "utf8"), readFileSync(traceFile, "utf8"));
		const back = await runBench({ definitions, guest: gateway, replayFile: again, speed: 1000 });
		assert.equal(back.summary.traceHash, summary.traceHash);
	});
});

test("messages retained before the board subscribes come with their flag, later ones without", async () => {
	const { session, until, records, done } = await live({});
	await until((record) => record.kind === "reading" && record.value === 0.03);
	const off = until((record) => record.kind === "input" && record.input === "fault");
	session.inject({ fault: "power off", board: "gateway" });
	await off;
	const person = await client(session);
	await person.publishAsync("in/old", "kept", { qos: 1, retain: true });
	const heardOld = until((record) => record.kind === "reading" && record.value === 20.04);
	session.inject({ fault: "power on", board: "gateway" });
	await heardOld;
	const heardNew = until((record) => record.kind === "reading" && record.value === 10.05);
	await person.publishAsync("in/new", "fresh", { qos: 1, retain: true });
	await heardNew;
	session.stop();
	await done;
	await person.endAsync(true);
	assert.deepEqual(
		ofKind(records, "input").flatMap((record) => (record.input === "message" ? [[record.topic, record.retained]] : [])),
		[
			["in/old", true],
			["in/new", false],
		],
	);
});

test("what is too long for a board is dropped at its door, counted and traced", async () => {
	const { session, until, records, done } = await live({});
	await until((record) => record.kind === "reading" && record.value === 0.03);
	const person = await client(session);
	await person.publishAsync("in/long", "x".repeat(257), { qos: 1 });
	await person.publishAsync(`in/${"y".repeat(126)}`, "z", { qos: 1 });
	const heard = until((record) => record.kind === "reading" && record.value === 12.56);
	await person.publishAsync(`in/${"y".repeat(125)}`, "x".repeat(256), { qos: 1 });
	await heard;
	session.stop();
	const summary = await done;
	await person.endAsync(true);
	assert.deepEqual(
		ofKind(records, "input").map(({ input }) => input),
		["dropped", "dropped", "message"],
	);
	assert.deepEqual([summary.mqtt.dropped, summary.mqtt.received], [2, 1]);
});

test("a gateway that loses power leaves its will behind", async () => {
	const { session, until, done } = await live({});
	await until((record) => record.kind === "reading" && record.value === 0.03);
	const person = await client(session);
	const online = message(person, "status");
	await person.subscribeAsync("status");
	assert.equal(await online, "up");
	const offline = message(person, "status");
	session.inject({ fault: "power off", board: "gateway" });
	assert.equal(await offline, "offline");
	session.stop();
	await done;
	await person.endAsync(true);
});

test("garbage, vanishing clients and too many of them harm nobody", async () => {
	const { session, until, done } = await live({});
	await until((record) => record.kind === "reading" && record.value === 0.03);
	const { broker } = session.snapshot();
	assert.match(broker, address);
	const port = Number(broker.split(":")[1]);
	const garbage = [
		Buffer.alloc(3000, 0xff),
		Buffer.of(0x10, 0xff, 0xff, 0xff, 0x7f, 1, 2, 3),
		Buffer.from("GET / HTTP/1.1\r\n\r\n"),
		Buffer.of(0x10),
	];
	const person = await client(session);
	const sockets = Array.from({ length: 300 }, (_, index) => {
		const socket = connectSocket(port, "127.0.0.1");
		socket.on("error", () => {});
		socket.write(garbage[index % garbage.length] as Buffer);
		if (index % 3 === 0) socket.on("connect", () => socket.resetAndDestroy());
		return socket;
	});
	await Promise.all(
		sockets.map((socket) => new Promise((resolve) => socket.once("close", resolve).once("connect", resolve))),
	);
	for (const socket of sockets) socket.destroy();
	const echo = new Promise<string>((resolve) => person.on("message", (_, payload) => resolve(payload.toString())));
	await person.subscribeAsync("out/echo");
	await person.publishAsync("in/still", "alive", { qos: 1 });
	assert.equal(await echo, "alive");
	session.stop();
	await done;
	await person.endAsync(true);
});
