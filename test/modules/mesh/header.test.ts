import assert from "node:assert/strict";
import { test } from "node:test";
import { DuplicateWindow } from "kith/mesh/duplicates";
import { frameFates } from "kith/mesh/frame-fates";
import { frameLengthLimit, frameTypes, headerLength, writeHeader } from "kith/mesh/header";
import { ReceivedFrame } from "kith/mesh/received-frame";
import { PeerPlaces } from "kith/network/peer-places";
import { fromHex, toHex } from "../../support/hex";

const golden = `10        # version 1, type 0: group
	cafe      # network tag
	01        # hop limit 1
	0102      # origin
	ffff      # destination: everybody
	0007      # boot
	000203    # sequence`;

/** A node with the address 0x0304 that believes a boot of 0x0102. */
function receiver(boot = 7): ReceivedFrame {
	const window = new DuplicateWindow(new PeerPlaces(Uint16Array.of(0x0102)));
	window.begin(1, boot, -1);
	return new ReceivedFrame({ networkTag: 0xcafe, address: 0x0304, window, zones: Uint16Array.of(0x0505) });
}

test("a header is written as its golden bytes and read back", () => {
	const frame = new Uint8Array(headerLength);
	const header = { networkTag: 0xcafe, hopLimit: 1, origin: 0x0102, destination: 0xffff, boot: 7, sequence: 0x203 };
	writeHeader(frame, header, frameTypes.group);
	assert.equal(toHex(frame), toHex(fromHex(golden)));
	const read = receiver();
	assert.equal(read.judge(frame, headerLength), frameFates.delivered);
	assert.equal(read.type, frameTypes.group);
	const { origin, destination, boot, sequence } = read;
	assert.deepEqual({ networkTag: 0xcafe, hopLimit: 1, origin, destination, boot, sequence }, header);
});

test("of a message of our own that a relay passes on, the boot it was written in is told", () => {
	const read = receiver();
	const frame = new Uint8Array(headerLength + 8 + 4);
	const own = { networkTag: 0xcafe, hopLimit: 0x87, origin: 0x0304, destination: 0x0102, boot: 5, sequence: 9 };
	read.judge(fromHex("10cafe010102ffff0007000203"), headerLength);
	writeHeader(frame, own, frameTypes.unicast);
	frame.set(fromHex("0102000700000102"), headerLength);
	assert.equal(read.judge(frame, frame.length), frameFates.ownAddress);
	assert.equal(read.boot, 5);
	// A radio that says it has our address: the boot is that of its own numbers.
	writeHeader(frame, { ...own, origin: 0x0102, boot: 7 }, frameTypes.unicast);
	frame.set(fromHex("0304000800000102"), headerLength);
	assert.equal(read.judge(frame, frame.length), frameFates.ownAddress);
	assert.equal(read.boot, 8);
});

test("a unicast header has type 1", () => {
	const frame = new Uint8Array(headerLength);
	const header = { networkTag: 0xcafe, hopLimit: 0, origin: 0x0102, destination: 0x0304, boot: 0xffff };
	writeHeader(frame, { ...header, sequence: 0xffffff }, frameTypes.unicast);
	assert.equal(toHex(frame), "11cafe0001020304ffffffffff");
	const read = receiver(0xffff);
	assert.equal(read.judge(frame, headerLength), frameFates.delivered);
	assert.equal(read.type, frameTypes.unicast);
	assert.equal(read.sequence, 0xffffff);
});

test("every length from 0 to beyond the limit is judged", () => {
	const frame = new Uint8Array(300);
	frame.set(fromHex(golden));
	for (let length = 0; length <= 300; length++) {
		let expected: number = frameFates.delivered;
		if (length < headerLength) expected = frameFates.tooShort;
		if (length > frameLengthLimit) expected = frameFates.tooLong;
		assert.equal(receiver().judge(frame, length), expected, `${length}`);
	}
});

