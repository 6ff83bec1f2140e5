import assert from "node:assert/strict";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { Aedes } from "aedes";
import { BrokerError } from "kith/simulator/brokers/broker-service";
import type { TraceRecord } from "kith/simulator/session/records";
import { guest, ofKind, openBench, programs, runBench, withFolder } from "./bench";

const gateway = guest("gateway");
const definitions = programs({ gateway: { gateway: true } });

/** A broker of somebody else, which can be stopped and started again at its port. */
class Somebody {
	port = 0;
	#server: Server | undefined;
	#aedes: Aedes | undefined;
	readonly #sockets = new Set<Socket>();

	async start(): Promise<Aedes> {
		const aedes = await Aedes.createBroker();
		const server = createServer((socket) => {
			this.#sockets.add(socket);
			aedes.handle(socket);
		});
		await new Promise<void>((resolve) => server.listen(this.port, "127.0.0.1", resolve));
		const address = server.address();
		if (address !== null && typeof address === "object") this.port = address.port;
		this.#server = server;
		this.#aedes = aedes;
		return aedes;
	}

	async stop(): Promise<void> {
		const server = this.#server;
		const closed = new Promise<void>((resolve) => server?.close(() => resolve()));
		for (const socket of this.#sockets) socket.destroy();
		await new Promise<void>((resolve) => this.#aedes?.close(resolve));
		await closed;
	}
}

const told =
	(value: number) =>
	(record: TraceRecord): boolean =>
		record.kind === "reading" && record.value === value;

test("when an outside broker goes away and comes back, the board reconnects, and a replay needs no broker", async () => {
	await withFolder(async (folder) => {
		const broker = new Somebody();
		let aedes = await broker.start();
		const traceFile = join(folder, "trace.jsonl");
		const session = await openBench({
			definitions,
			guest: gateway,
			mqtt: `mqtt://127.0.0.1:${broker.port}`,
			until: 24e9,
			speed: 200,
			traceFile,
		});
		const records: TraceRecord[] = [];
		session.on((record) => records.push(record));
		const until = (wanted: (record: TraceRecord) => boolean): Promise<void> =>
			new Promise((resolve) => session.on((record) => wanted(record) && resolve()));
		const published = until(told(0.03));
		const done = session.run();
		await published;
		assert.equal(session.snapshot().boards[0]?.brokerConnected, true);

		const closed = until(told(0.02));
		await broker.stop();
		await closed;
		const back = until(told(0.01));
		aedes = await broker.start();
		const heard = until(told(10.05));
		await back;
		await until((record) => record.kind === "input" && record.input === "published");
		await new Promise<void>((resolve) =>
			aedes.publish(
				{ cmd: "publish", topic: "in/x", payload: Buffer.from("hello"), qos: 1, retain: false, dup: false },
				() => resolve(),
			),
		);
		await heard;
		session.stop();
		const summary = await done;
		await broker.stop();

		const inputs = ofKind(records, "input").map(({ input }) => input);
		assert.equal(inputs[0], "connected");
		assert.ok(inputs.includes("closed"));
		assert.ok(summary.mqtt.connected >= 2);
		const replayed = await runBench({ definitions, guest: gateway, replayFile: traceFile });
		assert.equal(replayed.summary.traceHash, summary.traceHash);
	});
});

test("an outside broker that is not there is a closed connection with its reason", async () => {
	const broker = new Somebody();
	await broker.start();
	await broker.stop();
	const session = await openBench({
		definitions,
		guest: gateway,
		mqtt: `mqtt://127.0.0.1:${broker.port}`,
		speed: 100,
		until: 24e9,
	});
	const reason = new Promise<string>((resolve) => {
		session.on((record) => record.kind === "input" && record.input === "closed" && resolve(record.reason));
	});
	const done = session.run();
	assert.match(await reason, /ECONNREFUSED/);
	session.stop();
	await done;
});

test("what is no MQTT address is refused before anything starts", async () => {
	for (const mqtt of ["mqtt://", "mqtt://:1", "mqtt://a b"] as const) {
		await assert.rejects(openBench({ definitions, guest: gateway, mqtt }), BrokerError);
	}
});
