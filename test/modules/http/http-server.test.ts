import assert from "node:assert/strict";
import { test } from "node:test";
import { Scheduler } from "kith/core/scheduler";
import type { TextWriter } from "kith/core/text-writer";
import type { Exchange, HttpBody } from "kith/http/exchange";
import { HttpServer } from "kith/http/http-server";
import { connectionLimit, lingerBytes, lingerMs, requestLimitMs, responseLimitMs, tickMs } from "kith/http/limits";
import { streamLimit } from "kith/http/streams";
import { FakeClock } from "../../support/fake-clock";
import { FakeStreams, readResponse } from "../../support/fake-streams";

const get = "GET /numbers HTTP/1.1\r\nHost: kith\r\n\r\n";

/** "0,1,2,…" up to a limit, as much at a time as fits. */
class Numbers implements HttpBody {
	readonly #limit: number;

	constructor(limit: number) {
		this.#limit = limit;
	}

	write(exchange: Exchange, writer: TextWriter): void {
		while (exchange.position < this.#limit) {
			const mark = writer.length;
			writer.whole(exchange.position).byte(0x2c);
			if (writer.overflow) {
				writer.rewind(mark);
				return;
			}
			exchange.position++;
		}
		exchange.ended = true;
	}
}

/** Says what it is told to say, and never ends. */
class News implements HttpBody {
	readonly endless = ":\n";
	text = "";
	overs = 0;

	write(_exchange: Exchange, writer: TextWriter): void {
		writer.text(this.text);
		this.text = "";
	}

	over(): void {
		this.overs++;
	}
}

function stand(start = 0) {
	const clock = new FakeClock(start);
	const streams = new FakeStreams();
	const scheduler = new Scheduler(clock);
	const numbers = new Numbers(2000);
	const news = new News();
	const asked: string[] = [];
	const server = new HttpServer({
		streams,
		scheduler,
		handler: {
			answer(exchange) {
				const { request } = exchange;
				let path = "";
				for (let index = 0; index < request.pathLength; index++)
					path += String.fromCharCode(request.target[index] as number);
				asked.push(path);
				if (path === "/numbers") exchange.reply("text/plain", numbers);
				else if (path === "/news") exchange.reply("text/plain", news);
				else exchange.refuse(404, "there is nothing");
			},
		},
	});
	return { clock, streams, server, news, asked };
}

const expected = Array.from({ length: 2000 }, (_, index) => `${index},`).join("");

test("a document comes in chunks, and the connection ends", () => {
	const { streams } = stand();
	const { status, head, body, whole } = readResponse(streams.ask(get));
	assert.equal(status, 200);
	assert.ok(head.includes("Content-Type: text/plain\r\n"));
	assert.ok(head.includes("Cache-Control: no-store\r\n"));
	assert.ok(head.includes("Access-Control-Allow-Origin: *\r\n"));
	assert.ok(head.includes("Connection: close"));
	assert.equal(body, expected);
	assert.ok(whole);
	assert.ok(streams.open.every((open) => !open));
});

test("HTTP/1.0 gets no chunks", () => {
	const { streams } = stand();
	const { head, body } = readResponse(streams.ask("GET /numbers HTTP/1.0\r\n\r\n"));
	assert.ok(!head.includes("chunked"));
	assert.equal(body, expected);
});

test("HEAD gets the head alone", () => {
	const { streams } = stand();
	const { status, head, body } = readResponse(streams.ask("HEAD /numbers HTTP/1.1\r\nHost: k\r\n\r\n"));
	assert.equal(status, 200);
	assert.ok(head.includes("text/plain"));
	assert.equal(body, "");
});

test("a slow client gets all, one piece after the other, while others are served", () => {
	const { streams } = stand();
	const slow = streams.connect(0);
	streams.say(slow, get, 1);
	assert.equal(streams.sent[slow], "");
	while (streams.open[slow] === true) {
		streams.take(slow, 1);
		assert.equal(readResponse(streams.ask(get)).body, expected);
	}
	const { body, whole } = readResponse(streams.sent[slow] as string);
	assert.equal(body, expected);
	assert.ok(whole);
});

test("a silent client loses its connection, and one that does not go on is told why", () => {
	// Just before the clock wraps.
	const { clock, streams, server } = stand(0x7fff_ffff - 3000);
	const silent = streams.connect();
	const slow = streams.connect();
	streams.say(slow, "GET /num");
	clock.advance(requestLimitMs - tickMs);
	assert.ok(streams.open[silent] && streams.open[slow]);
	clock.advance(2 * tickMs);
	assert.equal(streams.open[silent], false);
	assert.equal(streams.sent[silent], "");
	assert.equal(readResponse(streams.sent[slow] as string).status, 408);
	assert.equal(server.tooSlow, 2);
	clock.advance(lingerMs + tickMs);
	assert.equal(streams.open[slow], false);
	assert.equal(clock.untilAlarm, Number.POSITIVE_INFINITY, "nobody is there, nothing is waited for");
});

test("a byte now and then does not keep a connection", () => {
	const { clock, streams } = stand();
	const slow = streams.connect();
	for (let second = 0; second <= requestLimitMs; second += 1000) {
		streams.say(slow, "G");
		clock.advance(1000);
	}
	assert.equal(readResponse(streams.sent[slow] as string).status, 408);
});

test("a client that takes nothing of its response loses it", () => {
	const { clock, streams, server } = stand();
	const slow = streams.connect(2);
	streams.say(slow, get);
	clock.advance(responseLimitMs + tickMs);
	assert.equal(streams.open[slow], false);
	assert.equal(server.tooSlow, 1);
});

