/** A node as CoAP server, spoken to by a peer that sends whatever bytes the test wants. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { codes } from "kith/coap/codes";
import { coapStand } from "../../support/coap-stand";
import { FakeRadio } from "../../support/fake-radio";
import { fromHex } from "../../support/hex";
import { networkStand } from "../../support/network-stand";

function stand() {
	const radio = new FakeRadio();
	const node = coapStand(radio, { address: 2, peers: [1, 3] });
	const peer = networkStand(radio, { address: 1, peers: [2] });
	/** Sends a message in a new frame; what came back, as hex. */
	const ask = (hex: string, group = false): string => {
		const message = fromHex(hex);
		const before = peer.heard.length;
		if (group) peer.network.sendGroup(message, message.length);
		else peer.network.sendUnicast(2, message, message.length);
		radio.run(60);
		return peer.heard
			.slice(before)
			.map((line) => line.split(" ")[3] as string)
			.join(" ");
	};
	return { radio, node, peer, ask };
}

test("a confirmable request is handled and acknowledged with the response and its token", () => {
	const { node, ask } = stand();
	node.answer = (request) => {
		assert.ok(request.pathEquals("s/1f") && !request.pathEquals("s/1") && !request.pathEquals("s/1e"));
		assert.equal(request.rssi, -50);
		request.setPayload(fromHex("8101"), 2, 60);
		return codes.content;
	};
	assert.equal(ask("43 01 1234 aabbcc b173 02 3166"), "6345 1234aabbcc c13c ff8101".replaceAll(" ", ""));
	assert.equal(node.requests.join(), "1 CON 1 s/1f -1 ");
});

test("a non-confirmable request is answered in a non-confirmable message with a new id", () => {
	const { ask } = stand();
	const answer = ask("52 03 1234 aabb b131 1170 ff 05");
	assert.equal(answer.slice(0, 4), "5244");
	assert.equal(answer.slice(8), "aabb");
});

test("a repeated confirmable request gets the same answer and is handled once", () => {
	const { radio, node, ask } = stand();
	const request = "41 03 1234 aa b131 ff 05";
	const first = ask(request);
	assert.equal(ask(request), first);
	radio.run(13_000);
	assert.equal(ask(request), first);
	assert.equal(node.requests.length, 1);
	assert.equal(node.endpoint.counters.get("repeated"), 2);
	radio.run(14_000);
	ask(request);
	assert.equal(node.requests.length, 2, "after an exchange lifetime the id may be another request's");
});

test("the same message id of another peer is another request", () => {
	const { radio, node, ask } = stand();
	ask("41 03 1234 aa b131 ff 05");
	const other = networkStand(radio, { address: 3, peers: [2] });
	const message = fromHex("41 03 1234 aa b131 ff 05");
	other.network.sendUnicast(2, message, message.length);
	radio.run(10);
	assert.equal(node.requests.length, 2);
});

test("of long answers the latest is remembered; another GET is handled again, another method may not answer so long", () => {
	const { node, ask } = stand();
	const long = new Uint8Array(100).fill(7);
	node.answer = (request) => {
		request.setPayload(long, 100, 42);
		return codes.content;
	};
	assert.equal(ask("40 01 0001 b131"), ask("40 01 0001 b131"));
	assert.equal(node.requests.length, 1);
	ask("40 01 0003 b131");
	assert.equal(ask("40 01 0001 b131"), ask("40 01 0001 b131"));
	assert.equal(node.requests.length, 3, "once more, and remembered again");
	assert.throws(() => ask("40 03 0002 b131"), RangeError);
});

test("the longest GET answer fits a frame", () => {
	const { node, ask } = stand();
	node.answer = (request) => {
		request.setPayload(new Uint8Array(request.replyLimit), request.replyLimit, 0xffff);
		return codes.content;
	};
	const answer = ask("48 01 0001 0102030405060708 b131");
	assert.equal(answer.length / 2, node.network.messageLimit);
});

test("a group request is handled and never answered, with an error or without", () => {
	const { node, ask } = stand();
	node.answer = () => codes.notFound;
	assert.equal(ask("50 02 1234 b172 1170 d1e91a ff 05", true), "");
	node.answer = (request) => {
		request.setPayload(fromHex("01"), 1, -1);
		return codes.content;
	};
	assert.equal(ask("50 01 1235 b172", true), "");
	assert.equal(ask("50 05 1236 b172", true), "");
	assert.equal(ask("50 02 1237 b172 11ff 11", true), "");
	assert.equal(node.requests.slice(0, 2).join("; "), "1 group 2 r 112 05; 1 group 1 r -1 ");
});