test("every first byte: the six types of version 1 are known, no others", () => {
	const frame = fromHex(golden);
	for (let first = 0; first < 256; first++) {
		frame[0] = first;
		let expected: number = first >> 4 === 1 ? frameFates.unknownType : frameFates.unknownVersion;
		const { group, hello, neighbour, search } = frameTypes;
		for (const type of [group, hello, neighbour, search]) if (first === (0x10 | type)) expected = frameFates.delivered;
		// Not to everybody.
		if (first === 0x11 || first === 0x15) expected = frameFates.typeMismatch;
		assert.equal(receiver().judge(frame, headerLength), expected, `${first}`);
	}
});

const changed = (...changes: [number, number][]): number => {
	const frame = fromHex(golden);
	for (const [place, byte] of changes) frame[place] = byte;
	return receiver().judge(frame, headerLength);
};

test("each thing that can be wrong with a flood has its fate", () => {
	assert.equal(changed([2, 0xff]), frameFates.otherNetwork);
	assert.equal(changed([3, 0xf8]), frameFates.delivered, "the way's cost");
	assert.equal(changed([3, 0x09]), frameFates.reservedBits, "more hops than there are");
	assert.equal(changed([7, 0xfe]), frameFates.otherZone);
	assert.equal(changed([6, 0x05], [7, 0x05]), frameFates.delivered, "its zone");
	assert.equal(changed([5, 0x03]), frameFates.stranger);
	assert.equal(changed([9, 0x08]), frameFates.unknownBoot);
	assert.equal(
		changed([9, 0x08], [0, 0x12]),
		frameFates.delivered,
		"a hello is to be looked at whatever boot it names",
	);
	assert.equal(changed([4, 0x03], [5, 0x04]), frameFates.ownAddress);
});

test("each thing that can be wrong with a unicast frame has its fate", () => {
	const toUs: [number, number][] = [
		[0, 0x11],
		[6, 0x03],
		[7, 0x04],
	];
	assert.equal(changed(...toUs), frameFates.delivered);
	assert.equal(changed(...toUs, [3, 0x18]), frameFates.reservedBits);
	assert.equal(changed(...toUs, [3, 0x88]), frameFates.tooShort, "a relay's numbers are missing");
	assert.equal(changed([0, 0x11], [6, 0x01]), frameFates.expired, "for somebody else, and this was the last hop");
	assert.equal(changed([0, 0x11], [6, 0x01], [3, 2]), frameFates.delivered, "to be passed on");
	assert.equal(changed([0, 0x13], [6, 0x01]), frameFates.otherDestination, "neighbours' frames are not passed on");
	assert.equal(changed([0, 0x13], [3, 0x81]), frameFates.typeMismatch);
});

test("a relayed frame is the relay's to verify, and the author's to answer", () => {
	const read = receiver();
	const frame = fromHex("11cafe83 0999 0304 0001 000007  0102 0007 000102 05");
	assert.equal(read.judge(frame, frame.length), frameFates.delivered);
	const { origin, place, boot, sequence, author, authorBoot, authorSequence, cost, hops, offset } = read;
	assert.deepEqual(
		{ origin, place, boot, sequence, author, authorBoot, authorSequence, cost, hops, offset },
		{
			origin: 0x0102,
			place: 1,
			boot: 7,
			sequence: 0x102,
			author: 0x0999,
			authorBoot: 1,
			authorSequence: 7,
			cost: 5,
			hops: 3,
			offset: 21,
		},
	);
	read.accept();
	frame[19] = 3;
	assert.equal(read.judge(frame, frame.length), frameFates.duplicate, "the same message by another hop of the relay's");
});

test("a refused frame leaves the fields as they were", () => {
	const read = receiver();
	read.judge(fromHex(golden), headerLength);
	const wrong = fromHex(golden);
	wrong[2] = 9;
	wrong[12] = 99;
	read.judge(wrong, headerLength);
	assert.equal(read.origin, 0x0102);
	assert.equal(read.sequence, 0x203);
});
