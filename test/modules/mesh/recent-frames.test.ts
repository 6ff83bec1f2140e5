import assert from "node:assert/strict";
import { test } from "node:test";
import { FrameArena, heardOffset, recentBytes } from "kith/mesh/frame-arena";
import { frameLengthLimit } from "kith/mesh/header";
import { frameKey, noFrame, RecentFrames, recentLimit } from "kith/mesh/recent-frames";

function ring() {
	const arena = new FrameArena();
	const recent = new RecentFrames(arena);
	/** Adds a frame of `length` bytes, all of them `sequence`. */
	const add = (sequence: number, length: number, place = 1): void => {
		arena.heard.fill(sequence & 0xff);
		recent.add(frameKey(place, sequence), heardOffset, length, sequence, 0);
	};
	const intact = (sequence: number, length: number): boolean => {
		const index = recent.find(frameKey(1, sequence));
		if (index === noFrame || recent.length(index) !== length) return false;
		const offset = recent.offset(index);
		return arena.bytes.slice(offset, offset + length).every((byte) => byte === (sequence & 0xff));
	};
	return { arena, recent, add, intact };
}

test("frames come back whole, the newest first, and no more of them than fit", () => {
	for (const lengths of [[40], [250], [13, 250, 77], [100, 20, 240, 60]]) {
		const { recent, add, intact } = ring();
		for (let sequence = 0; sequence < 300; sequence++) {
			add(sequence, lengths[sequence % lengths.length] as number);
			let bytes = 0;
			for (let back = 0; back < recent.count; back++) {
				const length = lengths[(sequence - back) % lengths.length] as number;
				assert.ok(intact(sequence - back, length), `${lengths}: ${sequence}, ${back} back`);
				assert.equal(recent.key(recent.index(back)), frameKey(1, sequence - back));
				bytes += length;
			}
			assert.ok(bytes <= recentBytes && recent.count <= recentLimit);
		}
		const longest = Math.max(...lengths);
		// The next frame, of whatever length, has room beside them, also at the end, and a place among them.
		const room = Math.min(recentLimit - 1, Math.floor((recentBytes - 2 * frameLengthLimit) / longest) - 1);
		assert.ok(recent.count >= room, `${lengths}: ${recent.count} kept, room for ${room}`);
	}
});

test("who has a frame and who was told of it, once or twice", () => {
	const { recent, add } = ring();
	add(1, 40);
	const index = recent.find(frameKey(1, 1));
	recent.known(index, 0b0001);
	recent.tell(index, 0b0110);
	assert.equal(recent.told(index), 0b0001);
	recent.tell(index, 0b1010);
	assert.equal(recent.told(index), 0b0011);
	recent.forget(0);
	assert.equal(recent.told(index), 0b0010);
	recent.tell(index, 0b0001);
	assert.equal(recent.told(index), 0b0010, "a new owner of the slot was told once");
});

test("the frames of an origin that booted are found no more, others are", () => {
	const { recent, add } = ring();
	add(5, 40, 1);
	add(5, 40, 2);
	recent.restarted(1);
	assert.equal(recent.find(frameKey(1, 5)), noFrame);
	assert.notEqual(recent.find(frameKey(2, 5)), noFrame);
});

test("whoever sends a frame from here hears when it goes, and of no other", () => {
	const { recent, add } = ring();
	const forgotten: number[] = [];
	recent.user = { references: 1, onForgotten: (offset) => void forgotten.push(offset) };
	const offsets: number[] = [];
	for (let sequence = 0; sequence < 200; sequence++) {
		offsets.push(recent.next);
		add(sequence, 40 + (sequence % 50));
		const kept = recent.count;
		assert.deepEqual(forgotten, offsets.slice(0, offsets.length - kept));
	}
});
