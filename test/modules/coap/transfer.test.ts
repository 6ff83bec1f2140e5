/** Bodies of 4 KB between two nodes, over a radio whose messages hold 233 bytes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { BlockSink, BlockSource } from "kith/coap/block-source";
import { codes } from "kith/coap/codes";
import type { CoapEndpoint } from "kith/coap/endpoint";
import type { MessageWriter } from "kith/coap/message-writer";
import { optionNumbers } from "kith/coap/options";
import { Transfer, transferFaults } from "kith/coap/transfer";
import { type CoapStand, coapStand } from "../../support/coap-stand";
import { FakeRadio } from "../../support/fake-radio";

const bodyLength = 4096;

/** A body that is nowhere: byte `at` is computed. */
class Computed implements BlockSource {
	more = false;
	largest = 0;
	salt = 0;

	readBlock(offset: number, target: Uint8Array, size: number): number {
		const end = Math.min(bodyLength, offset + size);
		this.more = end < bodyLength;
		this.largest = Math.max(this.largest, size);
		for (let at = offset; at < end; at++) target[at - offset] = (at * 7 + (at >> 8) + this.salt) & 0xff;
		return Math.max(0, end - offset);
	}
}

/** Checks what comes, and keeps nothing. */
class Checked implements BlockSink {
	length = 0;
	wrong = 0;
	largest = 0;
	finished = 0;
	aborted = 0;
	salt = 0;

	writeBlock(offset: number, buffer: Uint8Array, at: number, length: number): number {
		if (offset !== this.length) this.wrong++;
		for (let index = 0; index < length; index++) {
			const place = offset + index;
			if (buffer[at + index] !== ((place * 7 + (place >> 8) + this.salt) & 0xff)) this.wrong++;
		}
		this.length += length;
		this.largest = Math.max(this.largest, length);
		return 0;
	}

	finish(): number {
		this.finished++;
		return codes.changed;
	}

	abort(): void {
		this.aborted++;
		this.length = 0;
	}
}

const head = {
	writeTo(writer: MessageWriter): void {
		writer.bytesOption(optionNumbers.uriPath, Uint8Array.of(0x62), 1);
	},
};

function pair() {
	const radio = new FakeRadio();
	const server = coapStand(radio, { address: 2, peers: [1] });
	const client = coapStand(radio, { address: 1, peers: [2] });
	const transfer = new Transfer(client.endpoint, 3);
	const told: string[] = [];
	follow(client, transfer);
	const listener = {
		onAnswer: (code: number) => told.push(`answer ${code}`),
		onFault: (fault: number) => told.push(`fault ${fault}`),
	};
	return { radio, server, client, transfer, told, listener };
}

/** Passes on what the stand heard. */
function follow(client: CoapStand, transfer: Transfer): void {
	client.onResponse = (exchange, code, buffer, offset, length) => {
		if (exchange === transfer.exchange) transfer.onResponse(code, buffer, offset, length);
	};
	client.onTimeout = (exchange) => {
		if (exchange === transfer.exchange) transfer.onTimeout();
	};
}

function frames(endpoint: CoapEndpoint): number {
	return endpoint.counters.get("responses");
}

test("4 KB are read in blocks, of which neither side holds more than one, also over an air that loses frames", () => {
	for (const lossy of [false, true]) {
		const { radio, server, client, transfer, told, listener } = pair();
		const source = new Computed();
		server.answer = (request) => {
			request.replyEtag = 77;
			request.setSource(source, 42);
			return codes.content;
		};
		let count = 0;
		if (lossy) radio.fate = () => (count++ % 5 === 0 ? "lost" : "delivered");
		const sink = new Checked();
		transfer.start({ destination: 2, code: codes.get, head, sink, szx: 6 }, listener);
		radio.run(lossy ? 60_000 : 2000);
		assert.deepEqual(told, [`answer ${codes.content}`], String(lossy));
		assert.deepEqual([sink.length, sink.wrong, sink.finished], [bodyLength, 0, 1]);
		assert.equal(Math.max(source.largest, sink.largest), 128);
		assert.equal(frames(client.endpoint), bodyLength / 128);
	}
});

test("4 KB are written in blocks, in the size that the server wants", () => {
	const { radio, server, transfer, told, listener } = pair();
	const [source, sink] = [new Computed(), new Checked()];
	server.upload = () => sink;
	const answer = new Checked();
	transfer.start({ destination: 2, code: codes.put, head, source, sink: answer, szx: 3 }, listener);
	radio.run(3000);
	assert.deepEqual(told, [`answer ${codes.changed}`]);
	assert.deepEqual([sink.length, sink.wrong, sink.finished, sink.aborted], [bodyLength, 0, 1, 0]);
	assert.equal(Math.max(source.largest, sink.largest), 128);
});

test("a body that changes while it is read is read again, and given up when it never stops", () => {
	const { radio, server, transfer, told, listener } = pair();
	const source = new Computed();
	let asked = 0;
	server.answer = (request) => {
		// After ten blocks it is another one.
		source.salt = asked++ >= 10 ? 1 : 0;
		request.replyEtag = 1 + source.salt;
		request.setSource(source, 42);
		return codes.content;
	};
	const sink = new Checked();
	sink.abort = () => {
		sink.length = 0;
		sink.salt = 1;
	};
	transfer.start({ destination: 2, code: codes.get, head, sink, szx: 6 }, listener);
	radio.run(4000);
	assert.deepEqual(told.splice(0), [`answer ${codes.content}`]);
	assert.deepEqual([sink.length, sink.wrong], [bodyLength, 0]);
	server.answer = (request) => {
		request.replyEtag = 1 + asked++;
		request.setSource(source, 42);
		return codes.content;
	};
	transfer.start({ destination: 2, code: codes.get, head, sink: new Checked(), szx: 6 }, listener);
	radio.run(4000);
	assert.deepEqual(told, [`fault ${transferFaults.changing}`]);
});

test("silence, and a sink that has enough, end a transfer", () => {
	const { radio, server, transfer, told, listener } = pair();
	server.answer = (request) => {
		request.setSource(new Computed(), 42);
		return codes.content;
	};
	const sink = new Checked();
	sink.writeBlock = (offset) => (offset > 200 ? codes.requestEntityTooLarge : 0);
	transfer.start({ destination: 2, code: codes.get, head, sink, szx: 6 }, listener);
	radio.run(2000);
	assert.deepEqual(told.splice(0), [`fault ${transferFaults.refused}`]);
	radio.fate = () => "lost";
	transfer.start({ destination: 2, code: codes.get, head, sink: new Checked(), szx: 6 }, listener);
	radio.run(60_000);
	assert.deepEqual(told, [`fault ${transferFaults.silence}`]);
});

test("a refusal is an answer like any other", () => {
	const { radio, server, transfer, told, listener } = pair();
	server.upload = () => codes.notFound;
	const source = new Computed();
	transfer.start({ destination: 2, code: codes.put, head, source, sink: new Checked(), szx: 3 }, listener);
	radio.run(2000);
	assert.deepEqual(told, [`answer ${codes.notFound}`]);
});
