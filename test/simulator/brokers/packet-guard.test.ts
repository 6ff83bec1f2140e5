import assert from "node:assert/strict";
import { test } from "node:test";
import { PacketGuard, packetBytesLimit } from "kith/simulator/brokers/packet-guard";

/** A PUBLISH that announces `length` bytes, and its first `sent`. */
function packet(length: number, sent = length): Uint8Array {
	const header = [0x30];
	let rest = length;
	do {
		header.push((rest % 128) | (rest >= 128 ? 0x80 : 0));
		rest = Math.floor(rest / 128);
	} while (rest > 0);
	return Buffer.concat([Uint8Array.from(header), new Uint8Array(sent).fill(0xff)]);
}

test("packets up to the limit pass, whatever pieces they come in", () => {
	const stream = Buffer.concat([
		packet(0),
		packet(127),
		packet(128),
		packet(packetBytesLimit),
		packet(2),
		packet(20_000),
	]);
	for (const size of [1, 3, 1000, stream.length]) {
		const guard = new PacketGuard();
		for (let at = 0; at < stream.length; at += size)
			assert.ok(guard.accepts(stream.subarray(at, at + size)), `${size}`);
	}
});

test("a packet that announces more is found before it has come", () => {
	const guard = new PacketGuard();
	assert.ok(guard.accepts(packet(5)));
	assert.equal(guard.accepts(packet(packetBytesLimit + 1, 0)), false);
	assert.equal(new PacketGuard().accepts(packet(0xfffffff, 0)), false);
});

test("a length of more than four bytes is none", () => {
	assert.equal(new PacketGuard().accepts(Uint8Array.of(0x10, 0xff, 0xff, 0xff, 0xff, 0x01)), false);
	assert.equal(new PacketGuard().accepts(Uint8Array.of(0x10, 0x80, 0x80, 0x80, 0x80)), false);
});
