/** Observing (RFC 7641) a node's resources, by a peer that sends bytes, and by another node. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { codes } from "kith/coap/codes";
import type { MessageWriter } from "kith/coap/message-writer";
import { livenessMs, notificationBurst, notificationSpacingMs } from "kith/coap/notifier";
import { observerLimit, plainObserverLimit } from "kith/coap/observer-table";
import { optionNumbers } from "kith/coap/options";
import { coapStand } from "../../support/coap-stand";
import { FakeRadio } from "../../support/fake-radio";
import { fromHex } from "../../support/hex";
import { networkStand } from "../../support/network-stand";

/** GET with Observe 0 (register) of "1", and with Observe 1, under the token aa. */
const register = "41 01 0001 aa 60 5131";
const deregister = "41 01 0002 aa 6101 5131";

function stand() {
	const radio = new FakeRadio();
	const node = coapStand(radio, { address: 2, peers: [1, 3] });
	const peer = networkStand(radio, { address: 1, peers: [2, 3] });
	let value = 0;
	node.answer = (request) => {
		request.subject = 7;
		request.setPayload(Uint8Array.of(value), 1, 42);
		return codes.content;
	};
	const send = (hex: string): void => {
		const message = fromHex(hex);
		peer.network.sendUnicast(2, message, message.length);
	};
	/** What the peer hears in the next `ms`, as hex. */
	const hear = (ms = 60): string[] => {
		const before = peer.heard.length;
		radio.run(ms);
		return peer.heard.slice(before).map((line) => line.split(" ")[3] as string);
	};
	const change = (to: number, ms = 60): string[] => {
		value = to;
		node.endpoint.changed(7);
		return hear(ms);
	};
	return { radio, node, peer, send, hear, change };
}

test("an observer gets the state with the answer, and every change in a message of its own, in order", () => {
	const { node, send, hear, change } = stand();
	send(register);
	assert.deepEqual(hear(), ["61450001aa6101612aff00"]);
	const [first] = change(5) as [string];
	assert.equal(first.slice(0, 4), "5145", "non-confirmable, with the token");
	assert.equal(first.slice(8), "aa6102612aff05");
	assert.equal(change(6)[0]?.slice(8), "aa6103612aff06");
	node.endpoint.changed(8);
	assert.deepEqual(hear(), [], "another subject");
	assert.equal(node.endpoint.counters.get("notifications"), 2);
});

test("without a subject, without success, or with another method there is no observation", () => {
	const { node, send, hear, change } = stand();
	node.answer = (request) => {
		request.setPayload(Uint8Array.of(1), 1, 42);
		return codes.content;
	};
	send(register);
	assert.deepEqual(hear(), ["61450001aac12aff01"]);
	node.answer = (request) => {
		request.subject = 7;
		return codes.serviceUnavailable;
	};
	send("41 01 0003 aa 60 5131");
	assert.deepEqual(hear(), ["61a30003aa"]);
	send("41 03 0004 aa 60 5131");
	hear();
	assert.deepEqual(change(1), []);
});

test("GET with Observe 1 ends it, and so does a Reset of a notification", () => {
	const { send, hear, change } = stand();
	send(register);
	hear();
	send(deregister);
	assert.deepEqual(hear(), ["61450002aac12aff00"]);
	assert.deepEqual(change(1), []);
	send("41 01 0003 aa 60 5131");
	hear();
	const [notification] = change(2) as [string];
	send(`7000${notification.slice(4, 8)}`);
	hear();
	assert.deepEqual(change(3), []);
});

test("a second registration under the same token replaces the first one", () => {
	const { send, hear, change } = stand();
	send(register);
	hear();
	send("41 01 0003 aa 60 5131");
	hear();
	assert.equal(change(1).length, 1);
});

test("an answer that is no success ends the observation", () => {
	const { node, send, hear, change } = stand();
	send(register);
	hear();
	node.represent = () => codes.notFound;
	assert.equal(change(1)[0]?.slice(8), "aa");
	node.represent = node.answer;
	assert.deepEqual(change(2), []);
});

test("many changes at once are one notification, and in the long run there is one in three seconds", () => {
	const { node, send, hear, change } = stand();
	send(register);
	hear();
	for (let count = 0; count < 5; count++) node.endpoint.changed(7);
	assert.equal(hear().length, 1);
	const told = Array.from({ length: 20 }, (_, count) => change(count, 10).length);
	assert.equal(
		told.reduce((sum, count) => sum + count),
		notificationBurst - 1,
	);
	const later = hear(notificationSpacingMs);
	assert.equal(later.length, 1);
	assert.equal(later[0]?.slice(-2), "13", "the latest state, not one of those between");
});

