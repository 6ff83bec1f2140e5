/** The endpoint and what protects its messages, with a toy in place of OSCORE: who is asked what, and who is believed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { codes } from "kith/coap/codes";
import { trusts } from "kith/coap/message-security";
import { coapStand } from "../../support/coap-stand";
import { FakeRadio } from "../../support/fake-radio";
import { fromHex, toHex } from "../../support/hex";
import { ToySecurity } from "../../support/toy-security";

const on = fromHex("f5");

function pair() {
	const radio = new FakeRadio();
	const [ask, serve] = [new ToySecurity(), new ToySecurity()];
	const client = coapStand(radio, { address: 2, peers: [1] }, ask);
	const server = coapStand(radio, { address: 1, peers: [2] }, serve);
	const seen: number[] = [];
	server.answer = (request) => {
		seen.push(request.trust);
		return codes.changed;
	};
	/** Messages that the client sent, without header and checksum of their frames. */
	const sent = (): string[] =>
		radio.frames.filter(({ from }) => from === 2).map(({ bytes }) => toHex(bytes.slice(13, bytes.length - 4)));
	return { radio, ask, serve, client, server, seen, sent };
}

test("requests and answers travel protected, and the handler learns that they did", () => {
	const { radio, client, server, seen, sent } = pair();
	const exchange = client.endpoint.put(1, "1f", 112, on, 1);
	radio.run(60);
	assert.equal(client.responses.join(), `${exchange} ${codes.changed} `);
	assert.deepEqual(seen, [trusts.pairwise]);
	assert.equal(server.requests.join(), "2 CON 3 1f 112 f5");
	// Outside: POST, an OSCORE option, and nothing of the path.
	assert.equal(sent()[0]?.slice(2, 4), "02");
	assert.ok(!sent()[0]?.includes("3166"));
});

test("a plain request is served as one that anybody may have sent", () => {
	const { radio, server, seen } = pair();
	const stranger = coapStand(radio, { address: 2, peers: [1] });
	stranger.endpoint.get(1, "a");
	radio.run(60);
	assert.deepEqual(seen, [trusts.plain]);
	assert.equal(server.requests.length, 1);
});

test("a retransmission is the same bytes, protected once, and is answered from memory without being verified", () => {
	const { radio, ask, serve, client, server, sent } = pair();
	let answers = 0;
	radio.fate = ({ from }) => (from === 1 && answers++ < 2 ? "lost" : "delivered");
	client.endpoint.put(1, "1f", 112, on, 1);
	radio.run(5000);
	assert.equal(client.responses.length, 1);
	assert.ok(sent().length >= 2);
	assert.equal(new Set(sent()).size, 1);
	assert.equal(ask.calls.filter((call) => call.startsWith("protect")).length, 1);
	assert.equal(serve.calls.length, 1);
	assert.equal(server.requests.length, 1);
});

test("without a context a request waits for its next turn", () => {
	const { radio, ask, client } = pair();
	ask.key = -1;
	const exchange = client.endpoint.put(1, "1f", 112, on, 1);
	radio.run(200);
	assert.equal(radio.frames.length, 0);
	ask.key = 1;
	radio.run(2000);
	assert.equal(client.responses.join(), `${exchange} ${codes.changed} `);
	assert.equal(client.endpoint.counters.get("contextsAwaited"), 1);
});

test("a request that cannot be verified is refused in the clear, which ends the exchange", () => {
	const { radio, serve, client, server } = pair();
	serve.key = 2;
	const exchange = client.endpoint.put(1, "1f", 112, on, 1);
	radio.run(60);
	assert.equal(server.requests.length, 0);
	assert.equal(client.responses.join(), `${exchange} ${codes.unauthorized} `);
	assert.equal(server.endpoint.counters.get("unverified"), 1);
});

test("an answer in the clear can refuse, but a success must be protected", () => {
	const { radio, serve, client } = pair();
	serve.protectResponse = (_buffer, length) => length;
	const exchange = client.endpoint.put(1, "1f", 112, on, 1);
	radio.run(60);
	assert.equal(client.responses.length, 0);
	assert.equal(client.endpoint.counters.get("unverified"), 1);
	radio.run(30_000);
	assert.equal(client.responses.join(), `${exchange} timeout`);
});