test("a confirmable message to a group is ignored", () => {
	const { node, ask } = stand();
	assert.equal(ask("40 02 1234 b172", true), "");
	assert.equal(ask("40 00 1234", true), "");
	assert.equal(node.requests.length, 0);
	assert.equal(node.endpoint.counters.get("ignored"), 2);
});

test("No-Response silences the classes it names; a confirmable request is still acknowledged", () => {
	const { node, ask } = stand();
	const withValue = (id: number, value: string): string => ask(`40 03 000${id} b131 d1ea${value}`);
	assert.equal(withValue(1, "02"), "60000001", "2.xx not wanted: empty acknowledgement");
	assert.equal(withValue(2, "08"), "60440002", "4.xx not wanted, but it is 2.04");
	node.answer = () => codes.notFound;
	assert.equal(withValue(3, "08"), "60000003");
	assert.equal(withValue(4, "02"), "60840004");
	assert.equal(ask("50 03 0005 b131 d1ea1a"), "");
});

test("an unknown critical option is answered with 4.02, in a non-confirmable request not at all", () => {
	const { node, ask } = stand();
	// Number 65, OSCORE (9), If-None-Match (5), If-Match (1).
	assert.equal(ask("40 03 0001 b131 d12906"), "60820001");
	assert.equal(ask("40 01 0002 90 2131"), "60820002");
	assert.equal(ask("40 03 0003 50 6131"), "60820003");
	assert.equal(ask("40 03 0004 1161 a131"), "60820004");
	assert.equal(ask("50 03 0005 b131 d12906"), "");
	assert.equal(node.requests.length, 0);
	assert.equal(node.endpoint.counters.get("badOptions"), 5);
});

test("unknown elective options are passed over", () => {
	const { node, ask } = stand();
	// Observe (6) and number 2048.
	assert.equal(ask("40 01 0001 60 5131 e1 06e8 aa"), "60440001");
	assert.equal(node.requests.length, 1);
});

test("Uri-Host, Uri-Port and Accept are understood", () => {
	const { node, ask } = stand();
	node.answer = (request) => (request.accept === 60 ? codes.content : codes.notAcceptable);
	assert.equal(ask("40 01 0001 3161 421633 4131 613c"), "60450001");
	assert.equal(ask("40 01 0002 b131 6128"), "60860002");
});

test("an option of a wrong length, or twice where it may come once, is as if unknown", () => {
	const { node, ask } = stand();
	assert.equal(ask("40 01 0001 b131 63010203"), "60820001", "Accept of three bytes");
	assert.equal(ask("40 01 0002 b131 613c 0128"), "60820002", "Accept twice");
	assert.equal(ask("40 03 0003 b131 13010203"), "60440003", "Content-Format is elective: passed over");
	assert.equal(node.requests.join(), "1 CON 3 1 -1 ");
});

test("a proxy is not here", () => {
	const { ask } = stand();
	assert.equal(ask("40 01 0001 d11661"), "60a50001");
});

test("a path that is too long names nothing", () => {
	const { node, ask } = stand();
	assert.equal(ask(`40 01 0001 bd33${"61".repeat(64)}`), "60440001");
	assert.equal(ask(`40 01 0002 bd34${"61".repeat(65)}`), "60840002");
	assert.equal(ask(`40 01 0003 bd32${"61".repeat(63)}0161`), "60840003");
	assert.equal(node.requests.length, 1);
});

test("unknown methods are answered with 4.05", () => {
	const { node, ask } = stand();
	assert.equal(ask("40 05 0001 b131"), "60850001");
	assert.equal(ask("40 1f 0002 b131"), "60850002");
	assert.equal(node.requests.length, 0);
});

test("a ping is answered with a Reset", () => {
	const { ask } = stand();
	assert.equal(ask("40 00 1234"), "70001234");
	assert.equal(ask("50 00 1234"), "");
});

