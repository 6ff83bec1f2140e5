/** Bodies in blocks (RFC 7959), to and from a node, by a peer that sends bytes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { BlockSink, BlockSource } from "kith/coap/block-source";
import { codes } from "kith/coap/codes";
import { uploadLimit, uploadMs } from "kith/coap/uploads";
import { coapStand } from "../../support/coap-stand";
import { FakeRadio } from "../../support/fake-radio";
import { fromHex, toHex } from "../../support/hex";
import { networkStand } from "../../support/network-stand";

function stand() {
	const radio = new FakeRadio();
	const node = coapStand(radio, { address: 2, peers: [1, 3] });
	const peer = networkStand(radio, { address: 1, peers: [2] });
	const other = networkStand(radio, { address: 3, peers: [2] });
	const from = (sender: typeof peer, hex: string): string => {
		const message = fromHex(hex);
		const before = sender.heard.length;
		sender.network.sendUnicast(2, message, message.length);
		radio.run(60);
		return sender.heard
			.slice(before)
			.map((line) => line.split(" ")[3] as string)
			.join(" ");
	};
	return { radio, node, ask: (hex: string) => from(peer, hex), askFrom: (hex: string) => from(other, hex) };
}

/** `length` bytes of which each is its place. Counts how much is read at a time. */
class Numbers implements BlockSource {
	more = false;
	largest = 0;
	readonly #length: number;

	constructor(length: number) {
		this.#length = length;
	}

	readBlock(offset: number, target: Uint8Array, size: number): number {
		const end = Math.min(this.#length, offset + size);
		this.more = end < this.#length;
		this.largest = Math.max(this.largest, size);
		for (let at = offset; at < end; at++) target[at - offset] = at;
		return Math.max(0, end - offset);
	}
}

class Memory implements BlockSink {
	readonly bytes: number[] = [];
	ended = "";
	refuseAt = 0x7fff_ffff;

	writeBlock(offset: number, buffer: Uint8Array, at: number, length: number): number {
		if (offset + length > this.refuseAt) return codes.requestEntityTooLarge;
		assert.equal(offset, this.bytes.length);
		for (let index = 0; index < length; index++) this.bytes.push(buffer[at + index] as number);
		return 0;
	}

	finish(): number {
		this.ended = "finished";
		return codes.changed;
	}