test("four are served, four told that they are too many, and the next after one of them has gone", () => {
	const { clock, streams, server, asked } = stand();
	const held = Array.from({ length: connectionLimit }, () => streams.connect());
	for (let more = connectionLimit; more < streamLimit; more++) {
		const stream = streams.connect();
		const { status, head, body, whole } = readResponse(streams.sent[stream] as string);
		assert.equal(status, 503);
		assert.ok(head.includes("Retry-After: 1"));
		assert.equal((JSON.parse(body) as { status: number }).status, 503);
		assert.ok(whole);
		streams.say(stream, get);
	}
	assert.equal(streams.connect(), -1);
	assert.equal(server.busy, streamLimit - connectionLimit);
	assert.equal(asked.length, 0);
	for (const stream of held) streams.say(stream, get);
	assert.equal(asked.length, connectionLimit);
	clock.advance(lingerMs + tickMs);
	assert.equal(readResponse(streams.ask(get)).status, 200);
});

test("a client that leaves makes room, whatever it was doing", () => {
	const { streams } = stand();
	for (let round = 0; round < 3 * connectionLimit; round++) {
		const stream = streams.connect(round % 3);
		if (round % 2 === 0) streams.say(stream, get);
		else streams.say(stream, "GET /n");
		if (streams.open[stream] === true) streams.leave(stream);
	}
	assert.equal(readResponse(streams.ask(get)).status, 200);
});

test("what is no request is refused with a problem that says what to do, and answered once", () => {
	const { streams, asked, server } = stand();
	for (const [request, status] of [
		["garbage\r\n\r\n", 400],
		[`GET /${"a".repeat(500)} HTTP/1.1\r\n`, 414],
		[`GET / HTTP/1.1\r\nX: ${"a".repeat(1 << 17)}`, 431],
		["PUT /lamp HTTP/1.1\r\nHost: k\r\nContent-Length: 1\r\n\r\n1", 405],
		["DELETE /lamp HTTP/1.1\r\nHost: k\r\n\r\n", 405],
		["GET / HTTP/1.1\r\nHost: k\r\nContent-Length: 1\r\n\r\n1", 413],
		["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505],
	] as const) {
		const before = server.responses;
		const stream = streams.connect();
		streams.say(stream, request, 100);
		const { status: answered, head, body, whole } = readResponse(streams.sent[stream] as string);
		assert.equal(answered, status);
		assert.ok(head.includes("Content-Type: application/problem+json\r\n"), head);
		const problem = JSON.parse(body) as { title: string; status: number; detail: string };
		assert.equal(problem.status, status);
		assert.ok(problem.title.length > 4 && problem.detail.length > 20, body);
		assert.ok(whole);
		assert.equal(status === 405, head.includes("Allow: GET, HEAD, OPTIONS"));
		assert.equal(server.responses, before + 1);
		streams.leave(stream);
	}
	assert.equal(asked.length, 0);
});

test("an answer to what was not read to its end is not taken back by an early end", () => {
	const { clock, streams } = stand();
	const stream = streams.connect();
	streams.say(stream, "garbage\r\n");
	assert.ok(streams.open[stream], "the rest may still be on its way");
	streams.say(stream, "more garbage\r\n".repeat(100));
	assert.ok(streams.open[stream]);
	clock.advance(lingerMs + tickMs);
	assert.equal(streams.open[stream], false);
	const flood = streams.connect();
	streams.say(flood, `garbage\r\n${"x".repeat(lingerBytes + 5000)}`, 1000);
	assert.equal(streams.open[flood], false, "but not for ever");
});

test("a body without an end is told what is new, and breaks its silence", () => {
	const { clock, streams, server, news } = stand();
	const stream = streams.connect();
	news.text = "a";
	streams.say(stream, "GET /news HTTP/1.1\r\nHost: k\r\n\r\n");
	const read = (): string => readResponse(streams.sent[stream] as string).body;
	assert.equal(read(), "a");
	news.text = "b";
	server.wake(news);
	assert.equal(read(), "ab");
	clock.advance(20_000);
	assert.equal(read(), "ab:\n");
	clock.advance(120_000);
	assert.ok(streams.open[stream]);
	assert.ok(read().endsWith(":\n:\n:\n"));
	streams.leave(stream);
	assert.equal(news.overs, 1);
});

test("who takes nothing of a body without an end loses it", () => {
	const { clock, streams, server, news } = stand();
	const stream = streams.connect(1);
	streams.say(stream, "GET /news HTTP/1.1\r\nHost: k\r\n\r\n");
	news.text = "lost";
	server.wake(news);
	clock.advance(responseLimitMs + tickMs);
	assert.equal(streams.open[stream], false);
	assert.equal(news.overs, 1);
});

test("closing ends everything", () => {
	const { clock, streams, server } = stand();
	streams.connect();
	server.close();
	assert.ok(streams.open.every((open) => !open));
	assert.equal(streams.listener, undefined);
	clock.advance(60_000);
});

test("a client that turns out to have gone makes room at once", () => {
	const { streams } = stand();
	streams.broken = true;
	for (let round = 0; round < 3 * streamLimit; round++) {
		const stream = streams.connect();
		streams.say(stream, get);
		assert.equal(streams.open[stream], false);
	}
	streams.broken = false;
	assert.equal(readResponse(streams.ask(get)).status, 200);
});
