import assert from "node:assert/strict";
import { test } from "node:test";
import { frameFates } from "kith/network/frame-fates";
import { FrameHeader, frameLengthLimit, headerLength } from "kith/network/header";
import { fromHex, toHex } from "../../support/hex";

const golden = `10        # version 1, type 0: group
	cafe      # network tag
	01        # hop limit 1
	0102      # origin
	ffff      # destination: everybody
	0007      # boot
	000203    # sequence`;

test("a header is written as its golden bytes and read back", () => {
	const header = new FrameHeader();
	header.networkTag = 0xcafe;
	header.hopLimit = 1;
	header.origin = 0x0102;
	header.destination = 0xffff;
	header.boot = 7;
	header.sequence = 0x203;
	const frame = new Uint8Array(headerLength);
	header.write(frame);
	assert.equal(toHex(frame), toHex(fromHex(golden)));
	const read = new FrameHeader();
	assert.equal(read.parse(frame, headerLength), frameFates.delivered);
	assert.ok(read.group);
	assert.equal(
		[read.networkTag, read.hopLimit, read.origin, read.destination, read.boot, read.sequence].join(),
		[0xcafe, 1, 0x0102, 0xffff, 7, 0x203].join(),
	);
});

test("a unicast header has type 1", () => {
	const header = new FrameHeader();
	header.destination = 0x1234;
	header.boot = 0xffff;
	header.sequence = 0xffffff;
	const frame = new Uint8Array(headerLength);
	header.write(frame);
	assert.equal(toHex(frame), "1100000000001234ffffffffff");
	assert.equal(header.parse(frame, headerLength), frameFates.delivered);
	assert.ok(!header.group);
	assert.equal(header.sequence, 0xffffff);
});

test("every length from 0 to beyond the limit is judged", () => {
	const frame = new Uint8Array(300);
	frame.set(fromHex(golden));
	const header = new FrameHeader();
	for (let length = 0; length <= 300; length++) {
		let expected: number = frameFates.delivered;
		if (length < headerLength) expected = frameFates.tooShort;
		if (length > frameLengthLimit) expected = frameFates.tooLong;
		assert.equal(header.parse(frame, length), expected, `${length}`);
	}
});

test("every first byte: two are known, the other types of version 1 and all other versions are not", () => {
	const frame = fromHex(golden);
	const header = new FrameHeader();
	for (let first = 0; first < 256; first++) {
		frame[0] = first;
		let expected: number = first >> 4 === 1 ? frameFates.unknownType : frameFates.unknownVersion;
		if (first === 0x10) expected = frameFates.delivered;
		if (first === 0x11) expected = frameFates.typeMismatch;
		assert.equal(header.parse(frame, headerLength), expected, `${first}`);
	}
});

test("reserved bits and a destination that does not fit the type are refused", () => {
	const frame = fromHex(golden);
	const header = new FrameHeader();
	frame[3] = 0x11;
	assert.equal(header.parse(frame, headerLength), frameFates.reservedBits);
	frame[3] = 1;
	frame[7] = 0xfe;
	assert.equal(header.parse(frame, headerLength), frameFates.typeMismatch);
	frame[0] = 0x11;
	assert.equal(header.parse(frame, headerLength), frameFates.delivered);
});