test("an answer that cannot be verified is as good as none", () => {
	const { radio, serve, client } = pair();
	const right = serve.protectResponse.bind(serve);
	serve.protectResponse = (buffer, length) => {
		const sealed = right(buffer, length);
		buffer[sealed - 1] = (buffer[sealed - 1] as number) ^ 1;
		return sealed;
	};
	client.endpoint.put(1, "1f", 112, on, 1);
	radio.run(60);
	assert.equal(client.responses.length, 0);
	assert.equal(client.endpoint.counters.get("unverified"), 1);
});

test("a request that may be a recording is acted upon only with the answer to a challenge", () => {
	const { radio, serve, client, server, seen, sent } = pair();
	serve.fresh = false;
	const exchange = client.endpoint.put(1, "1f", 112, on, 1);
	radio.run(200);
	assert.equal(client.responses.join(), `${exchange} ${codes.changed} `);
	assert.deepEqual(seen, [trusts.pairwise]);
	assert.equal(server.requests.length, 1);
	assert.equal(server.endpoint.counters.get("challenges"), 1);
	assert.equal(client.endpoint.counters.get("challenges"), 1);
	assert.equal(new Set(sent().map((message) => message.slice(4, 8))).size, 2, "two message ids");
	// The recording of the first request is challenged again, and changes nothing.
	serve.fresh = false;
	const replay = fromHex(sent()[0] as string);
	replay[3] = (replay[3] as number) ^ 0x40;
	client.network.sendUnicast(1, replay, replay.length);
	radio.run(60);
	assert.equal(server.requests.length, 1);
});

test("when keys change, what is under way is protected anew", () => {
	const { radio, ask, serve, client, server, sent } = pair();
	radio.fate = () => "lost";
	const exchange = client.endpoint.put(1, "1f", 112, on, 1);
	radio.run(100);
	client.endpoint.recoverRequests(1);
	ask.key = 7;
	serve.key = 7;
	radio.fate = () => "delivered";
	radio.run(3000);
	assert.equal(client.responses.join(), `${exchange} ${codes.changed} `);
	assert.equal(server.requests.length, 1);
	assert.ok(new Set(sent()).size >= 2);
});

test("every binding is released when its exchange ends", () => {
	const { radio, ask, client } = pair();
	for (let round = 0; round < 20; round++) {
		radio.fate = () => (round % 3 === 0 ? "lost" : "delivered");
		client.endpoint.put(1, "1f", 112, on, 1);
		radio.run(30_000);
	}
	assert.equal(client.responses.length, 20);
	assert.equal(ask.bound.size, 0);
});

test("an observation and an answer that was put off stay protected, and keep nothing when they are over", () => {
	const { radio, ask, serve, client, server } = pair();
	let ticket = -1;
	server.answer = (request) => {
		if (request.code !== codes.get) {
			ticket = request.defer();
			return codes.empty;
		}
		request.subject = 3;
		request.setPayload(Uint8Array.of(1), 1, -1);
		return codes.content;
	};
	const watched = client.endpoint.ask(1, codes.get, { writeTo: (writer) => writer.uintOption(6, 0) });
	radio.run(60);
	assert.deepEqual(client.responses.splice(0), [`${watched} 69 01`]);
	assert.equal(serve.kept.size, 1);
	assert.equal(ask.bound.size, 1);
	server.endpoint.changed(3);
	radio.run(60);
	assert.deepEqual(client.responses.splice(0), [`${watched} notified 69 01`]);
	// A notification that is not protected is not believed.
	serve.protectLater = (_place, _buffer, length) => length;
	server.endpoint.changed(3);
	radio.run(60);
	assert.deepEqual(client.responses, []);
	assert.equal(client.endpoint.counters.get("unverified"), 1);
	client.endpoint.forget(watched);
	assert.equal(ask.bound.size, 0);
	server.represent = () => codes.notFound;
	server.endpoint.changed(3);
	radio.run(60);
	assert.equal(serve.kept.size, 0);
	const asked = client.endpoint.put(1, "1f", 112, on, 1);
	radio.run(60);
	assert.equal(serve.kept.size, 1);
	assert.ok(server.endpoint.answer(ticket, codes.changed, on, 0, -1));
	radio.run(60);
	// What the toy left in the clear above is refused: only errors may come so.
	assert.deepEqual(client.responses, []);
	assert.equal(serve.kept.size, 0);
	assert.ok(asked >= 0);
});
