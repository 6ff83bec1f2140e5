import assert from "node:assert/strict";
import { test } from "node:test";
import { DuplicateWindow, tracks, windowLength } from "kith/mesh/duplicates";
import { frameFates } from "kith/mesh/frame-fates";
import { PeerPlaces, peerLimit } from "kith/network/peer-places";

const { delivered, duplicate, unknownBoot, stranger } = frameFates;

/** Of peers that are all believed in boot 1. */
function windowOf(...peers: number[]): DuplicateWindow {
	const places = new PeerPlaces(Uint16Array.from(peers));
	const window = new DuplicateWindow(places);
	for (let place = 1; place < places.length; place++) window.begin(place, 1, -1);
	return window;
}

/** Judges and, as a verified frame would, accepts. */
function hear(window: DuplicateWindow, sequence: number, boot = 1, address = 5): number {
	const fate = window.judge(address, boot, sequence, tracks.flood);
	if (fate === delivered) window.accept(sequence, tracks.flood);
	return fate;
}

test("every sequence is new once, in any order within the window", () => {
	const window = windowOf(5);
	for (const sequence of [0, 1, 5, 3, 2, 4, 40, 39, 20, 9])
		assert.equal(hear(window, sequence), delivered, `${sequence}`);
	for (const sequence of [40, 39, 20, 9]) assert.equal(hear(window, sequence), duplicate, `${sequence}`);
	assert.equal(hear(window, 10), delivered);
	assert.equal(hear(window, 10), duplicate);
});

test("what is further behind than the window counts as heard", () => {
	const window = windowOf(5);
	hear(window, 100);
	assert.equal(hear(window, 100 - windowLength), duplicate);
	assert.equal(hear(window, 100 - windowLength + 1), delivered);
	assert.equal(hear(window, 100 - windowLength + 1), duplicate);
});

test("a jump ahead by more than the window forgets all before, by one less keeps the highest", () => {
	const window = windowOf(5);
	hear(window, 0);
	assert.equal(hear(window, 31), delivered);
	assert.equal(hear(window, 0), duplicate);
	assert.equal(hear(window, 31 + 32), delivered);
	assert.equal(hear(window, 31 + 32 - 31), delivered, "32 was never heard");
	assert.equal(hear(window, 0xffffff), delivered);
	assert.equal(hear(window, 0xffffff), duplicate);
});

test("judging alone changes nothing: an unverified frame leaves no trace", () => {
	const window = windowOf(5);
	hear(window, 3);
	assert.equal(window.judge(5, 1, 0xffffff, tracks.flood), delivered);
	assert.equal(hear(window, 4), delivered);
	assert.equal(hear(window, 3), duplicate);
});

test("a peer is believed under one boot at a time: all others are refused, newer ones as well as older ones", () => {
	const window = windowOf(5);
	assert.equal(hear(window, 500, 1), delivered);
	for (const boot of [0, 2, 0x8000, 0xffff]) assert.equal(hear(window, 501, boot), unknownBoot);
	window.begin(1, 8, 20);
	assert.equal(window.boot(1), 8);
	assert.equal(hear(window, 501, 1), unknownBoot);
	for (const sequence of [0, 19, 20]) assert.equal(hear(window, sequence, 8), duplicate, "recorded before");
	assert.equal(hear(window, 21, 8), delivered);
	assert.equal(window.highest(1, tracks.flood), 21);
});

test("nobody is believed before somebody says so, or after it was taken back", () => {
	const window = new DuplicateWindow(new PeerPlaces(Uint16Array.of(5)));
	assert.equal(hear(window, 0, 0), unknownBoot);
	window.begin(1, 0, -1);
	assert.equal(hear(window, 0, 0), delivered);
	window.end(1);
	assert.equal(hear(window, 1, 0), unknownBoot);
});

test("peers have windows of their own, strangers none", () => {
	const window = windowOf(5, 6);
	hear(window, 1, 1, 5);
	assert.equal(hear(window, 1, 1, 6), delivered);
	for (const address of [7, 0, 5 + 256]) {
		assert.equal(hear(window, 2, 1, address), stranger);
	}
});

test("64 peers are found, also when all hash to one place", () => {
	for (const step of [1, 256, 255]) {
		const peers = new Uint16Array(peerLimit);
		for (let index = 0; index < peerLimit; index++) peers[index] = 1 + index * step;
		const window = windowOf(...peers);
		for (let index = 0; index < peerLimit; index++) {
			const address = peers[index] as number;
			assert.equal(hear(window, index, 1, address), delivered);
			assert.equal(hear(window, index, 1, address), duplicate);
		}
		let strangers = 0;
		for (let address = 1; address < 0xffff; address++)
			if (window.judge(address, 0, 0, tracks.hop) === stranger) strangers++;
		assert.equal(strangers, 0xfffe - peerLimit);
	}
});

test("impossible peer lists are bugs", () => {
	assert.throws(() => new PeerPlaces(new Uint16Array(peerLimit + 1).map((_, index) => index + 1)), RangeError);
	assert.throws(() => new PeerPlaces(Uint16Array.of(5, 5)), RangeError);
	assert.throws(() => new PeerPlaces(Uint16Array.of(0)), RangeError);
	assert.throws(() => new PeerPlaces(Uint16Array.of(0xffff)), RangeError);
});

test("floods and hops are numbered together and heard apart", () => {
	const window = windowOf(5);
	assert.equal(hear(window, 100), delivered);
	assert.equal(window.judge(5, 1, 3, tracks.hop), delivered, "hops come straight, floods by detours");
	window.accept(3, tracks.hop);
	assert.equal(window.judge(5, 1, 3, tracks.hop), duplicate);
	assert.equal(hear(window, 100), duplicate);
	assert.equal(window.highest(1, tracks.hop), 3);
	window.begin(1, 2, 50);
	for (const track of [tracks.flood, tracks.hop]) {
		assert.equal(window.judge(5, 2, 50, track), duplicate);
		assert.equal(window.judge(5, 2, 51, track), delivered);
	}
});
