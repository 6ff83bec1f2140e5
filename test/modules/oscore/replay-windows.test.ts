import assert from "node:assert/strict";
import { test } from "node:test";
import { partialIvLimit } from "kith/oscore/limits";
import { ReplayWindows, replayWindowLength, verdicts } from "kith/oscore/replay-windows";

const { fresh, replayed, unsynchronized } = verdicts;

/** Accepts a number that must be fresh. */
function receive(windows: ReplayWindows, ...numbers: number[]): void {
	for (const number of numbers) {
		assert.equal(windows.judge(1, number), fresh, `${number}`);
		windows.accept(1, number);
		assert.equal(windows.judge(1, number), replayed, `${number} again`);
	}
}

test("each number is accepted once, in whatever order it comes inside the window", () => {
	const windows = new ReplayWindows(2);
	receive(windows, 0, 5, 3, 4, 1, 2, 6);
	for (let number = 0; number <= 6; number++) assert.equal(windows.judge(1, number), replayed);
});

test("the window has 32 places: the oldest is still accepted, the one before it is not", () => {
	const windows = new ReplayWindows(2);
	receive(windows, 100);
	assert.equal(windows.judge(1, 100 - replayWindowLength), replayed);
	receive(windows, 100 - replayWindowLength + 1);
	receive(windows, 101);
	assert.equal(windows.judge(1, 101 - replayWindowLength), replayed);
	assert.equal(windows.judge(1, 101 - replayWindowLength + 1), fresh);
});

test("a step of any size forward forgets just what leaves the window", () => {
	for (const step of [1, 31, 32, 33, 1000, 0x80000000]) {
		const windows = new ReplayWindows(2);
		receive(windows, 10, 9);
		receive(windows, 10 + step);
		for (let number = Math.max(0, 10 + step - 40); number < 10 + step; number++) {
			const seen = number === 10 || number === 9;
			const old = 10 + step - number >= replayWindowLength;
			assert.equal(windows.judge(1, number), seen || old ? replayed : fresh, `${step} ${number}`);
		}
	}
});

test("numbers beyond 32 bits and up to the last are told apart", () => {
	const windows = new ReplayWindows(2);
	receive(windows, 0xffffffff, 0x1_0000_0001, 0x1_0000_0000, partialIvLimit - 1, partialIvLimit);
	assert.equal(windows.judge(1, partialIvLimit - 31), fresh);
	assert.equal(windows.judge(1, partialIvLimit - 32), replayed);
});

test("judging changes nothing, and rows do not touch each other", () => {
	const windows = new ReplayWindows(2);
	receive(windows, 40);
	assert.equal(windows.judge(1, 1_000_000), fresh);
	assert.equal(windows.judge(1, 39), fresh);
	assert.equal(windows.judge(0, 40), fresh);
	assert.equal(windows.highest(0), -1);
	assert.equal(windows.highest(1), 40);
	assert.equal(windows.bitmap(1), 1);
	windows.clear(1);
	receive(windows, 40);
});

test("a lost window believes no number until one was proved fresh, which is its lower limit", () => {
	const windows = new ReplayWindows(2);
	receive(windows, 7);
	windows.lose(1);
	for (const number of [0, 7, 8, 1000]) assert.equal(windows.judge(1, number), unsynchronized);
	windows.synchronize(1, 50);
	for (const number of [0, 19, 49, 50]) assert.equal(windows.judge(1, number), replayed, `${number}`);
	receive(windows, 52, 51);
});
