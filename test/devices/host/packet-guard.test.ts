import assert from "node:assert/strict";
import { test } from "node:test";
import { guardSteps, PacketGuard } from "kith/devices/host/mqtt/packet-guard";
import { brokerPayloadLimit, brokerTopicLimit } from "kith/gateway/broker";
import { connack, joined, pingresp, puback, publish } from "../../support/mqtt-bytes";

interface Seen {
	readonly step: number;
	readonly bytes: readonly number[];
	readonly topic: string;
	readonly id: number;
	readonly retained: boolean;
}

/** All that the guard makes of a stream that comes in pieces of `size` bytes. */
function through(stream: Uint8Array, size: number): Seen[] {
	const guard = new PacketGuard();
	const seen: Seen[] = [];
	for (let at = 0; at < stream.length; ) {
		const count = Math.min(size, guard.room, stream.length - at);
		assert.ok(count > 0, "the guard always has room for more");
		guard.accept(stream.subarray(at, at + count));
		at += count;
		for (let step = guard.step(); step !== guardSteps.wait; step = guard.step()) {
			const bytes: number[] = [];
			if (step === guardSteps.pass)
				for (let byte = guard.next(); byte !== undefined; byte = guard.next()) bytes.push(byte);
			const { topic, id, retained } = guard;
			seen.push({ step, bytes, topic: step === guardSteps.empty ? topic : "", id, retained });
			if (step === guardSteps.broken) return seen;
			if (step !== guardSteps.dropped) guard.drop();
		}
	}
	return seen;
}

const sizes = [1, 2, 3, 7, 100, 1000];

test("whole packets pass one at a time, byte for byte, however the stream is cut", () => {
	const packets = [connack(), publish("kith/a", "21.5", { id: 7, retain: true }), puback(9), pingresp()];
	for (const size of sizes) {
		const seen = through(joined(...packets), size);
		assert.deepEqual(
			seen.map(({ step }) => step),
			[1, 1, 1, 1].map(() => guardSteps.pass),
		);
		seen.forEach(({ bytes }, index) => {
			assert.deepEqual(bytes, [...(packets[index] as Uint8Array)]);
		});
		assert.ok(seen[1]?.retained);
	}
});

test("a message without payload is told apart with its topic, flag and packet id, and what follows still passes", () => {
	const stream = joined(publish("kith/house/lamp", "", { id: 0x1234, retain: true }), publish("k", "", {}), pingresp());
	for (const size of sizes) {
		const seen = through(stream, size);
		assert.deepEqual(
			seen.map(({ step }) => step),
			[guardSteps.empty, guardSteps.empty, guardSteps.pass],
		);
		assert.equal(seen[0]?.topic, "kith/house/lamp");
		assert.equal(seen[0]?.id, 0x1234);
		assert.equal(seen[0]?.retained, true);
		assert.equal(seen[1]?.topic, "k");
		assert.equal(seen[1]?.id, 0);
		assert.equal(seen[1]?.retained, false);
	}
});

test("a message that is too long is left out whole, with the id to acknowledge it by", () => {
	const long = "x".repeat(brokerPayloadLimit + 1);
	const topic = "t".repeat(brokerTopicLimit + 1);
	const stream = joined(publish("kith/a", long, { id: 5 }), publish(topic, "1", { id: 6 }), publish("kith/b", "1"));
	for (const size of sizes) {
		const seen = through(stream, size);
		assert.deepEqual(
			seen.map(({ step, id }) => [step, id]),
			[
				[guardSteps.dropped, 5],
				[guardSteps.dropped, 6],
				[guardSteps.pass, 0],
			],
		);
		assert.deepEqual(seen[2]?.bytes, [...publish("kith/b", "1")]);
	}
});

test("the longest message that a node takes passes", () => {
	const whole = publish("t".repeat(brokerTopicLimit), "x".repeat(brokerPayloadLimit), { id: 1 });
	for (const size of sizes) assert.deepEqual(through(whole, size)[0]?.bytes, [...whole]);
});

test("megabytes that nobody asked for go by without being kept", () => {
	const huge = publish("kith/a", new Uint8Array(300_000), { id: 77 });
	const seen = through(joined(huge, pingresp()), 1460);
	assert.deepEqual(
		seen.map(({ step }) => step),
		[guardSteps.dropped, guardSteps.pass],
	);
});

test("what is no MQTT is called broken", () => {
	for (const bytes of [
		[0x30, 0xff, 0xff, 0xff, 0xff, 1],
		[0x30, 2, 0, 0],
		[0x30, 3, 0, 9, 65],
		[0x90, 0xff, 0x7f],
	])
		for (const size of sizes)
			assert.equal(through(Uint8Array.from(bytes), size)[0]?.step, guardSteps.broken, String(bytes));
});
