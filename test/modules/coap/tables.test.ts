import assert from "node:assert/strict";
import { test } from "node:test";
import { codeClass, codes, codeText } from "kith/coap/codes";
import { isCritical, isNoCacheKey, isUnsafe, optionNumbers, optionRegistry } from "kith/coap/options";
import { PathTable } from "kith/coap/path-table";
import { exchangeLifetimeMs, firstDistantPeer, internetPolicy, radioPolicy, transmitSpanMs } from "kith/coap/policy";
import { RememberedReplies, rememberedLength, rememberedLimit } from "kith/coap/remembered-replies";
import { toHex } from "../../support/hex";

test("codes have their class and text", () => {
	assert.equal(codeText(codes.notFound), "4.04");
	assert.equal(codeText(codes.content), "2.05");
	assert.equal(codeText(codes.unprocessableEntity), "4.22");
	assert.equal(codeClass(codes.put), 0);
	assert.equal(codeClass(codes.badOption), 4);
	assert.equal(codeClass(codes.serviceUnavailable), 5);
});

test("the option registry agrees with RFC 7252 table 4 and its bits", () => {
	// Number, critical, unsafe, no cache key.
	const table4 = "1C 3CU 4 5C 7CU 8 11CU 12 14U 15CU 17C 20 35CU 39CU 60N".split(" ");
	for (const entry of table4) {
		const number = Number.parseInt(entry, 10);
		assert.ok(
			optionRegistry.some((option) => option.number === number),
			entry,
		);
		assert.equal(isCritical(number), entry.includes("C"), entry);
		assert.equal(isUnsafe(number), entry.includes("U"), entry);
		assert.equal(isNoCacheKey(number), entry.includes("N"), entry);
	}
	assert.ok(isCritical(optionNumbers.block1) && isCritical(optionNumbers.oscore));
	assert.ok(!isCritical(optionNumbers.observe) && !isCritical(optionNumbers.noResponse));
	assert.equal(Object.keys(optionNumbers).length, optionRegistry.length);
	for (let index = 1; index < optionRegistry.length; index++) {
		assert.ok((optionRegistry[index]?.number as number) > (optionRegistry[index - 1]?.number as number));
	}
});

test("derived times: those of RFC 7252 section 4.8.2 for its own parameters", () => {
	assert.equal(transmitSpanMs(internetPolicy), 45_000);
	assert.equal(exchangeLifetimeMs(internetPolicy), 247_000);
	assert.equal(transmitSpanMs(radioPolicy), 11_250);
	assert.equal(exchangeLifetimeMs(radioPolicy), 13_750);
});

test("paths are encoded once and found again", () => {
	const table = new PathTable();
	const index = table.find("r");
	assert.equal(toHex(table.options(index)), "b172");
	assert.equal(toHex(table.text(index)), "72");
	assert.equal(table.find("r"), index);
	assert.equal(table.text(index), table.text(index), "encoded once");
	assert.equal(table.options(index), table.options(index), "encoded once");
	const deep = table.find(".well-known/core");
	assert.equal(toHex(table.options(deep)), "bb2e77656c6c2d6b6e6f776e04636f7265");
	const long = table.find("abcdefghijklm");
	assert.equal(toHex(table.options(long)), "bd006162636465666768696a6b6c6d");
	assert.equal(table.options(table.find("")).length, 0);
	assert.throws(() => table.find("a b"), RangeError);
	assert.throws(() => table.find("x".repeat(65)), RangeError);
});

test("a table with more paths than places still finds each of them right", () => {
	const table = new PathTable();
	for (let round = 0; round < 3; round++) {
		for (let number = 0; number < 60; number++) {
			const path = `p${number}`;
			const index = table.find(path);
			assert.ok(index < 24);
			assert.equal(table.text(index).length, path.length);
			assert.equal(table.text(index)[1], path.charCodeAt(1));
			assert.equal(table.options(index).length, path.length + 1);
		}
	}
});

