import assert from "node:assert/strict";
import { test } from "node:test";
import { messageTypes } from "kith/coap/codes";
import { CoapMessage } from "kith/coap/message";
import { MessageWriter } from "kith/coap/message-writer";
import { fromHex, toHex } from "../../support/hex";

function written(write: (writer: MessageWriter) => void, capacity = 64): string {
	const buffer = new Uint8Array(capacity + 1).fill(0xee);
	const writer = new MessageWriter();
	writer.begin(buffer, capacity, messageTypes.confirmable, 3, 0x1234);
	write(writer);
	assert.equal(buffer[capacity], 0xee, "wrote beyond its end");
	return writer.overflow ? "overflow" : toHex(buffer, writer.length);
}

test("a request with token, path, format and payload: golden", () => {
	const message = written((writer) => {
		writer.token(0xabcd);
		writer.encodedOptions(fromHex("b172"), 2, 11);
		writer.uintOption(12, 112);
		writer.uintOption(258, 26);
		writer.payload(fromHex("81a0"), 2);
	});
	assert.equal(
		message,
		toHex(
			fromHex(`42 03 1234  # version 1, CON, token of 2; PUT; message id
			abcd               # token
			b1 72              # Uri-Path "r"
			11 70              # Content-Format 112
			d1 e9 1a           # No-Response 26: delta 13 + 233
			ff 81a0            # payload`),
		),
	);
});

test("numbers in as few bytes as they need, nothing for 0", () => {
	const cases: [number, string][] = [
		[0, "c0"],
		[1, "c101"],
		[255, "c1ff"],
		[256, "c20100"],
		[65536, "c3010000"],
		[0xffffffff, "c4ffffffff"],
	];
	for (const [value, hex] of cases) {
		assert.equal(
			written((writer) => writer.uintOption(12, value)),
			`40031234${hex}`,
			`${value}`,
		);
	}
});

test("what is written is read back, whatever the number and length", () => {
	const numbers = [0, 1, 12, 13, 14, 268, 269, 270, 1000, 65535];
	const lengths = [0, 1, 12, 13, 14, 268, 269, 270];
	const value = new Uint8Array(300).fill(0x61);
	for (const number of numbers) {
		for (const length of lengths) {
			const buffer = new Uint8Array(400);
			const writer = new MessageWriter();
			writer.begin(buffer, 400, messageTypes.nonConfirmable, 2, 1);
			writer.bytesOption(number, value, length);
			writer.bytesOption(65535, value, 1);
			const message = new CoapMessage();
			message.open(buffer, 0, writer.length);
			assert.equal(message.optionCount, 2);
			assert.equal(message.optionNumbers[0], number);
			assert.equal(message.optionLengths[0], length);
			assert.equal(message.optionNumbers[1], 65535);
			assert.equal(message.optionLengths[1], 1);
		}
	}
});

test("what does not fit is reported, at every capacity", () => {
	const write = (writer: MessageWriter): void => {
		writer.token(1);
		writer.uintOption(258, 26);
		writer.bytesOption(300, fromHex("010203"), 3);
		writer.payload(fromHex("0405"), 2);
	};
	const whole = written(write).length / 2;
	for (let capacity = 12; capacity < whole; capacity++)
		assert.equal(written(write, capacity), "overflow", `${capacity}`);
	assert.notEqual(written(write, whole), "overflow");
});

test("options out of order are a bug", () => {
	assert.throws(
		() =>
			written((writer) => {
				writer.uintOption(12, 1);
				writer.uintOption(11, 1);
			}),
		RangeError,
	);
});

test("an empty payload has no marker", () => {
	assert.equal(
		written((writer) => writer.payload(new Uint8Array(0), 0)),
		"40031234",
	);
});
