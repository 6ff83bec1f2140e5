import assert from "node:assert/strict";
import { test } from "node:test";
import { CoapMessage, messageFaults, optionLimit } from "kith/coap/message";
import { fromHex, toHex } from "../../support/hex";

/** Opens the bytes in the middle of others, which must not be read. */
function open(hex: string): CoapMessage {
	const bytes = fromHex(`ff${hex}0101010101`);
	const message = new CoapMessage();
	message.open(bytes, 1, bytes.length - 6);
	return message;
}

function hexOf(message: CoapMessage, offset: number, length: number): string {
	return toHex(message.buffer.slice(offset, offset + length));
}

/** "number:hex …" of the options, then "|" and the payload; or "!" and the fault. */
function describeMessage(message: CoapMessage): string {
	if (message.fault !== messageFaults.none) return `!${message.fault}`;
	const parts: string[] = [];
	for (let index = 0; index < message.optionCount; index++) {
		const value = hexOf(message, message.optionOffsets[index] as number, message.optionLengths[index] as number);
		parts.push(`${message.optionNumbers[index]}:${value}`);
	}
	parts.push(`|${hexOf(message, message.payloadOffset, message.payloadLength)}`);
	return parts.join(" ");
}

function dissect(hex: string): string {
	return describeMessage(open(hex));
}

test("the GET of RFC 7252 figure 16 and its answer", () => {
	const request = open("40017d34 bb 74656d7065726174757265".replaceAll(" ", ""));
	assert.equal([request.type, request.code, request.messageId, request.tokenLength].join(), `0,1,${0x7d34},0`);
	assert.equal(dissect("40017d34bb74656d7065726174757265"), "11:74656d7065726174757265 |");
	const response = open("60457d34ff32322e332043".replaceAll(" ", ""));
	assert.equal([response.type, response.code, response.messageId].join(), `2,69,${0x7d34}`);
	assert.equal(dissect("60457d34ff32322e332043"), "|32322e332043");
});

test("tokens of 0 to 8 bytes, 9 to 15 refused", () => {
	for (let length = 0; length < 16; length++) {
		const head = (0x40 | length).toString(16);
		const message = open(`${head}010001${"ab".repeat(length)}`);
		assert.equal(message.fault, length > 8 ? messageFaults.tokenLength : messageFaults.none, `${length}`);
		if (length <= 8) {
			assert.equal(message.tokenLength, length);
			assert.equal(message.tokenOffset, 5);
			assert.equal(message.optionCount, 0);
		}
	}
});

test("option deltas and lengths in all three forms", () => {
	assert.equal(dissect("40010001 10".replace(" ", "")), "1: |");
	assert.equal(dissect("40010001 d100aa d000".replaceAll(" ", "")), "13:aa 26: |");
	assert.equal(dissect("40010001 e0ffff".replace(" ", "")).slice(0, 1), "!", "269 + 65535 is beyond 65535");
	assert.equal(dissect("40010001 e0fef2".replace(" ", "")), "65535: |");
	assert.equal(dissect(`40010001 1d00${"bb".repeat(13)}`.replace(" ", "")), `1:${"bb".repeat(13)} |`);
	assert.equal(dissect(`40010001 1e0000${"cc".repeat(269)}`.replace(" ", "")), `1:${"cc".repeat(269)} |`);
	assert.equal(dissect("40010001 11aa 01bb ff01".replaceAll(" ", "")), "1:aa 1:bb |01");
});

