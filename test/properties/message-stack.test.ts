/** Any bytes at all, and any values, through every decoder of the message stack. fast-check prints its seed on failure. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cborFaults, majorTypes } from "kith/cbor/cbor-format";
import { CborReader } from "kith/cbor/cbor-reader";
import type { CborValue } from "kith/cbor/cbor-value";
import { decode } from "kith/cbor/decode";
import { encode } from "kith/cbor/encode";
import { CoapMessage } from "kith/coap/message";
import { MessageWriter } from "kith/coap/message-writer";
import { PackReader } from "kith/senml/pack-reader";
import { PackWriter, recordLimit } from "kith/senml/pack-writer";
import { fromFloat, rescale, unrepresentable } from "kith/senml/rescale";
import { coapStand } from "../support/coap-stand";
import { FakeRadio } from "../support/fake-radio";
import { toHex } from "../support/hex";

const int32 = fc.integer({ min: -0x80000000, max: 0x7fffffff });
const key = fc.oneof(fc.maxSafeInteger(), fc.string({ unit: "grapheme", maxLength: 8 }));

/** Everything that a CborValue can be, but tags, which compare by identity. */
const { value } = fc.letrec<{ value: CborValue }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 4, depthSize: "small" },
		fc.maxSafeInteger(),
		fc.double(),
		fc.string({ unit: "grapheme" }),
		fc.boolean(),
		fc.constantFrom(null, undefined),
		fc.uint8Array({ maxLength: 300 }),
		fc.array(tie("value"), { maxLength: 6 }),
		fc.array(fc.tuple(key, tie("value")), { maxLength: 6 }).map((pairs) => new Map(pairs)),
	),
}));

/** Bytes that look like CBOR more often than chance would have it. */
const cborLike = fc.oneof(
	fc.uint8Array({ maxLength: 64 }),
	fc.tuple(value, fc.nat(), fc.nat(255)).map(([item, position, byte]) => {
		const bytes = encode(item);
		bytes[position % bytes.length] = byte;
		return bytes;
	}),
);

test("CBOR: what is encoded decodes to the same, and encodes to the same bytes", () => {
	fc.assert(
		fc.property(value, (original) => {
			const bytes = encode(original);
			const result = decode(bytes);
			assert.equal(result.fault, cborFaults.none);
			if (result.fault !== cborFaults.none) return;
			assert.deepEqual(result.value, original);
			assert.equal(toHex(encode(result.value)), toHex(bytes));
		}),
	);
});

test("CBOR: decoding any bytes ends with a value or a fault, and a value encodes no longer than it was", () => {
	fc.assert(
		fc.property(cborLike, (bytes) => {
			const result = decode(bytes);
			if (result.fault !== cborFaults.none) assert.ok(result.offset <= bytes.length);
			else assert.ok(encode(result.value).length <= bytes.length);
		}),
		{ numRuns: 2000 },
	);
});

test("CBOR: no cut of an encoded item is an item, nor is it with a byte more", () => {
	fc.assert(
		fc.property(value, fc.nat(), (original, cut) => {
			const bytes = encode(original);
			assert.notEqual(decode(bytes.slice(0, cut % bytes.length)).fault, cborFaults.none);
			assert.equal(decode(Uint8Array.of(...bytes, 0)).fault, cborFaults.trailingBytes);
		}),
	);
});

test("CBOR: skip passes over exactly what decode reads, or faults, and never beyond the end", () => {
	const reader = new CborReader();
	fc.assert(
		fc.property(cborLike, (bytes) => {
			reader.open(Uint8Array.of(...bytes, 0, 0, 0), 0, bytes.length);
			reader.skip();
			assert.ok(reader.offset <= bytes.length);
			if (decode(bytes, { depth: 8, items: 1000 }).fault !== cborFaults.none || reader.fault !== 0) return;
			assert.equal(reader.offset, bytes.length);
		}),
		{ numRuns: 2000 },
	);
});