test("after a while without a sign of the observer a notification is confirmable, and repeated until acknowledged", () => {
	const { send, hear, change } = stand();
	send(register);
	hear(livenessMs + 100);
	const [first] = change(1) as [string];
	assert.equal(first.slice(0, 4), "4145");
	// Nothing is acknowledged: it is sent again, with the state of that moment and in a message of its own.
	assert.deepEqual(change(2, 60), [], "one at a time");
	const [second] = hear(800) as [string];
	assert.equal(second.slice(0, 4), "4145");
	assert.notEqual(second.slice(4, 8), first.slice(4, 8));
	assert.equal(second.slice(-2), "02");
	send(`6000${second.slice(4, 8)}`);
	assert.deepEqual(hear(5000), []);
	assert.equal(change(3)[0]?.slice(0, 4), "5145", "it is there");
});

test("an observer that never acknowledges is forgotten", () => {
	const { node, send, hear, change } = stand();
	send(register);
	hear(livenessMs + 100);
	assert.equal(change(1, 30_000).length, 5);
	assert.equal(node.endpoint.counters.get("observersLost"), 1);
	assert.deepEqual(change(2), []);
});

test("strangers get half of the places; who finds none is answered once", () => {
	const { node, send, hear, change } = stand();
	for (let token = 0; token <= plainObserverLimit; token++) {
		send(`41 01 001${token} 0${token} 60 5131`);
		const [answer] = hear() as [string];
		assert.equal(answer.includes("612aff"), token < plainObserverLimit, answer);
	}
	assert.ok(plainObserverLimit < observerLimit);
	assert.equal(node.endpoint.counters.get("observersFull"), 1);
	assert.equal(change(1).length, plainObserverLimit);
});

test("a Block2 option that an observer sent holds for its notifications", () => {
	const { node, send, hear, change } = stand();
	node.answer = (request) => {
		request.subject = 7;
		request.setPayload(new Uint8Array(40).fill(9), 40, 42);
		return codes.content;
	};
	// Block2 0/0/16.
	send("41 01 0001 aa 60 5131 c100");
	assert.equal(hear()[0]?.slice(10), `6101612ab108ff${"09".repeat(16)}`);
	assert.equal(change(1)[0]?.slice(10), `6102612ab108ff${"09".repeat(16)}`);
});

/** GET of "1" with Observe. */
class Watch {
	writeTo(writer: MessageWriter): void {
		writer.uintOption(optionNumbers.observe, 0);
		writer.bytesOption(optionNumbers.uriPath, Uint8Array.of(0x31), 1);
	}
}

test("a node observes another one's resource until it forgets it", () => {
	const { radio, node } = stand();
	const client = coapStand(radio, { address: 3, peers: [2] });
	const exchange = client.endpoint.ask(2, codes.get, new Watch());
	radio.run(60);
	assert.deepEqual(client.responses.splice(0), [`${exchange} 69 00`]);
	node.answer = (request) => {
		request.subject = 7;
		request.setPayload(Uint8Array.of(5), 1, 42);
		return codes.content;
	};
	node.endpoint.changed(7);
	radio.run(60);
	assert.deepEqual(client.responses.splice(0), [`${exchange} notified 69 05`]);
	// Renewed under its token: still one observer.
	const again = client.endpoint.ask(2, codes.get, new Watch(), exchange);
	radio.run(60);
	assert.deepEqual(client.responses.splice(0), [`${again} 69 05`]);
	node.endpoint.changed(7);
	radio.run(60);
	assert.deepEqual(client.responses.splice(0), [`${again} notified 69 05`]);
	client.endpoint.forget(again);
	// A non-confirmable notification that nobody waits for is passed over; a confirmable one is rejected.
	radio.run(livenessMs + 5000);
	node.endpoint.changed(7);
	radio.run(60);
	assert.equal(node.endpoint.counters.get("observersLost"), 1);
	assert.deepEqual(client.responses, []);
});

test("a notification that is not newer than the one before is passed over", () => {
	const { radio, peer } = stand();
	const client = coapStand(radio, { address: 3, peers: [1] });
	const exchange = client.endpoint.ask(1, codes.get, new Watch());
	radio.run(10);
	const request = (peer.heard.at(-1) as string).split(" ")[3] as string;
	const token = request.slice(8, 12);
	const answer = (type: string, id: string, sequence: string, payload: string): void => {
		const message = fromHex(`${type}45 ${id} ${token} 61${sequence} ff ${payload}`);
		peer.network.sendUnicast(3, message, message.length);
		radio.run(60);
	};
	answer("62", request.slice(4, 8), "05", "01");
	answer("52", "1001", "07", "02");
	answer("52", "1002", "06", "03");
	answer("52", "1003", "07", "04");
	answer("42", "1004", "08", "05");
	answer("42", "1004", "08", "05");
	assert.deepEqual(client.responses, [`${exchange} 69 01`, `${exchange} notified 69 02`, `${exchange} notified 69 05`]);
});
