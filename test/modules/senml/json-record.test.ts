import assert from "node:assert/strict";
import { test } from "node:test";
import { TextWriter } from "kith/core/text-writer";
import { writeJsonRecord } from "kith/senml/json-record";

function bytesOf(text: string): Uint8Array {
	const bytes = new Uint8Array(text.length);
	for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
	return bytes;
}

function named(node: string, path: string) {
	const bytes = bytesOf(`..${node}:${path}`);
	return {
		bytes,
		nodeOffset: 2,
		nodeLength: node.length,
		pathOffset: node.length + 3,
		pathLength: path.length,
	};
}

function text(writer: TextWriter): string {
	let written = "";
	for (let index = 0; index < writer.length; index++) written += String.fromCharCode(writer.bytes[index] as number);
	return written;
}

function record(value: number, scale: number, boolean: boolean, ageSeconds: number, unit: string, room = 100): string {
	const writer = new TextWriter(new Uint8Array(room));
	writeJsonRecord(writer, named("hall", "climate/t"), unit, value, scale, boolean, ageSeconds);
	return writer.overflow ? "overflow" : text(writer);
}

test("a record has a name, a unit, a value and an age", () => {
	assert.equal(record(2345, 2, false, 12, "Cel"), '{"n":"hall/climate/t","u":"Cel","v":23.45,"t":-12}');
	assert.equal(record(-5, 2, false, 0, "%RH"), '{"n":"hall/climate/t","u":"%RH","v":-0.05}');
	assert.equal(record(1, 0, true, 1_073_741, ""), '{"n":"hall/climate/t","vb":true,"t":-1073741}');
	assert.equal(record(-0x8000_0000, 3, false, 0, ""), '{"n":"hall/climate/t","v":-2147483.648}');
});

test("a record that does not fit overflows, whatever the room", () => {
	const whole = record(2345, 2, false, 12, "Cel").length;
	for (let room = 0; room < whole; room++) assert.equal(record(2345, 2, false, 12, "Cel", room), "overflow");
});

test("quotes and backslashes of a name are escaped", () => {
	const writer = new TextWriter(new Uint8Array(100));
	writeJsonRecord(writer, named('a"b', "c\\d\u0001"), "", 1, 0, false, 0);
	assert.equal((JSON.parse(text(writer)) as { n: string }).n, 'a"b/c\\d?');
});

test("whole numbers and hexadecimal ones are written with all their digits", () => {
	for (const value of [0, 9, 10, 99, 100, 1_000_000_000, 2_147_483_647, -1, -2_147_483_647]) {
		const writer = new TextWriter(new Uint8Array(20));
		writer.whole(value);
		assert.equal(text(writer), String(value));
	}
	const writer = new TextWriter(new Uint8Array(20));
	writer.hex(-1, 8).byte(0x2c).hex(0x1e0, 3);
	assert.equal(text(writer), "ffffffff,1e0");
});

test("a writer keeps to its window, and goes back", () => {
	const writer = new TextWriter(new Uint8Array(10).fill(0x2e));
	writer.begin(2, 6);
	writer.text("abcde");
	assert.ok(writer.overflow);
	writer.rewind(2);
	assert.ok(!writer.overflow);
	writer.text("ab").span(bytesOf("xcd"), 1, 2);
	assert.equal(writer.room, 0);
	writer.byte(0x21);
	assert.ok(writer.overflow);
	assert.equal(text(writer), "..abcd");
});
