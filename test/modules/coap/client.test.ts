/** A node as CoAP client, with a peer that answers whatever bytes the test wants. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { exchangeLimit } from "kith/coap/client-exchanges";
import { codes } from "kith/coap/codes";
import { coapStand } from "../../support/coap-stand";
import { FakeRadio } from "../../support/fake-radio";
import { fromHex } from "../../support/hex";
import { networkStand } from "../../support/network-stand";

function stand() {
	const radio = new FakeRadio();
	const node = coapStand(radio, { address: 2, peers: [1, 3, 4] });
	const peer = networkStand(radio, { address: 1, peers: [2] });
	/** The requests that the peer heard, as hex of the messages. */
	const heard = (): string[] => peer.heard.map((line) => line.split(" ")[3] as string);
	const say = (hex: string): void => {
		const message = fromHex(hex);
		peer.network.sendUnicast(2, message, message.length);
		radio.run(60);
	};
	/** Message id and token of the peer's request number `index`. */
	const ids = (index: number): { id: string; token: string } => {
		const message = heard()[index] as string;
		return { id: message.slice(4, 8), token: message.slice(8, 12) };
	};
	return { radio, node, peer, heard, say, ids };
}

test("a PUT is a confirmable message with path, format and payload", () => {
	const { radio, node, heard } = stand();
	const exchange = node.endpoint.put(1, "1f", 112, fromHex("8101ff"), 2);
	assert.ok(exchange >= 0);
	radio.run(10);
	assert.equal(heard().length, 1);
	const message = heard()[0] as string;
	assert.equal(message.slice(0, 4), "4203");
	assert.equal(message.slice(12), "b23166 1170 ff 8101".replaceAll(" ", ""));
});

test("a piggy-backed response ends the exchange", () => {
	const { radio, node, say, ids } = stand();
	const exchange = node.endpoint.get(1, "1f");
	radio.run(10);
	const { id, token } = ids(0);
	say(`62 45 ${id} ${token} c13c ff aabb`);
	assert.equal(node.responses.join(), `${exchange} ${codes.content} aabb`);
	radio.run(60_000);
	assert.equal(node.responses.length, 1);
	assert.equal(node.endpoint.counters.get("retransmissions"), 0);
});

test("an error is a response like any other", () => {
	const { radio, node, say, ids } = stand();
	const exchange = node.endpoint.get(1, "1f");
	radio.run(10);
	say(`62 84 ${ids(0).id} ${ids(0).token}`);
	assert.equal(node.responses.join(), `${exchange} ${codes.notFound} `);
});

test("a separate response: acknowledged at once, answered later, confirmed by us, its repeat confirmed again", () => {
	const { radio, node, heard, say, ids } = stand();
	const exchange = node.endpoint.get(1, "1f");
	radio.run(10);
	const { id, token } = ids(0);
	say(`60 00 ${id}`);
	radio.run(5000);
	assert.equal(heard().length, 1, "no retransmission after the acknowledgement");
	say(`42 45 7777 ${token} ff aa`);
	assert.equal(node.responses.join(), `${exchange} ${codes.content} aa`);
	assert.equal(heard()[1], "60007777");
	say(`42 45 7777 ${token} ff aa`);
	assert.equal(heard()[2], "60007777");
	assert.equal(node.responses.length, 1);
});

test("a separate response that overtakes its acknowledgement counts", () => {
	const { radio, node, say, ids } = stand();
	const exchange = node.endpoint.get(1, "1f");
	radio.run(10);
	say(`52 45 7777 ${ids(0).token} ff aa`);
	assert.equal(node.responses.join(), `${exchange} ${codes.content} aa`);
	say(`60 00 ${ids(0).id}`);
	assert.equal(node.endpoint.counters.get("unmatched"), 1);
});

test("acknowledged but never answered: given up after ten seconds", () => {
	const { radio, node, say, ids } = stand();
	const exchange = node.endpoint.get(1, "1f");
	radio.run(10);
	say(`60 00 ${ids(0).id}`);
	radio.run(9000);
	assert.equal(node.responses.length, 0);
	radio.run(2000);
	assert.equal(node.responses.join(), `${exchange} timeout`);
});

test("a Reset ends the exchange", () => {
	const { radio, node, say, ids } = stand();
	const exchange = node.endpoint.get(1, "1f");
	radio.run(10);
	say(`70 00 ${ids(0).id}`);
	assert.equal(node.responses.join(), `${exchange} timeout`);
	assert.equal(node.endpoint.counters.get("resets"), 1);
});

test("responses with another id, token, sender or a critical option do not end it", () => {
	const { radio, node, say, ids } = stand();
	node.endpoint.get(1, "1f");
	radio.run(10);
	const { id, token } = ids(0);
	const otherId = ((Number.parseInt(id, 16) + 1) & 0xffff).toString(16);
	const otherToken = ((Number.parseInt(token, 16) + 1) & 0xffff).toString(16);
	say(`62 45 ${otherId.length < 4 ? "0".repeat(4 - otherId.length) : ""}${otherId} ${token}`);
	say(`62 45 ${id} ${otherToken.length < 4 ? "0".repeat(4 - otherToken.length) : ""}${otherToken}`);
	say(`61 45 ${id} ${token.slice(0, 2)}`);
	say(`60 45 ${id}`);
	const other = networkStand(radio, { address: 3, peers: [2] });
	const message = fromHex(`62 45 ${id} ${token}`);
	other.network.sendUnicast(2, message, message.length);
	radio.run(10);
	say(`62 45 ${id} ${token} 90`);
	assert.equal(node.responses.length, 0);
	say(`62 45 ${id} ${token} 41aa`);
	assert.equal(node.responses.length, 1);
});