	abort(): void {
		this.ended = "aborted";
	}
}

function bytes(from: number, to: number): string {
	return toHex(Uint8Array.from({ length: to - from }, (_, index) => from + index));
}

test("a long body is read block by block, in the size of the node or the smaller one of its peer", () => {
	const { node, ask } = stand();
	const source = new Numbers(300);
	node.answer = (request) => {
		request.setSource(source, 40);
		return codes.content;
	};
	// No Block2: the node says that there is more, in blocks of 128.
	assert.equal(ask("40 01 0001 b131"), `60450001c128b10bff${bytes(0, 128)}`);
	assert.equal(ask("40 01 0002 b131 c113"), `60450002c128b11bff${bytes(128, 256)}`);
	assert.equal(ask("40 01 0003 b131 c123"), `60450003c128b123ff${bytes(256, 300)}`);
	// Blocks of 32, and of 1024, of which the node makes smaller ones.
	assert.equal(ask("40 01 0004 b131 c191"), `60450004c128b191ff${bytes(288, 300)}`);
	assert.equal(ask("40 01 0005 b131 c106"), `60450005c128b10bff${bytes(0, 128)}`);
	assert.equal(source.largest, 128, "never more than a block at a time");
});

test("a block beyond the end, of the reserved size, or with a number too long is refused", () => {
	const { node, ask } = stand();
	node.answer = (request) => {
		request.setSource(new Numbers(300), 40);
		return codes.content;
	};
	assert.equal(ask("40 01 0001 b131 c133").slice(0, 4), "6080");
	assert.equal(ask("40 01 0002 b131 c107"), "60800002");
	assert.equal(ask("40 01 0003 b131 c400000003"), "60820003");
	assert.equal(ask("40 01 0004 b131 c3fffff6").slice(0, 4), "6080");
});

test("a short answer is cut where its peer wants smaller blocks", () => {
	const { node, ask } = stand();
	node.answer = (request) => {
		request.setPayload(fromHex(bytes(0, 20)), 20, 42);
		return codes.content;
	};
	assert.equal(ask("40 01 0001 b131 c100"), `60450001c12ab108ff${bytes(0, 16)}`);
	assert.equal(ask("40 01 0002 b131 c110"), `60450002c12ab110ff${bytes(16, 20)}`);
	assert.equal(ask("40 01 0003 b131 c120").slice(0, 8), "60800003");
	assert.equal(ask("40 01 0004 b131 c106"), `60450004c12ab103ff${bytes(0, 20)}`);
});

test("a peer that has the representation already gets 2.03 without it", () => {
	const { node, ask } = stand();
	node.answer = (request) => {
		request.setPayload(fromHex("0102"), 2, 42);
		request.replyEtag = 0x123456;
		request.replyMaxAge = 90;
		return codes.content;
	};
	assert.equal(ask("40 01 0001 b131"), "6045000143123456812a215aff0102");
	assert.equal(ask("40 01 0002 43123456 7131"), "604300024312 3456 a15a".replaceAll(" ", ""));
	assert.equal(ask("40 01 0003 43123457 7131").slice(0, 8), "60450003");
	assert.equal(ask("40 01 0004 41aa 03123456 7131").slice(0, 8), "60430004", "one of several");
});

test("a body in blocks goes to the sink in order, and its end is the answer's code", () => {
	const { node, ask } = stand();
	const sink = new Memory();
	node.upload = (request) => {
		assert.ok(request.pathEquals("1"));
		return sink;
	};
	const block = (number: number, more: boolean): string =>
		`b131 d103${toHex(Uint8Array.of((number << 4) | (more ? 8 : 0)))} ff ${"ab".repeat(more ? 16 : 5)}`;
	assert.equal(ask(`40 03 0001 ${block(0, true)}`), "605f0001d10e08");
	assert.equal(ask(`40 03 0002 ${block(1, true)}`), "605f0002d10e18");
	assert.equal(ask(`40 03 0002 ${block(1, true)}`), "605f0002d10e18", "a repeat is answered, and not written again");
	assert.equal(ask(`40 03 0003 ${block(2, false)}`), "60440003d10e20");
	assert.equal(sink.bytes.length, 37);
	assert.equal(sink.ended, "finished");
	assert.equal(node.requests.length, 0);
});

test("a body in one block is handled as one without Block1", () => {
	const { node, ask } = stand();
	assert.equal(ask("40 03 0001 b131 d10306 ff 05"), "60440001d10e06");
	assert.equal(node.requests.join(), "1 CON 3 1 -1 05");
});

test("a block that does not follow the one before is refused with 4.08", () => {
	const { node, ask, askFrom } = stand();
	node.upload = () => new Memory();
	const full = "ab".repeat(16);
	assert.equal(ask(`40 03 0001 b131 d10318 ff ${full}`).slice(0, 8), "60880001", "none before it");
	ask(`40 03 0002 b131 d10308 ff ${full}`);
	assert.equal(ask(`40 03 0003 b131 d10328 ff ${full}`).slice(0, 8), "60880003", "one is missing");
	assert.equal(ask(`40 03 0004 b132 d10318 ff ${full}`).slice(0, 8), "60880004", "of another resource");
	assert.equal(askFrom(`40 03 0005 b131 d10318 ff ${full}`).slice(0, 8), "60880005", "of another peer");
	// Another Request-Tag (292): another body (RFC 9175 section 3).
	assert.equal(ask(`40 03 0006 b131 d10318 d1fc01 ff ${full}`).slice(0, 8), "60880006");
	assert.equal(ask(`40 03 0007 b131 d10318 ff ${full}`), "605f0007d10e18", "and it goes on all the same");
	assert.equal(ask("40 03 0008 b131 d10328 ff abab").slice(0, 8), "60800008", "only the last one may be short");
});

test("a sink that has enough ends the upload; so does a new one of the same peer", () => {
	const { node, ask } = stand();
	const sink = new Memory();
	sink.refuseAt = 20;
	node.upload = () => sink;
	const full = "ab".repeat(16);
	ask(`40 03 0001 b131 d10308 ff ${full}`);
	assert.equal(ask(`40 03 0002 b131 d10318 ff ${full}`).slice(0, 4), "608d");
	assert.equal(sink.ended, "aborted");
	const second = new Memory();
	node.upload = () => second;
	ask(`40 03 0003 b131 d10308 ff ${full}`);
	node.upload = () => new Memory();
	ask(`40 03 0004 b131 d10308 ff ${full}`);
	assert.equal(second.ended, "aborted");
});

test("a body that nobody takes is refused with 4.13, and the size of blocks that would be", () => {
	const { node, ask } = stand();
	node.upload = () => codes.requestEntityTooLarge;
	const refusal = ask(`40 03 0001 b131 d1030b ff ${"ab".repeat(128)}`);
	assert.equal(refusal.slice(0, 14), "608d0001d10e0b");
	node.upload = () => codes.notFound;
	assert.equal(ask(`40 03 0002 b131 d10308 ff ${"ab".repeat(16)}`), "60840002");
});

test("when all places are taken a further upload waits until one of them is old", () => {
	const { radio, node, ask } = stand();
	const sinks: Memory[] = [];
	node.upload = () => {
		const sink = new Memory();
		sinks.push(sink);
		return sink;
	};
	const begin = (id: string): string => ask(`40 03 00${id} b1${id} d10308 ff ${"ab".repeat(16)}`).slice(0, 4);
	for (let upload = 0; upload < uploadLimit; upload++) assert.equal(begin(`3${upload}`), "605f");
	assert.equal(begin("39"), "60a3");
	radio.run(uploadMs);
	assert.equal(begin("38"), "605f");
	assert.equal(sinks[0]?.ended, "aborted");
});

test("an answer may be put off: an empty acknowledgement, then a confirmable message until it is acknowledged", () => {
	const { radio, node, ask } = stand();
	let ticket = -1;
	node.answer = (request) => {
		ticket = request.defer();
		return codes.empty;
	};
	assert.equal(ask("43 03 0001 aabbcc b131 ff 05"), "60000001");
	assert.equal(ask("43 03 0001 aabbcc b131 ff 05"), "60000001", "a repeat of the request is acknowledged again");
	assert.equal(node.requests.length, 1);
	assert.ok(node.endpoint.answer(ticket, codes.changed, Uint8Array.of(7), 1, 42));
	assert.ok(!node.endpoint.answer(ticket, codes.changed, Uint8Array.of(7), 1, 42), "once");
	const first = ask("40 00 0002");
	assert.ok(/^4344....aabbccc12aff07/.test(first), first);
	radio.run(1000);
	assert.equal(node.endpoint.counters.get("retransmissions"), 1);
	ask(`6000${first.slice(4, 8)}`);
	radio.run(20_000);
	assert.equal(node.endpoint.counters.get("retransmissions"), 1);
	assert.deepEqual(node.responses, []);
});

test("a non-confirmable request is answered later in a non-confirmable message, to a group never", () => {
	const { radio, node, ask } = stand();
	const tickets: number[] = [];
	node.answer = (request) => {
		tickets.push(request.defer());
		return tickets.at(-1) === -1 ? codes.serviceUnavailable : codes.empty;
	};
	assert.equal(ask("51 03 0001 aa b131"), "");
	assert.ok(node.endpoint.answer(tickets[0] as number, codes.content, new Uint8Array(0), 0, -1));
	radio.run(60);
	// No-Response 2: not interested in success.
	assert.equal(ask("51 03 0002 aa b131 d1ea02"), "");
	assert.ok(node.endpoint.answer(tickets[1] as number, codes.changed, new Uint8Array(0), 0, -1));
	for (let request = 3; request < 8; request++) ask(`51 03 000${request} aa b131`);
	assert.equal(tickets.at(-1), -1, "as many as there are places");
	assert.equal(node.endpoint.counters.get("deferralsFull"), 1);
});