test("CBOR: every pull read of any bytes stays within them", () => {
	const reader = new CborReader();
	fc.assert(
		fc.property(cborLike, fc.array(fc.nat(7), { maxLength: 12 }), (bytes, reads) => {
			reader.open(bytes, 0, bytes.length);
			for (const read of reads) {
				if (read === majorTypes.unsigned) reader.readInt();
				else if (read === majorTypes.bytes) reader.readBytes();
				else if (read === majorTypes.text) reader.readText();
				else if (read === majorTypes.array) reader.readArray();
				else if (read === majorTypes.map) reader.readMap();
				else if (read === majorTypes.tag) reader.readDecimal();
				else if (read === majorTypes.simple) reader.readFloat();
				else reader.skip();
				assert.ok(reader.offset <= bytes.length);
			}
		}),
		{ numRuns: 2000 },
	);
});

const reading = fc.record({ id: fc.nat(255), value: int32, scale: fc.nat(3), boolean: fc.boolean() });

test("SenML: any readings are read back as they were written", () => {
	const writer = new PackWriter();
	const reader = new PackReader();
	fc.assert(
		fc.property(fc.array(reading, { minLength: 1, maxLength: recordLimit }), (readings) => {
			writer.begin(readings.length);
			for (const { id, value: mantissa, scale, boolean } of readings) writer.add(id, mantissa, scale, boolean);
			assert.ok(reader.open(writer.bytes, 0, writer.length));
			for (const { id, value: mantissa, scale, boolean } of readings) {
				assert.ok(reader.next());
				assert.equal(reader.resourceId, id);
				assert.ok(reader.valueAs(scale, boolean));
				assert.equal(reader.value, boolean ? Number(mantissa !== 0) : mantissa);
			}
			assert.ok(!reader.next() && !reader.broken);
		}),
	);
});

test("SenML: no cut of a pack is a pack, nor is it with a byte more, whatever lies behind it", () => {
	const writer = new PackWriter();
	const reader = new PackReader();
	fc.assert(
		fc.property(fc.array(reading, { minLength: 1, maxLength: 3 }), fc.nat(), fc.nat(255), (readings, cut, behind) => {
			writer.begin(readings.length);
			for (const one of readings) writer.add(one.id, one.value, one.scale, one.boolean);
			const whole = writer.length;
			const bytes = new Uint8Array(whole + 8).fill(behind);
			bytes.set(writer.bytes.subarray(0, whole));
			for (const length of [cut % whole, whole + 1]) {
				reader.open(bytes, 0, length);
				while (reader.next());
				assert.ok(reader.broken);
			}
		}),
		{ numRuns: 500 },
	);
});

test("SenML: any bytes end in records or a fault, each value an int32", () => {
	const reader = new PackReader();
	const writer = new PackWriter();
	const damaged = fc.tuple(reading, fc.nat(), fc.nat(255)).map(([one, position, byte]) => {
		writer.begin(1);
		writer.add(one.id, one.value, one.scale, one.boolean);
		const bytes = writer.bytes.slice(0, writer.length);
		bytes[position % bytes.length] = byte;
		return bytes;
	});
	fc.assert(
		fc.property(fc.oneof(cborLike, damaged), (bytes) => {
			if (!reader.open(bytes, 0, bytes.length)) return;
			let records = 0;
			while (reader.next()) {
				records++;
				if (reader.valueAs(2, false)) assert.equal(reader.value | 0, reader.value);
			}
			assert.ok(records <= bytes.length);
		}),
		{ numRuns: 2000 },
	);
});

test("SenML: rescaling agrees with exact arithmetic", () => {
	fc.assert(
		fc.property(int32, fc.integer({ min: -12, max: 12 }), fc.nat(3), (mantissa, exponent, scale) => {
			const shift = exponent + scale;
			const power = 10n ** BigInt(Math.abs(shift));
			const exact = shift >= 0 ? BigInt(mantissa) * power : BigInt(mantissa) / power;
			const lossless = shift >= 0 || BigInt(mantissa) % power === 0n;
			const fits = lossless && exact >= -0x80000000n && exact <= 0x7fffffffn;
			assert.equal(rescale(mantissa, exponent, scale), fits ? Number(exact) : unrepresentable);
		}),
	);
});

