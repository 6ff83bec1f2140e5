import assert from "node:assert/strict";
import { test } from "node:test";
import { Scheduler } from "kith/core/scheduler";
import { beaconLength, writeBeacon } from "kith/link/ble-beacon";
import { BleLink } from "kith/link/ble-link";
import { broadcastAddress, type LinkListener } from "kith/link/link";
import { FakeBle, type FakeBleTransport } from "../../support/fake-ble";
import { testLinkContract } from "./link-contract";

const networkTag = 0x6b62;

class Board implements LinkListener {
	readonly transport: FakeBleTransport;
	readonly link: BleLink;
	readonly frames: { readonly bytes: string; readonly from: number; readonly rssi: number }[] = [];
	readonly sent: boolean[] = [];

	constructor(air: FakeBle, address: number, tag = networkTag) {
		this.transport = air.transport(address);
		this.link = new BleLink({
			transport: this.transport,
			scheduler: new Scheduler(this.transport.clock),
			address,
			networkTag: tag,
		});
		this.link.listener = this;
	}

	onReceive(frame: Uint8Array, length: number, rssi: number, from: number): void {
		this.frames.push({ bytes: frame.slice(0, length).join(), from, rssi });
	}

	onSent(delivered: boolean): void {
		this.sent.push(delivered);
	}

	/** Texts of the frames heard. */
	get heard(): string {
		return this.frames.map(({ bytes }) => bytes).join(" ");
	}
}

function crowd(air: FakeBle, count: number): Board[] {
	const boards: Board[] = [];
	for (let address = 1; address <= count; address++) boards.push(new Board(air, address));
	return boards;
}

for (const limit of [20, 244]) {
	testLinkContract(`BLE, chunks of ${limit}`, () => {
		const air = new FakeBle();
		air.limit = limit;
		const [first, second] = crowd(air, 2) as [Board, Board];
		air.run(1500);
		return {
			first: first.link,
			second: second.link,
			firstAddress: 1,
			secondAddress: 2,
			absentAddress: 3,
			settle: () => air.run(1500),
			close: () => {
				first.link.close();
				second.link.close();
			},
		};
	});
}

test("250 bytes cross in 14 chunks of 20, or in two of 244", () => {
	for (const [limit, chunks] of [
		[20, 14],
		[244, 2],
	] as const) {
		const air = new FakeBle();
		air.limit = limit;
		const [first, second] = crowd(air, 2) as [Board, Board];
		air.run(1000);
		const before = air.chunks;
		const frame = new Uint8Array(250);
		for (let index = 0; index < 250; index++) frame[index] = index;
		first.link.send(2, frame, 250);
		air.run(500);
		assert.equal(air.chunks - before, chunks);
		assert.equal(second.heard, frame.join());
		assert.equal(second.frames[0]?.rssi, -60);
	}
});

test("six boards reach each other one after the other over at most three connections each", () => {
	const air = new FakeBle();
	const boards = crowd(air, 6);
	air.run(3000);
	let most = 0;
	const [first] = boards as [Board];
	for (let round = 0; round < 2; round++) {
		for (let destination = 2; destination <= 6; destination++) {
			assert.equal(first.link.send(destination, Uint8Array.of(destination, round), 2), undefined);
			for (let wait = 0; wait < 80 && first.sent.length < 5 * round + destination - 1; wait++) {
				air.run(100);
				for (const { transport } of boards) most = Math.max(most, transport.connections);
			}
		}
	}
	assert.equal(first.sent.join(), new Array(10).fill(true).join());
	for (const { transport, heard } of boards.slice(1))
		assert.equal(heard, `${transport.address},0 ${transport.address},1`);
	assert.ok(most <= 3, `${most} connections`);
	assert.ok(first.link.counters.rotations > 0);
});

test("a broadcast reaches all of seven neighbours, most of whom fetch it, within ten seconds", () => {
	const air = new FakeBle();
	const boards = crowd(air, 8);
	air.run(3000);
	const [first] = boards as [Board];
	first.link.send(broadcastAddress, Uint8Array.of(7, 7), 2);
	air.run(10_000);
	assert.equal(first.sent.join(), "true");
	for (const { heard } of boards.slice(1)) assert.equal(heard, "7,7");
	for (const { frames } of boards.slice(1)) assert.equal(frames[0]?.from, 1);
});

