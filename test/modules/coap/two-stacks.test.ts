/** Two whole stacks, link to SenML, on a lossy medium. The golden frames are those of docs/protocol.md. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { codes, contentFormats } from "kith/coap/codes";
import { faultKinds } from "kith/core/diagnostics";
import { PackReader } from "kith/senml/pack-reader";
import { PackWriter } from "kith/senml/pack-writer";
import { type CoapStand, coapStand } from "../../support/coap-stand";
import { type AirFrame, FakeRadio } from "../../support/fake-radio";
import { FixedRandom } from "../../support/fixed-random";
import { fromHex, toHex } from "../../support/hex";

function house(): { radio: FakeRadio; kitchen: CoapStand; gateway: CoapStand; values: string[] } {
	const radio = new FakeRadio();
	const kitchen = coapStand(radio, { address: 0x0102, peers: [0x0201] });
	const gateway = coapStand(radio, { address: 0x0201, peers: [0x0102] });
	const values: string[] = [];
	const pack = new PackReader();
	gateway.answer = (request) => {
		if (!pack.open(request.buffer, request.payloadOffset, request.payloadLength)) return codes.badRequest;
		while (pack.next()) if (pack.valueAs(2, false)) values.push(`${request.origin}/${pack.resourceId}=${pack.value}`);
		return pack.broken ? codes.badRequest : codes.changed;
	};
	return { radio, kitchen, gateway, values };
}

function sendReading(stand: CoapStand, id: number, value: number): number {
	const pack = new PackWriter();
	pack.begin(1);
	pack.add(id, value, 2, false);
	return stand.endpoint.postGroup("r", contentFormats.senmlCbor, pack.bytes, pack.length);
}

test("a reading crosses as its golden frame of 42 bytes", () => {
	const { radio, kitchen, values } = house();
	assert.equal(sendReading(kitchen, 0x1a, 2345), 0);
	radio.run(60);
	assert.equal(values.join(), `${0x0102}/26=2345`);
	const frame = (radio.frames[0] as AirFrame).bytes;
	// The message id counts from a random number.
	const id = toHex(frame.slice(15, 17));
	const golden = fromHex(`
		10         # version 1, group
		cafe       # network tag
		01         # hop limit
		0102       # origin
		ffff       # destination: everybody
		0001       # boot
		000000     # sequence
		50 02 ${id} # CoAP version 1, non-confirmable, no token; POST; message id
		b1 72      # Uri-Path "r"
		11 70      # Content-Format 112, SenML in CBOR
		d1 e9 1a   # No-Response 26: none wanted
		ff         # payload
		81 a2      # a pack of one record with two fields
		00 62 3161 # name "1a"
		02 c4 82 21 19 0929 # value [-2, 2345]: 23.45`);
	assert.equal(toHex(frame, frame.length - 4), toHex(golden));
	assert.equal(frame.length, 42);
});

test("two readings in one frame take 54 bytes", () => {
	const { radio, kitchen, values } = house();
	const pack = new PackWriter();
	pack.begin(2);
	pack.add(0x1a, 2345, 2, false);
	pack.add(0x1b, 4870, 2, false);
	kitchen.endpoint.postGroup("r", contentFormats.senmlCbor, pack.bytes, pack.length);
	radio.run(60);
	assert.equal((radio.frames[0] as AirFrame).bytes.length, 54);
	assert.equal(values.join(), `${0x0102}/26=2345,${0x0102}/27=4870`);
});

test("a command crosses as its golden frames, request and answer", () => {
	const { radio, kitchen, gateway } = house();
	const pack = new PackWriter();
	pack.begin(1);
	pack.add(0x1f, 1, 0, true);
	const exchange = gateway.endpoint.put(0x0102, "1f", contentFormats.senmlCbor, pack.bytes, pack.length);
	radio.run(10);
	assert.equal(kitchen.requests.join(), `${0x0201} CON 3 1f 112 81a20062316604f5`);
	assert.equal(gateway.responses.join(), `${exchange} ${codes.changed} `);
	const request = (radio.frames[0] as AirFrame).bytes;
	const answer = (radio.frames[1] as AirFrame).bytes;
	const id = toHex(request.slice(15, 17));
	const token = toHex(request.slice(17, 19));
	const goldenRequest = fromHex(`
		11 cafe 01 0201 0102 0001 000000  # unicast from 0x0201 to 0x0102
		42 03 ${id} ${token}              # confirmable, token of 2 bytes; PUT
		b2 3166                           # Uri-Path "1f"
		11 70                             # Content-Format 112
		ff 81 a2 00 62 3166 04 f5         # [{n: "1f", vb: true}]`);
	const goldenAnswer = fromHex(`
		11 cafe 01 0102 0201 0001 000000
		62 44 ${id} ${token}              # acknowledgement, 2.04 Changed`);
	assert.equal(toHex(request, request.length - 4), toHex(goldenRequest));
	assert.equal(toHex(answer, answer.length - 4), toHex(goldenAnswer));
});

test("a frame corrupted on the air is refused and told; its second copy arrives", () => {
	const { radio, kitchen, gateway, values } = house();
	let frames = 0;
	radio.fate = () => (frames++ === 0 ? "corrupted" : "delivered");
	sendReading(kitchen, 1, 100);
	radio.run(60);
	assert.equal(values.length, 1);
	assert.equal(gateway.network.counters.get("notAuthentic"), 1);
	assert.equal(gateway.diagnostics.count(faultKinds["frame refused"]), 1);
});

test("lost acknowledgements: the request is repeated, handled exactly once, answered at last", () => {
	const { radio, kitchen, gateway } = house();
	let answers = 0;
	// Both the first answer's frame and its retry are lost, twice over.
	radio.fate = (frame) => (frame.from === 0x0102 && answers++ < 4 ? "lost" : "delivered");
	const exchange = gateway.endpoint.put(0x0102, "1f", 112, fromHex("80"), 1);
	radio.run(5000);
	assert.equal(kitchen.requests.length, 1);
	assert.equal(gateway.responses.join(), `${exchange} ${codes.changed} `);
	assert.equal(gateway.endpoint.counters.get("retransmissions"), 2);
	assert.equal(kitchen.endpoint.counters.get("repeated"), 2);
});

test("lost requests: repeated until one arrives", () => {
	const { radio, kitchen, gateway } = house();
	let requests = 0;
	radio.fate = (frame) => (frame.from === 0x0201 && requests++ < 6 ? "lost" : "delivered");
	gateway.endpoint.put(0x0102, "1f", 112, fromHex("80"), 1);
	radio.run(8000);
	assert.equal(kitchen.requests.length, 1);
	assert.equal(gateway.responses.length, 1);
});

test("on a medium that loses, corrupts and doubles a third of everything each command is handled exactly once", () => {
	const { radio, kitchen, gateway } = house();
	const random = new FixedRandom(77);
	const draw = new Uint8Array(1);
	radio.fate = () => {
		random.fill(draw);
		const luck = (draw[0] as number) % 12;
		if (luck === 0) return "lost";
		if (luck === 1) return "corrupted";
		if (luck === 2) return "twice";
		return luck === 3 ? "unheard" : "delivered";
	};
	for (let command = 0; command < 100; command++) {
		gateway.endpoint.put(0x0102, "1f", 112, Uint8Array.of(command), 1);
		radio.run(6000);
	}
	const payloads = kitchen.requests.map((request) => Number.parseInt(request.split(" ")[5] as string, 16));
	const expected = Array.from({ length: 100 }, (_, command) => command);
	assert.equal(payloads.join(), expected.join());
	assert.equal(gateway.responses.filter((response) => response.endsWith("68 ")).length, 100);
});

test("a rebooted sender is heard at once; what was recorded before is dead", () => {
	const { radio, kitchen, gateway, values } = house();
	for (let value = 0; value < 5; value++) {
		sendReading(kitchen, 1, value);
		radio.run(60);
	}
	const recorded = radio.frames.map((frame) => frame.bytes);
	kitchen.endpoint.close();
	kitchen.network.close();
	radio.remove(kitchen.link);
	const rebooted = coapStand(radio, { address: 0x0102, peers: [0x0201], boot: 2 });
	gateway.network.believe(1, 2, -1);
	sendReading(rebooted, 1, 77);
	radio.run(60);
	for (const frame of recorded) gateway.link.hear(frame);
	assert.equal(values.map((value) => value.split("=")[1]).join(), "0,1,2,3,4,77");
	assert.equal(gateway.network.counters.get("unknownBoot"), recorded.length);
});

test("frames of a stranger, however many, change nothing", () => {
	const { radio, kitchen, gateway, values } = house();
	const stranger = coapStand(radio, { address: 0x0999, peers: [] });
	for (let count = 0; count < 200; count++) {
		sendReading(stranger, 1, count);
		radio.run(3);
	}
	radio.run(60);
	sendReading(kitchen, 1, 5);
	radio.run(60);
	assert.equal(values.join(), `${0x0102}/1=5`);
	assert.ok(gateway.network.counters.get("stranger") >= 200);
});