test("SenML: a decimal number of the scale comes back from its nearest double", () => {
	fc.assert(
		fc.property(int32, fc.nat(3), (mantissa, scale) => {
			assert.equal(fromFloat(Number(`${mantissa}e-${scale}`), false, scale) + 0, mantissa);
		}),
	);
});

test("CoAP: any bytes are a message or refused, and all parts lie within them", () => {
	const message = new CoapMessage();
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 80 }), fc.boolean(), (bytes, plausible) => {
			if (plausible && bytes.length > 0) bytes[0] = 0x40 | ((bytes[0] as number) & 0x3f);
			if (message.open(bytes, 0, bytes.length) !== 0) return;
			let previous = 0;
			for (let index = 0; index < message.optionCount; index++) {
				const number = message.optionNumbers[index] as number;
				assert.ok(number >= previous);
				const end = (message.optionOffsets[index] as number) + (message.optionLengths[index] as number);
				assert.ok(end <= message.payloadOffset);
				previous = number;
			}
			assert.equal(message.payloadOffset + message.payloadLength, bytes.length);
		}),
		{ numRuns: 3000 },
	);
});

test("CoAP: what is written is read back", () => {
	const writer = new MessageWriter();
	const message = new CoapMessage();
	const option = fc.record({ number: fc.nat(65535), value: fc.uint8Array({ maxLength: 40 }) });
	fc.assert(
		fc.property(fc.array(option, { maxLength: 5 }), fc.uint8Array({ maxLength: 40 }), (options, payload) => {
			const sorted = [...options].sort((a, b) => a.number - b.number);
			const buffer = new Uint8Array(400);
			writer.begin(buffer, 400, 1, 2, 0xabcd);
			for (const { number, value: bytes } of sorted) writer.bytesOption(number, bytes, bytes.length);
			writer.payload(payload, payload.length);
			assert.equal(message.open(buffer, 0, writer.length), 0);
			assert.equal(message.optionCount, sorted.length);
			for (const [index, { number, value: bytes }] of sorted.entries()) {
				assert.equal(message.optionNumbers[index], number);
				const from = message.optionOffsets[index] as number;
				assert.equal(toHex(buffer.slice(from, from + (message.optionLengths[index] as number))), toHex(bytes));
			}
			assert.equal(message.payloadLength, payload.length);
		}),
	);
});

test("a node that hears any frames never throws and handles no request from them", () => {
	const radio = new FakeRadio();
	const node = coapStand(radio, { address: 2, peers: [1] });
	const head = fc.constantFrom(
		[0x10, 0xca, 0xfe, 1, 0, 1, 0xff, 0xff, 0, 1],
		[0x11, 0xca, 0xfe, 1, 0, 1, 0, 2, 0, 1],
		[],
	);
	fc.assert(
		fc.property(head, fc.uint8Array({ maxLength: 240 }), (first, rest) => {
			node.link.hear(Uint8Array.of(...first, ...rest));
		}),
		{ numRuns: 2000 },
	);
	assert.equal(node.requests.length, 0);
	assert.equal(node.heard.length, 0);
});

test("a member that sends any messages makes the stack neither throw nor hang", () => {
	const radio = new FakeRadio();
	const node = coapStand(radio, { address: 2, peers: [1] });
	const member = coapStand(radio, { address: 1, peers: [2] });
	member.network.listener = undefined;
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 100 }), fc.boolean(), fc.boolean(), (message, group, plausible) => {
			if (plausible && message.length > 1) {
				message[0] = 0x40 | ((message[0] as number) & 0x33);
				message[1] = (message[1] as number) & 7;
			}
			if (group) member.network.sendGroup(message, message.length);
			else member.network.sendUnicast(2, message, message.length);
			radio.run(2);
		}),
		{ numRuns: 2000 },
	);
	assert.ok(node.requests.length > 0, "some of them are requests");
});