test("every malformed message is refused with its reason", () => {
	const cases: [string, string][] = [
		["", `!${messageFaults.tooShort}`],
		["400100", `!${messageFaults.tooShort}`],
		["00010001", `!${messageFaults.version}`],
		["80010001", `!${messageFaults.version}`],
		["c0010001", `!${messageFaults.version}`],
		["49010001000000000000000000", `!${messageFaults.tokenLength}`],
		["4201000100", `!${messageFaults.tooShort}`],
		["4000000100", `!${messageFaults.emptyWithContent}`],
		["4100000100", `!${messageFaults.emptyWithContent}`],
		["40010001ff", `!${messageFaults.noPayload}`],
		["4001000111", `!${messageFaults.optionTooLong}`],
		["40010001b261", `!${messageFaults.optionTooLong}`],
		["40010001d0", `!${messageFaults.optionTooLong}`],
		["40010001e0", `!${messageFaults.optionTooLong}`],
		["40010001e000", `!${messageFaults.optionTooLong}`],
		["400100010d", `!${messageFaults.optionTooLong}`],
		["400100010e00", `!${messageFaults.optionTooLong}`],
		["400100010effff", `!${messageFaults.optionTooLong}`],
		["40010001dd00", `!${messageFaults.optionTooLong}`],
		["40010001f0", `!${messageFaults.reservedOptionHeader}`],
		["40010001f1", `!${messageFaults.reservedOptionHeader}`],
		["400100010f", `!${messageFaults.reservedOptionHeader}`],
		["40010001fe", `!${messageFaults.reservedOptionHeader}`],
		["40010001e0ffff", `!${messageFaults.optionNumber}`],
		["40010001e0fef210", `!${messageFaults.optionNumber}`],
	];
	for (const [hex, expected] of cases) assert.equal(dissect(hex), expected, hex);
});

test("a message cut at any byte is refused, or is a shorter message that ends between options", () => {
	const whole = "42020001abcd b172 1170 d1e91a ff 81a200623161".replaceAll(" ", "");
	const betweenOptions = [6, 8, 10, 13];
	for (let length = 0; length < whole.length / 2; length++) {
		const result = dissect(whole.slice(0, 2 * length));
		const accepted = !result.includes("!");
		assert.equal(accepted, betweenOptions.includes(length) || length > 14, `${length}: ${result}`);
	}
});

test("numbers in options take 0 to 4 bytes; longer ones have none", () => {
	const message = open("40010001 10 01ff 020100 03010000 04ffffffff 050000000000".replaceAll(" ", ""));
	const values: number[] = [];
	for (let index = 0; index < message.optionCount; index++) values.push(message.optionUint(index));
	assert.equal(values.join(), "0,255,256,65536,4294967295,-1");
});

test("as many options as the limit are read, one more is refused", () => {
	assert.equal(open(`40010001${"10".repeat(optionLimit)}`).optionCount, optionLimit);
	assert.equal(open(`40010001${"10".repeat(optionLimit + 1)}`).fault, messageFaults.tooManyOptions);
});

test("one object reads message after message as a new one would, whatever came before", () => {
	const messages = [
		"50020001 b172 1170 d1e91a ff 81a0",
		"50020002 b172 1170 d1e91a ff 82a0a0",
		"50020003 b172 1170 d1e91b ff 81a0",
		"50020004 b172 1170 d1e91b ff 81",
		"50020005 b172 1170 d1e91b ff",
		"50020006 b172 1170 d1e91b",
		"50020007 b172 1170 d1e91b ff 81",
		"5102000800 b172 1170 d1e91b ff 81",
		"50020009",
		"5002000a ff 81",
		"5002000b ff 81",
		"5002000c f0 81",
		"5002000d ff 81",
		"5002000e b173 1170 d1e91b ff 81",
		"5002000f b173 1170 d1e91b 00 ff81",
		`50020010 ${"10".repeat(30)} ff 01`,
		"50020011 b3737373 ff 01",
		"50020012 b3737373 ff 01",
		"50020013 b3737374 ff 01",
	];
	const reused = new CoapMessage();
	for (const first of messages) {
		for (const second of messages) {
			for (const hex of [first, second]) {
				const bytes = fromHex(`ff${hex}0101010101`);
				reused.open(bytes, 1, bytes.length - 6);
				assert.equal(describeMessage(reused), dissect(hex), `${second} after ${first}`);
			}
		}
	}
});

test("the serial of the options changes whenever they do, and stays while they are the same", () => {
	const message = new CoapMessage();
	const serialOf = (hex: string): number => {
		const bytes = fromHex(hex);
		message.open(bytes, 0, bytes.length);
		return message.optionSerial;
	};
	const first = serialOf("50020001 b172 ff 01");
	assert.equal(serialOf("50020002 b172 ff 0203"), first);
	assert.notEqual(serialOf("50020003 b173 ff 02"), first);
	const without = serialOf("50020003 b173");
	assert.notEqual(serialOf("50020003 b173 ff 02"), without);
});