test("a malformed confirmable message is rejected with a Reset, any other in silence", () => {
	const { node, ask } = stand();
	assert.equal(ask("40 01 0001 ff"), "70000001");
	assert.equal(ask("40 00 0002 00"), "70000002");
	assert.equal(ask("49 01 0003 000000000000000000"), "70000003");
	assert.equal(ask("40 01 0004 f0"), "70000004");
	assert.equal(ask("50 01 0005 ff"), "");
	assert.equal(ask("50 01 0006 ff", true), "");
	assert.equal(ask("00 01 0007 b131"), "", "another version: nothing of it is believed");
	assert.equal(ask("40 01"), "");
	assert.equal(node.requests.length, 0);
	assert.equal(node.endpoint.counters.get("malformed"), 8);
});

test("reserved classes are rejected where confirmable, and requests in acknowledgements ignored", () => {
	const { node, ask } = stand();
	assert.equal(ask("40 20 0001"), "70000001");
	assert.equal(ask("40 61 0002"), "70000002");
	assert.equal(ask("40 e1 0003"), "70000003");
	assert.equal(ask("50 20 0004"), "");
	assert.equal(ask("60 01 0005 b131"), "");
	assert.equal(ask("70 01 0006 b131"), "");
	assert.equal(ask("70 45 0007"), "");
	assert.equal(node.requests.length, 0);
});

test("responses nobody asked for: a confirmable one is rejected, others ignored", () => {
	const { node, ask } = stand();
	assert.equal(ask("42 45 0001 aabb"), "70000001");
	assert.equal(ask("52 45 0002 aabb"), "");
	assert.equal(ask("62 45 0003 aabb"), "");
	assert.equal(ask("60 00 0004"), "");
	assert.equal(ask("70 00 0005"), "");
	assert.equal(node.endpoint.counters.get("unmatched"), 5);
});

test("seventeen peers' worth of requests: the oldest answer is forgotten, counted, the newest stay", () => {
	const { node, ask } = stand();
	const request = (id: number): string => `40 03 ${id < 16 ? "000" : "00"}${id.toString(16)} b131`;
	for (let id = 1; id <= 17; id++) ask(request(id));
	assert.equal(node.endpoint.counters.get("repliesForgotten"), 1);
	ask(request(17));
	ask(request(2));
	assert.equal(node.requests.length, 17);
});

test("requests with the options of the one before are read as if they were new", () => {
	const { node, ask } = stand();
	// 4.02 twice, with a payload, so that the options are recognized; then the same path without the critical option.
	assert.equal(ask("40 03 0001 b131 d12906 ff 01"), "60820001");
	assert.equal(ask("40 03 0002 b131 d12906 ff 02"), "60820002");
	assert.equal(ask("40 03 0003 b131 ff 03"), "60440003");
	assert.equal(ask("40 02 0004 b131 ff 04"), "60440004");
	assert.equal(ask("40 03 0005 b132 1170 ff 05"), "60440005");
	assert.equal(ask("40 03 0006 b132 1170 ff 06"), "60440006");
	assert.equal(ask("40 03 0007 ff 07"), "60440007");
	// A response in between, with options of its own; and a path of several segments, twice.
	assert.equal(ask("52 45 0008 aabb c13c ff 08"), "");
	assert.equal(ask("40 03 0009 ff 09"), "60440009");
	assert.equal(ask("40 03 000a b161 0162 ff 0a"), "6044000a");
	assert.equal(ask("40 03 000b b161 0162 ff 0b"), "6044000b");
	assert.equal(
		node.requests.map((request) => request.split(" ").slice(2).join(" ")).join("; "),
		"3 1 -1 03; 2 1 -1 04; 3 2 112 05; 3 2 112 06; 3  -1 07; 3  -1 09; 3 a/b -1 0a; 3 a/b -1 0b",
	);
});

test("a recognized path still equals what it equals", () => {
	const { node, ask } = stand();
	const equal: boolean[] = [];
	node.answer = (request) => {
		equal.push(request.pathEquals("a/b"), request.pathEquals("a"), request.pathEquals("a/b"));
		return codes.changed;
	};
	ask("40 03 0001 b161 0162 ff 01");
	ask("40 03 0002 b161 0162 ff 02");
	ask("40 03 0003 b161 ff 03");
	assert.equal(equal.join(), "true,false,true,true,false,true,false,true,false");
});
