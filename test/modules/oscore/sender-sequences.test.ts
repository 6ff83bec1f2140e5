import assert from "node:assert/strict";
import { test } from "node:test";
import { partialIvLimit } from "kith/oscore/limits";
import { SenderSequences } from "kith/oscore/sender-sequences";

test("a sender counts up from 0 to its limit, then falls silent for ever", () => {
	const sequences = new SenderSequences(2, 3);
	sequences.start(1);
	assert.equal(sequences.left(1), 4);
	assert.deepEqual(
		[1, 2, 3, 4, 5, 6].map(() => sequences.take(1)),
		[0, 1, 2, 3, -1, -1],
	);
	assert.equal(sequences.left(1), 0);
});

test("the last number of all is 2^40-1", () => {
	const sequences = new SenderSequences(1, partialIvLimit);
	sequences.start(0);
	sequences.resume(0, partialIvLimit);
	assert.deepEqual([sequences.take(0), sequences.take(0)], [partialIvLimit, -1]);
	assert.throws(() => new SenderSequences(1, partialIvLimit + 1), RangeError);
	assert.throws(() => new SenderSequences(1, -1), RangeError);
});

test("there is no way back", () => {
	const sequences = new SenderSequences(1, 1000);
	sequences.start(0);
	assert.throws(() => sequences.start(0), RangeError);
	sequences.resume(0, 100);
	assert.throws(() => sequences.resume(0, 99), RangeError);
	assert.throws(() => sequences.resume(0, 1002), RangeError);
	assert.throws(() => sequences.resume(0, Number.NaN), RangeError);
	assert.equal(sequences.take(0), 100);
	assert.throws(() => sequences.resume(0, 100), RangeError);
	assert.equal(sequences.next(0), 101);
});

test("a number that a frame counts is claimed once, and never after a later one", () => {
	const sequences = new SenderSequences(1, 10);
	sequences.start(0);
	assert.deepEqual(
		[0, 0, 3, 2, 3, 4, 11, Number.NaN, 10, 10].map((number) => sequences.claim(0, number)),
		[0, -1, 3, -1, -1, 4, -1, -1, 10, -1],
	);
	assert.equal(sequences.take(0), -1);
});

test("who is no sender has no numbers", () => {
	const sequences = new SenderSequences(2, 10);
	assert.deepEqual([sequences.take(0), sequences.claim(0, 0), sequences.next(0), sequences.left(0)], [-1, -1, -1, 0]);
	assert.throws(() => sequences.resume(0, 5), RangeError);
	sequences.start(0);
	sequences.take(0);
	sequences.stop(0);
	assert.equal(sequences.take(0), -1);
});