test("without an answer: five transmissions with doubling waits, then a timeout", () => {
	for (let round = 0; round < 8; round++) {
		const { radio, node, heard } = stand();
		for (let burnt = 0; burnt < round; burnt++) node.random.fill(new Uint8Array(1));
		const exchange = node.endpoint.put(1, "1f", -1, fromHex("01"), 1);
		radio.run(30_000);
		assert.equal(heard().length, 5);
		for (const message of heard()) assert.equal(message, heard()[0], "the same message, in frames of their own");
		const times = radio.frames.map((frame) => frame.at);
		const first = (times[1] as number) - (times[0] as number);
		assert.ok(first >= 500 && first <= 751, `${first}`);
		for (let index = 1; index < 5; index++) {
			const wait = (times[index] as number) - (times[index - 1] as number);
			assert.ok(Math.abs(wait - first * 2 ** (index - 1)) <= 16, `${times}`);
		}
		assert.equal(node.responses.join(), `${exchange} timeout`);
		assert.equal(node.endpoint.counters.get("timeouts"), 1);
	}
});

test("requests to one peer go one at a time, in order; to another peer meanwhile", () => {
	const { radio, node, heard, say, ids } = stand();
	const other = networkStand(radio, { address: 3, peers: [2] });
	const first = node.endpoint.get(1, "a");
	const second = node.endpoint.get(1, "b");
	const third = node.endpoint.get(1, "c");
	node.endpoint.get(3, "d");
	radio.run(10);
	assert.equal(heard().length, 1);
	assert.equal(other.heard.length, 1);
	say(`62 45 ${ids(0).id} ${ids(0).token}`);
	assert.equal(heard().length, 2);
	assert.ok(heard()[1]?.endsWith("b162"));
	say(`62 45 ${ids(1).id} ${ids(1).token}`);
	assert.ok(heard()[2]?.endsWith("b163"));
	say(`62 45 ${ids(2).id} ${ids(2).token}`);
	assert.equal(node.responses.join("; "), [first, second, third].map((exchange) => `${exchange} 69 `).join("; "));
});

test("after a timeout the next request to that peer goes", () => {
	const { radio, node, peer, heard } = stand();
	node.endpoint.get(1, "a");
	node.endpoint.get(1, "b");
	radio.run(30_000);
	assert.ok(heard().some((message) => message.endsWith("b162")));
	radio.run(30_000);
	assert.equal(node.responses.length, 2);
	assert.equal(peer.heard.length, 10);
});

test("a full table refuses, and has room again when an exchange ended", () => {
	const { radio, node, say, ids } = stand();
	for (let count = 0; count < exchangeLimit; count++) assert.ok(node.endpoint.get(1, "a") >= 0);
	assert.equal(node.endpoint.get(1, "a"), -1);
	assert.equal(node.endpoint.counters.get("exchangesFull"), 1);
	radio.run(10);
	say(`62 45 ${ids(0).id} ${ids(0).token}`);
	assert.ok(node.endpoint.get(1, "a") >= 0);
});

test("exchange numbers do not repeat soon and stay below 2^15", () => {
	const radio = new FakeRadio();
	const node = coapStand(radio, { address: 2, peers: [1] });
	coapStand(radio, { address: 1, peers: [2] });
	const seen = new Set<number>();
	for (let count = 0; count < 300; count++) {
		const exchange = node.endpoint.get(1, "a");
		assert.ok(exchange >= 0 && exchange < 0x8000 && !seen.has(exchange), `${exchange}`);
		seen.add(exchange);
		radio.run(4);
	}
	assert.equal(node.responses.length, 300);
});

test("a request that does not fit a frame is a bug and takes no place", () => {
	const { node } = stand();
	const payload = new Uint8Array(300);
	for (let count = 0; count < 20; count++) assert.throws(() => node.endpoint.put(1, "a", 60, payload, 300), RangeError);
	assert.throws(() => node.endpoint.postGroup("a", 60, payload, 300), RangeError);
	assert.ok(node.endpoint.get(1, "a") >= 0);
});

test("a request asked from inside a response goes out", () => {
	const radio = new FakeRadio();
	const node = coapStand(radio, { address: 2, peers: [1] });
	const server = coapStand(radio, { address: 1, peers: [2] });
	server.answer = (request) => {
		server.endpoint.get(2, "back");
		return request.code === codes.get ? codes.content : codes.changed;
	};
	node.endpoint.get(1, "there");
	radio.run(50);
	assert.equal(node.requests.join(), "1 CON 1 back -1 ");
	assert.equal(server.responses.length, 1);
	assert.equal(node.responses.length, 1);
});

test("a closed endpoint says nothing more", () => {
	const { radio, node, heard } = stand();
	node.endpoint.get(1, "a");
	radio.run(10);
	node.endpoint.close();
	node.endpoint.close();
	radio.run(60_000);
	assert.equal(heard().length, 1);
	assert.equal(node.responses.length, 0);
	assert.equal(node.endpoint.get(1, "a"), -1);
});