test("replies are remembered for their lifetime, by origin and message id", () => {
	const remembered = new RememberedReplies({ nearMs: 1000, distantMs: 0 }, 200);
	const reply = Uint8Array.of(1, 2, 3);
	const start = 0x7ffffe00;
	const entry = remembered.claim(5, 77, start);
	remembered.store(entry, reply, 3);
	const target = new Uint8Array(rememberedLength);
	assert.equal(remembered.recall(remembered.find(5, 77, start), target), 3);
	assert.equal(toHex(target, 3), "010203");
	assert.equal(remembered.find(5, 78, start), -1);
	assert.equal(remembered.find(6, 77, start), -1);
	assert.equal(remembered.find(5, 77, (start + 999) | 0), entry, "across the wrap of the clock");
	assert.equal(remembered.find(5, 77, (start + 1000) | 0), -1);
});

test("when all places are taken the oldest reply goes", () => {
	const remembered = new RememberedReplies({ nearMs: 1000, distantMs: 0 }, 200);
	for (let id = 0; id < rememberedLimit; id++) {
		assert.ok(!remembered.isFull(5, id));
		remembered.claim(5, id, id);
	}
	assert.ok(remembered.isFull(5, 20));
	remembered.claim(5, 100, 20);
	assert.equal(remembered.find(5, 0, 20), -1);
	assert.ok(remembered.find(5, 1, 20) >= 0);
	assert.ok(!remembered.isFull(5, 1500), "expired entries are free");
});

test("of replies too long for their places the latest is remembered, the others as handled only", () => {
	const remembered = new RememberedReplies({ nearMs: 1000, distantMs: 0 }, 200);
	const long = new Uint8Array(200).fill(9);
	const target = new Uint8Array(200);
	const first = remembered.claim(5, 1, 0);
	remembered.store(first, long, 100);
	assert.equal(remembered.recall(first, target), 100);
	assert.equal(target[99], 9);
	const second = remembered.claim(5, 2, 0);
	remembered.store(second, long, 200);
	assert.equal(remembered.recall(second, target), 200);
	assert.equal(remembered.find(5, 1, 0), first);
	assert.equal(remembered.recall(first, target), 0);
	remembered.store(remembered.claim(5, 3, 0), new Uint8Array(201), 201);
	assert.equal(remembered.recall(remembered.find(5, 3, 0), target), 0);
});

test("peers beyond the radio, however many messages they send, do not make the nodes' replies go", () => {
	const remembered = new RememberedReplies({ nearMs: 1000, distantMs: 5000 }, 200);
	for (let id = 0; id < rememberedLimit; id++) remembered.claim(5, id, 0);
	for (let id = 0; id < 1000; id++) remembered.claim(firstDistantPeer + (id & 7), id, 1);
	for (let id = 0; id < rememberedLimit; id++) assert.ok(remembered.find(5, id, 2) >= 0, String(id));
	assert.ok(remembered.isFull(firstDistantPeer, 2));
	const target = new Uint8Array(8);
	const near = remembered.find(5, 15, 2);
	const far = remembered.find(firstDistantPeer + 7, 999, 2);
	remembered.store(near, Uint8Array.of(1, 2), 2);
	remembered.store(far, Uint8Array.of(3, 4, 5), 3);
	assert.equal(remembered.recall(near, target), 2);
	assert.deepEqual(target.subarray(0, 2), Uint8Array.of(1, 2));
	assert.equal(remembered.recall(far, target), 3);
	assert.deepEqual(target.subarray(0, 3), Uint8Array.of(3, 4, 5));
	assert.ok(remembered.find(firstDistantPeer + 7, 999, 4900) >= 0, "theirs live longer");
	assert.equal(remembered.find(5, 1, 1001), -1);
	assert.equal(remembered.find(firstDistantPeer, 1000 - 8 - 992, 2), -1);
});
