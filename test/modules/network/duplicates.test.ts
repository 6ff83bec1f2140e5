import assert from "node:assert/strict";
import { test } from "node:test";
import { DuplicateWindow, peerLimit, windowLength } from "kith/network/duplicates";
import { frameFates } from "kith/network/frame-fates";

const { delivered, duplicate, olderBoot, stranger } = frameFates;

/** Judges and, as a verified frame would, accepts. */
function hear(window: DuplicateWindow, sequence: number, boot = 1, address = 5): number {
	const fate = window.judge(address, boot, sequence);
	if (fate === delivered) window.accept(boot, sequence);
	return fate;
}

test("every sequence is new once, in any order within the window", () => {
	const window = new DuplicateWindow(Uint16Array.of(5));
	for (const sequence of [0, 1, 5, 3, 2, 4, 40, 39, 20, 9])
		assert.equal(hear(window, sequence), delivered, `${sequence}`);
	for (const sequence of [40, 39, 20, 9]) assert.equal(hear(window, sequence), duplicate, `${sequence}`);
	assert.equal(hear(window, 10), delivered);
	assert.equal(hear(window, 10), duplicate);
});

test("what is further behind than the window counts as heard", () => {
	const window = new DuplicateWindow(Uint16Array.of(5));
	hear(window, 100);
	assert.equal(hear(window, 100 - windowLength), duplicate);
	assert.equal(hear(window, 100 - windowLength + 1), delivered);
	assert.equal(hear(window, 100 - windowLength + 1), duplicate);
});

test("a jump ahead by more than the window forgets all before, by one less keeps the highest", () => {
	const window = new DuplicateWindow(Uint16Array.of(5));
	hear(window, 0);
	assert.equal(hear(window, 31), delivered);
	assert.equal(hear(window, 0), duplicate);
	assert.equal(hear(window, 31 + 32), delivered);
	assert.equal(hear(window, 31 + 32 - 31), delivered, "32 was never heard");
	assert.equal(hear(window, 0xffffff), delivered);
	assert.equal(hear(window, 0xffffff), duplicate);
});

test("judging alone changes nothing: an unverified frame leaves no trace", () => {
	const window = new DuplicateWindow(Uint16Array.of(5));
	hear(window, 3);
	assert.equal(window.judge(5, 1, 0xffffff), delivered);
	assert.equal(window.judge(5, 9, 0), delivered);
	assert.equal(hear(window, 4), delivered);
	assert.equal(hear(window, 3), duplicate);
});

test("a newer boot starts anew, an older one is dead for ever", () => {
	const window = new DuplicateWindow(Uint16Array.of(5));
	hear(window, 500, 7);
	assert.equal(hear(window, 0, 8), delivered);
	assert.equal(hear(window, 0, 8), duplicate);
	assert.equal(hear(window, 501, 7), olderBoot);
	assert.equal(hear(window, 1, 8), delivered);
});

test("boot numbers wrap", () => {
	const window = new DuplicateWindow(Uint16Array.of(5));
	hear(window, 9, 0xffff);
	assert.equal(hear(window, 0, 0), delivered, "0 follows 65535");
	assert.equal(hear(window, 10, 0xffff), olderBoot);
	assert.equal(hear(window, 0, 0x7fff), delivered, "32767 ahead is newer");
	assert.equal(hear(window, 0, 0xffff), olderBoot, "32768 ahead is not");
});

test("peers have windows of their own, strangers none", () => {
	const window = new DuplicateWindow(Uint16Array.of(5, 6));
	hear(window, 1, 1, 5);
	assert.equal(hear(window, 1, 1, 6), delivered);
	for (const address of [7, 0, 5 + 256]) {
		assert.ok(!window.knows(address));
		assert.equal(hear(window, 2, 1, address), stranger);
	}
});

test("64 peers are found, also when all hash to one place", () => {
	for (const step of [1, 256, 255]) {
		const peers = new Uint16Array(peerLimit);
		for (let index = 0; index < peerLimit; index++) peers[index] = 1 + index * step;
		const window = new DuplicateWindow(peers);
		for (let index = 0; index < peerLimit; index++) {
			const address = peers[index] as number;
			assert.equal(hear(window, index, 1, address), delivered);
			assert.equal(hear(window, index, 1, address), duplicate);
		}
		let strangers = 0;
		for (let address = 1; address < 0xffff; address++) if (!window.knows(address)) strangers++;
		assert.equal(strangers, 0xfffe - peerLimit);
	}
});

test("impossible peer lists are bugs", () => {
	assert.throws(() => new DuplicateWindow(new Uint16Array(peerLimit + 1).map((_, index) => index + 1)), RangeError);
	assert.throws(() => new DuplicateWindow(Uint16Array.of(5, 5)), RangeError);
	assert.throws(() => new DuplicateWindow(Uint16Array.of(0)), RangeError);
	assert.throws(() => new DuplicateWindow(Uint16Array.of(0xffff)), RangeError);
});
