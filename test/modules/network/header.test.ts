import assert from "node:assert/strict";
import { test } from "node:test";
import { DuplicateWindow } from "kith/network/duplicates";
import { frameFates } from "kith/network/frame-fates";
import { frameLengthLimit, frameTypes, headerLength, writeHeader } from "kith/network/header";
import { PeerPlaces } from "kith/network/peer-places";
import { ReceivedFrame } from "kith/network/received-frame";
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
	return new ReceivedFrame(0xcafe, 0x0304, window);
}

test("a header is written as its golden bytes and read back", () => {
	const frame = new Uint8Array(headerLength);
	const header = { networkTag: 0xcafe, hopLimit: 1, origin: 0x0102, destination: 0xffff, boot: 7, sequence: 0x203 };
	writeHeader(frame, header, frameTypes.group);
	assert.equal(toHex(frame), toHex(fromHex(golden)));
	const read = receiver();
	assert.equal(read.judge(frame, headerLength), frameFates.delivered);
	assert.ok(read.group);
	const { origin, destination, boot, sequence } = read;
	assert.deepEqual({ networkTag: 0xcafe, hopLimit: 1, origin, destination, boot, sequence }, header);
});

test("a unicast header has type 1", () => {
	const frame = new Uint8Array(headerLength);
	const header = { networkTag: 0xcafe, hopLimit: 0, origin: 0x0102, destination: 0x0304, boot: 0xffff };
	writeHeader(frame, { ...header, sequence: 0xffffff }, frameTypes.unicast);
	assert.equal(toHex(frame), "11cafe0001020304ffffffffff");
	const read = receiver(0xffff);
	assert.equal(read.judge(frame, headerLength), frameFates.delivered);
	assert.ok(!read.group);
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

test("every first byte: three are known, the other types of version 1 and all other versions are not", () => {
	const frame = fromHex(golden);
	for (let first = 0; first < 256; first++) {
		frame[0] = first;
		let expected: number = first >> 4 === 1 ? frameFates.unknownType : frameFates.unknownVersion;
		if (first === 0x10) expected = frameFates.delivered;
		if (first === 0x12) expected = frameFates.delivered;
		if (first === 0x11) expected = frameFates.typeMismatch;
		assert.equal(receiver().judge(frame, headerLength), expected, `${first}`);
	}
});

test("each thing that can be wrong with a header has its fate", () => {
	const changed = (place: number, byte: number, also?: [number, number]): number => {
		const frame = fromHex(golden);
		frame[place] = byte;
		if (also !== undefined) frame[also[0]] = also[1];
		return receiver().judge(frame, headerLength);
	};
	assert.equal(changed(2, 0xff), frameFates.otherNetwork);
	assert.equal(changed(3, 0x11), frameFates.reservedBits);
	assert.equal(changed(3, 0x0f), frameFates.delivered);
	assert.equal(changed(7, 0xfe), frameFates.typeMismatch);
	assert.equal(changed(0, 0x11, [7, 0xfe]), frameFates.otherDestination);
	assert.equal(changed(5, 0x03), frameFates.stranger);
	assert.equal(changed(9, 0x08), frameFates.unknownBoot);
	assert.equal(changed(9, 0x08, [0, 0x12]), frameFates.delivered, "a hello is to be looked at whatever boot it names");
	assert.equal(changed(4, 0x03, [5, 0x04]), frameFates.ownAddress);
});

test("a refused frame leaves the fields as they were", () => {
	const read = receiver();
	read.judge(fromHex(golden), headerLength);
	const stranger = fromHex(golden);
	stranger[5] = 9;
	stranger[12] = 99;
	read.judge(stranger, headerLength);
	assert.equal(read.origin, 0x0102);
	assert.equal(read.sequence, 0x203);
});
