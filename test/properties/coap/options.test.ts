/** Block and Observe arithmetic against the RFCs' own words, and any options at all against a server. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
	blockMore,
	blockNumber,
	blockNumberLimit,
	blockOffset,
	blockSize,
	blockSzx,
	blockValue,
	szxFor,
} from "kith/coap/block";
import { codes } from "kith/coap/codes";
import { MessageWriter } from "kith/coap/message-writer";
import { isNewerNotification, reorderingMs } from "kith/coap/observe-order";
import { optionNumbers } from "kith/coap/options";
import { coapStand } from "../../support/coap-stand";
import { FakeRadio } from "../../support/fake-radio";
import { networkStand } from "../../support/network-stand";

test("a Block value is its three parts, and fits three bytes", () => {
	fc.assert(
		fc.property(fc.nat(blockNumberLimit), fc.boolean(), fc.nat(6), (number, more, szx) => {
			const value = blockValue(number, more, szx);
			assert.ok(value <= 0xffffff);
			assert.deepEqual([blockNumber(value), blockMore(value), blockSzx(value)], [number, more, szx]);
			assert.equal(blockOffset(value), number * blockSize(szx));
		}),
	);
});

test("the chosen size is the largest that fits, or the smallest there is", () => {
	fc.assert(
		fc.property(fc.nat(3000), (room) => {
			const szx = szxFor(room);
			assert.ok(blockSize(szx) <= room || szx === 0);
			assert.ok(szx === 6 || blockSize(szx + 1) > room);
		}),
	);
});

test("a notification is newer by the formula of RFC 7641 section 3.4", () => {
	const sequence = fc.nat(0xffffff);
	fc.assert(
		fc.property(sequence, sequence, fc.integer(), fc.nat(2 * reorderingMs), (v1, v2, t1, passed) => {
			const formula = (v1 < v2 && v2 - v1 < 2 ** 23) || (v1 > v2 && v1 - v2 > 2 ** 23) || passed > reorderingMs;
			assert.equal(isNewerNotification(v1, t1 | 0, v2, ((t1 | 0) + passed) | 0), formula);
		}),
		{ numRuns: 2000 },
	);
});

/** Options that the server has something to do with, and values that mean something, or not. */
const option = fc.tuple(
	fc.constantFrom(...Object.values(optionNumbers)),
	fc.oneof(
		fc.uint8Array({ maxLength: 4 }),
		fc.constantFrom(Uint8Array.of(0x08), Uint8Array.of(0x1b), new Uint8Array(0)),
	),
);

test("any options at all: a request is answered at most once, and nothing throws", () => {
	const radio = new FakeRadio();
	const node = coapStand(radio, { address: 2, peers: [1] });
	const peer = networkStand(radio, { address: 1, peers: [2] });
	node.answer = (request) => {
		if (request.code === codes.post) request.defer();
		if (request.code === codes.post) return codes.empty;
		request.subject = 1;
		request.replyEtag = 5;
		request.setPayload(new Uint8Array(30), 30, 0);
		return codes.content;
	};
	node.upload = () => ({ writeBlock: () => 0, finish: () => codes.changed, abort() {} });
	const writer = new MessageWriter();
	const buffer = new Uint8Array(233);
	let id = 0;
	fc.assert(
		fc.property(
			fc.array(option, { maxLength: 8 }),
			fc.integer({ min: 1, max: 4 }),
			fc.nat(20),
			(options, code, length) => {
				writer.begin(buffer, buffer.length, 0, code, ++id & 0xffff);
				for (const [number, value] of [...options].sort(([a], [b]) => a - b))
					writer.bytesOption(number, value, value.length);
				writer.payload(new Uint8Array(length), length);
				if (writer.overflow) return;
				const before = peer.heard.length;
				peer.network.sendUnicast(2, buffer, writer.length);
				radio.run(3);
				node.endpoint.changed(1);
				const answers = peer.heard.slice(before).filter((line) => (line.split(" ")[3] as string).startsWith("6"));
				assert.ok(answers.length <= 1, answers.join());
			},
		),
		{ numRuns: 2000 },
	);
});
