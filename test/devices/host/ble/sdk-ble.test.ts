import assert from "node:assert/strict";
import { test } from "node:test";
import { Scheduler } from "kith/core/scheduler";
import { acknowledgementLimitMs, SdkBleTransport, sdkChunkLimit } from "kith/devices/host/ble/sdk-ble-transport";
import { BleLink } from "kith/link/ble-link";
import { chunkMinimum } from "kith/link/ble-transport";
import { broadcastAddress, type LinkListener } from "kith/link/link";
import { testLinkContract } from "../../../modules/link/link-contract";
import { FakeClock } from "../../../support/fake-clock";
import { FakeSdkAir, type FakeSdkBoard } from "../../../support/fake-sdk-bluetooth";
import { ManualTimers } from "../../../support/manual-timers";

const networkTag = 0xcafe;
const stepMs = 20;

class Board implements LinkListener {
	readonly clock = new FakeClock();
	readonly timers = new ManualTimers();
	readonly bluetooth: FakeSdkBoard;
	readonly transport: SdkBleTransport;
	readonly link: BleLink;
	readonly heard: string[] = [];
	readonly sent: boolean[] = [];

	constructor(air: FakeSdkAir, address: number, tag = networkTag) {
		this.bluetooth = air.board();
		this.transport = new SdkBleTransport({
			bluetooth: this.bluetooth,
			timers: this.timers,
			networkTag: tag,
			address,
		});
		const { transport } = this;
		this.link = new BleLink({ transport, scheduler: new Scheduler(this.clock), address, networkTag: tag });
		this.link.listener = this;
	}

	onReceive(frame: Uint8Array, length: number, _rssi: number, from: number): void {
		this.heard.push(`${from}:${frame.slice(0, length).join()}`);
	}

	onSent(delivered: boolean): void {
		this.sent.push(delivered);
	}
}

function run(air: FakeSdkAir, boards: readonly Board[], ms: number): void {
	for (let passed = 0; passed < ms; passed += stepMs) {
		air.beat();
		for (const { clock, timers } of boards) {
			clock.advance(stepMs);
			timers.pass(stepMs);
		}
	}
}

function stand(count: number): { air: FakeSdkAir; boards: Board[] } {
	const air = new FakeSdkAir();
	const boards: Board[] = [];
	for (let address = 1; address <= count; address++) boards.push(new Board(air, address));
	run(air, boards, 2000);
	return { air, boards };
}

testLinkContract("BLE over the SDK's modules", () => {
	const { air, boards } = stand(2);
	const [first, second] = boards as [Board, Board];
	return {
		first: first.link,
		second: second.link,
		firstAddress: 1,
		secondAddress: 2,
		absentAddress: 3,
		settle: () => run(air, boards, 10_000),
		close: () => {},
	};
});

test("boards that hear each other stand connected, one as central and one as peripheral", () => {
	const { air, boards } = stand(2);
	assert.equal(air.wires.length, 1);
	assert.equal(air.wires[0]?.client.board, boards[0]?.bluetooth, "the lower address connects");
	assert.equal(boards[1]?.bluetooth.server?.connectable, false, "the server's one connection is taken");
	assert.ok(boards[1]?.bluetooth.server?.advertising, "it still says what is new");
});

test("six boards form one network, though the SDK lets each be the peripheral of one other only", () => {
	const { air, boards } = stand(6);
	run(air, boards, 20_000);
	const reached = new Set([boards[0]?.bluetooth]);
	for (let round = 0; round < boards.length; round++)
		for (const { client, server } of air.wires)
			if (reached.has(client.board) || reached.has(server.board)) reached.add(client.board).add(server.board);
	assert.equal(reached.size, 6);
	for (const { bluetooth } of boards) {
		assert.ok(air.wires.filter(({ server }) => server.board === bluetooth).length <= 1);
		assert.equal(bluetooth.client?.scanning, true, "nobody hangs on a board that takes no connection");
	}
});

test("a packet lost for want of a buffer ends the connection, and the frame comes through another or is given up", () => {
	const { air, boards } = stand(2);
	const [first, second] = boards as [Board, Board];
	const frame = new Uint8Array(200).map((_, index) => index);
	let packets = 0;
	air.loses = () => ++packets >= 5 && packets < 9;
	assert.equal(first.link.send(2, frame, 200), undefined);
	run(air, boards, 20_000);
	const broken = first.transport.counters.broken + second.transport.counters.broken;
	assert.ok(broken >= 1, `${broken}`);
	assert.equal(first.sent.length, 1);
	assert.ok(second.heard.length <= 1);
	for (const heard of second.heard) assert.equal(heard, `1:${frame.join()}`);
	air.loses = () => false;
	first.link.send(2, frame, 200);
	run(air, boards, 20_000);
	assert.equal(first.sent[1], true, "the boards find each other again");
	assert.equal(second.heard.at(-1), `1:${frame.join()}`);
});

test("who acknowledges nothing is left", () => {
	const { air, boards } = stand(2);
	const [first] = boards as [Board];
	air.loses = () => true;
	first.link.send(broadcastAddress, Uint8Array.of(1), 1);
	run(air, boards, acknowledgementLimitMs + 200);
	assert.equal(first.transport.counters.broken, 1);
});

test("a peer that never answers is given up, and others are heard again", () => {
	const { air, boards } = stand(2);
	const [first, second] = boards as [Board, Board];
	first.link.send(99, Uint8Array.of(1), 1);
	run(air, boards, 12_000);
	assert.ok(first.bluetooth.cancels >= 1);
	assert.deepEqual(first.sent, [false]);
	assert.equal(first.bluetooth.client?.scanning, true);
	first.link.send(2, Uint8Array.of(5), 1);
	run(air, boards, 6000);
	assert.deepEqual(second.heard, ["1:5"]);
});

test("strangers, other networks, and boards without the service are no neighbours", () => {
	const air = new FakeSdkAir();
	const boards = [new Board(air, 1), new Board(air, 2, 0xbeef)];
	run(air, boards, 5000);
	assert.equal(air.wires.length, 0);
	air.strangers = true;
	boards.push(new Board(air, 3));
	run(air, boards, 20_000);
	assert.equal(boards[0]?.link.counters.sent, 0);
	air.strangers = false;
	boards[0]?.link.send(3, Uint8Array.of(8), 1);
	run(air, boards, 20_000);
	assert.deepEqual(boards[2]?.heard, ["1:8"]);
});

test("packets of any length from a peer do no harm", () => {
	const { air, boards } = stand(2);
	const [first, second] = boards as [Board, Board];
	for (const head of [0, 1, 0x7f, 0x80, 0xff]) {
		for (let length = 0; length <= 64; length++) {
			const packet = new Uint8Array(length).fill(head);
			air.wires[0]?.characteristic.writeWithoutResponse(packet.buffer);
			run(air, boards, stepMs);
		}
	}
	run(air, boards, 20_000);
	first.link.send(2, Uint8Array.of(3, 2, 1), 3);
	run(air, boards, 20_000);
	assert.equal(second.heard.at(-1), "1:3,2,1");
	assert.ok(second.heard.length <= 2);
});

test("a board's chunks are as long as the port promises at least", () => {
	assert.ok(sdkChunkLimit >= chunkMinimum, `${sdkChunkLimit}`);
});