test("several broadcasts in a row are fetched in their order", () => {
	const air = new FakeBle();
	const boards = crowd(air, 2) as [Board, Board];
	const [first, second] = boards;
	// Not connected, for they do not hear each other yet.
	air.hears = () => false;
	air.run(1000);
	for (let serial = 1; serial <= 6; serial++) {
		first.link.send(broadcastAddress, Uint8Array.of(serial), 1);
		air.run(10);
	}
	air.hears = () => true;
	air.run(3000);
	assert.equal(second.heard, "3 4 5 6", "four are held");
});

test("a connection that breaks in the middle of a frame is made again, and the frame arrives once", () => {
	const air = new FakeBle();
	air.limit = 20;
	const [first, second] = crowd(air, 2) as [Board, Board];
	air.run(1000);
	first.link.send(2, new Uint8Array(250).fill(5), 250);
	air.run(60);
	air.cut(first.transport, 0);
	air.run(3000);
	assert.equal(first.sent.join(), "true");
	assert.equal(second.heard, new Uint8Array(250).fill(5).join());
});

test("a frame for a neighbour that went away is given up, and the link goes on", () => {
	const air = new FakeBle();
	const [first, second, third] = crowd(air, 3) as [Board, Board, Board];
	air.run(1000);
	air.remove(second.transport);
	air.run(10);
	first.link.send(2, Uint8Array.of(1), 1);
	assert.equal(first.link.send(3, Uint8Array.of(2), 1), "busy");
	air.run(9000);
	assert.equal(first.sent.join(), "false");
	assert.equal(first.link.counters.timeouts, 1);
	first.link.send(3, Uint8Array.of(3), 1);
	air.run(2000);
	assert.equal(first.sent.join(), "false,true");
	assert.equal(third.heard, "3");
});

test("a board that booted again is heard from its first broadcast on", () => {
	const air = new FakeBle();
	const [first, second] = crowd(air, 2) as [Board, Board];
	air.run(1000);
	for (let serial = 1; serial <= 5; serial++) {
		first.link.send(broadcastAddress, Uint8Array.of(serial), 1);
		air.run(200);
	}
	air.remove(first.transport);
	air.hears = () => false;
	const again = new Board(air, 1);
	air.run(100);
	again.link.send(broadcastAddress, Uint8Array.of(99), 1);
	air.hears = () => true;
	air.run(3000);
	assert.equal(second.heard, "1 2 3 4 5 99");
});

test("boards of another network are not connected to, and strangers who connect are dismissed", () => {
	const air = new FakeBle();
	const [own, other] = [new Board(air, 1), new Board(air, 2, 0x1234)];
	air.run(5000);
	assert.equal(own.transport.connections + other.transport.connections, 0);
	const phone = air.transport(0x300);
	assert.ok(air.join(phone, own.transport));
	air.run(10);
	assert.equal(own.transport.connections, 1);
	air.run(4500);
	assert.equal(own.transport.connections, 0);
	assert.ok(own.link.counters.strangers > 0);
});

test("beacons and chunks of any bytes neither throw nor block", () => {
	const air = new FakeBle();
	const [first, second] = crowd(air, 2) as [Board, Board];
	air.run(1000);
	let seed = 1;
	const draw = (): number => {
		seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
		return (seed >> 8) & 0xff;
	};
	const bytes = new Uint8Array(24);
	for (let round = 0; round < 3000; round++) {
		const length = draw() % 25;
		for (let index = 0; index < length; index++) bytes[index] = draw();
		if (round % 3 === 0) bytes[0] = 0x10;
		second.link.onBeacon(draw() | (draw() << 8), -50, bytes, length);
		second.link.onChunk(draw() % 3, bytes, length);
		if (round % 100 === 0) air.run(10);
	}
	assert.ok(second.link.counters.brokenChunks > 100);
	air.run(20_000);
	first.link.send(2, Uint8Array.of(42), 1);
	air.run(8000);
	assert.equal(first.sent.at(-1), true);
	assert.equal(second.frames.at(-1)?.bytes, "42");
});

test("a beacon takes 7 bytes, and says room, news and whom it wants", () => {
	const bytes = new Uint8Array(beaconLength);
	writeBeacon(bytes, { networkTag: 0x6b62, room: true, serial: 9, wanted: 0x0102 });
	assert.equal(bytes.join(), "16,107,98,1,9,1,2");
});

test("a closed link says so and leaves its connections", () => {
	const air = new FakeBle();
	const [first, second] = crowd(air, 2) as [Board, Board];
	air.run(1000);
	assert.equal(second.transport.connections, 1);
	first.link.close();
	first.link.close();
	assert.equal(first.link.send(2, Uint8Array.of(1), 1), "down");
	air.run(100);
	assert.equal(second.transport.connections, 0);
});
