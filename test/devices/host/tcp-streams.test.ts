import assert from "node:assert/strict";
import { test } from "node:test";
import { readLength, TcpStreams } from "kith/devices/host/http/tcp-streams";
import { type StreamListener, streamLimit, streamWriteLimit } from "kith/http/streams";
import { FakeListener, FakeTcp } from "../../support/fake-tcp";

/** Everything that a listener was told, as short texts. */
class Log implements StreamListener {
	readonly lines: string[] = [];
	/** Closes a stream as soon as it says something. */
	closes: TcpStreams | undefined;

	onOpened(stream: number): void {
		this.lines.push(`opened ${stream}`);
	}

	onData(stream: number, bytes: Uint8Array, length: number): void {
		let text = "";
		for (let index = 0; index < length; index++) text += String.fromCharCode(bytes[index] as number);
		this.lines.push(`${stream}: ${text}`);
		this.closes?.close(stream);
	}

	onWritable(stream: number): void {
		this.lines.push(`writable ${stream}`);
	}

	onClosed(stream: number): void {
		this.lines.push(`closed ${stream}`);
	}
}

function stand(port?: number) {
	FakeListener.taken = false;
	FakeTcp.broken = false;
	FakeTcp.room = 1000;
	const options = { Listener: FakeListener.type, Tcp: FakeTcp.type };
	const streams = new TcpStreams(port === undefined ? options : { ...options, port });
	const log = new Log();
	streams.listener = log;
	assert.ok(streams.listen(80));
	return { streams, log, server: FakeListener.last as FakeListener };
}

/** One client, connected. */
function client(server: FakeListener): FakeTcp {
	return server.arrive(1)[0]?.heir as FakeTcp;
}

const full = new Uint8Array(streamWriteLimit).fill(0x61);

test("it listens where the definition says, or the desktop, and says when it cannot", () => {
	assert.equal(stand().server.port, 80);
	assert.equal(stand(8080).server.port, 8080);
	FakeListener.taken = true;
	assert.ok(!new TcpStreams({ Listener: FakeListener.type, Tcp: FakeTcp.type }).listen(80));
});

test("what a client says is handed on at once, in pieces", () => {
	const { log, server } = stand();
	const tcp = client(server);
	tcp.say("GET");
	tcp.say("b".repeat(2 * readLength + 1));
	assert.deepEqual(log.lines, [
		"opened 0",
		"0: GET",
		`0: ${"b".repeat(readLength)}`,
		`0: ${"b".repeat(readLength)}`,
		"0: b",
	]);
});

test("it is written only while the socket takes a whole piece", () => {
	const { streams, log, server } = stand();
	const tcp = client(server);
	assert.ok(!streams.writable(0), "the socket has not said so yet");
	tcp.drain();
	assert.deepEqual(log.lines, ["opened 0", "writable 0"]);
	streams.write(0, full, 3);
	assert.equal(tcp.sent, "aaa");
	while (streams.writable(0)) streams.write(0, full, full.length);
	assert.equal(tcp.sent.length, 3 + 2 * streamWriteLimit);
	streams.write(0, full, 1);
	assert.equal(tcp.sent.length, 3 + 2 * streamWriteLimit, "nothing happens");
	tcp.drain();
	tcp.drain();
	assert.deepEqual(log.lines.slice(2), ["writable 0"], "told once");
});

test("a client that goes is told once, and its place is another's", () => {
	const { streams, log, server } = stand();
	const first = client(server);
	first.fail();
	assert.ok(first.closed);
	first.fail();
	first.say("late");
	client(server).say("x");
	assert.deepEqual(log.lines, ["opened 0", "closed 0", "opened 0", "0: x"]);
	assert.ok(!streams.writable(0), "room of the one before is not that of the next");
});

test("a write to a client that has just gone is no exception", () => {
	const { streams, log, server } = stand();
	const tcp = client(server);
	tcp.drain();
	tcp.room = 0;
	assert.equal(streams.write(0, full, 10), false);
	assert.ok(!streams.writable(0));
	tcp.fail();
	assert.deepEqual(log.lines.slice(-1), ["closed 0"]);
});

test("a stream may be closed while it is being read, and twice", () => {
	const { streams, log, server } = stand();
	log.closes = streams;
	const tcp = client(server);
	tcp.say("c".repeat(3 * readLength));
	assert.equal(log.lines.length, 2, "nothing more is told");
	assert.ok(tcp.closed);
	streams.close(0);
	tcp.drain();
	assert.equal(log.lines.length, 2);
});

test("connections beyond the limit are closed as they come, and counted", () => {
	const { streams, log, server } = stand();
	const arrived = server.arrive(streamLimit + 3);
	assert.equal(log.lines.length, streamLimit);
	assert.equal(streams.counters.refused, 3);
	assert.deepEqual(
		arrived.slice(streamLimit).map(({ closed }) => closed),
		[true, true, true],
	);
	streams.close(5);
	client(server);
	assert.equal(log.lines[streamLimit], "opened 5");
});

test("a connection that broke before it was taken is passed over", () => {
	const { log, server } = stand();
	FakeTcp.broken = true;
	server.arrive(1);
	FakeTcp.broken = false;
	client(server);
	assert.deepEqual(log.lines, ["opened 0"]);
});

test("ending closes all, and the listener", () => {
	const { streams, server } = stand();
	const tcp = client(server);
	streams.end();
	streams.end();
	assert.ok(tcp.closed && server.closed);
});
