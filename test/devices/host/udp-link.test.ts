import assert from "node:assert/strict";
import { test } from "node:test";
import { UdpLink, udpMtu } from "kith/devices/host/udp/udp-link";
import { broadcastAddress } from "kith/link/link";
import { FakeUdp } from "../../support/fake-udp";
import { ManualTimers } from "../../support/manual-timers";

class Listener {
	readonly heard: { bytes: number[]; from: number; rssi: number }[] = [];
	readonly sent: boolean[] = [];

	onReceive(frame: Uint8Array, length: number, rssi: number, from: number): void {
		this.heard.push({ bytes: [...frame.subarray(0, length)], rssi, from });
	}

	onSent(delivered: boolean): void {
		this.sent.push(delivered);
	}
}

function peers() {
	FakeUdp.reset();
	const timers = new ManualTimers();
	const all = [1, 2, 3].map((address) => ({ address, host: "127.0.0.1", port: 5700 + address }));
	return all.map(({ address, port }) => {
		const neighbours = all.filter((other) => other.address !== address);
		const link = new UdpLink({ Udp: FakeUdp.type, timers, port, neighbours });
		const listener = new Listener();
		link.listener = listener;
		return { link, listener, timers, socket: FakeUdp.sockets.get(port) as FakeUdp };
	});
}

type Peer = ReturnType<typeof peers>[number];

test("a broadcast reaches every neighbour, a unicast one, each with the sender's node address", () => {
	const [one, two, three] = peers() as [Peer, Peer, Peer];
	const frame = Uint8Array.of(1, 2, 3, 99);
	assert.equal(one.link.send(broadcastAddress, frame, 3), undefined);
	frame.fill(0);
	one.timers.pass(0);
	assert.equal(one.link.send(2, Uint8Array.of(7), 1), undefined);
	one.timers.pass(0);
	two.socket.deliver();
	three.socket.deliver();
	assert.deepEqual(
		two.listener.heard.map(({ bytes, from }) => [from, ...bytes]),
		[
			[1, 1, 2, 3],
			[1, 7],
		],
	);
	assert.deepEqual(
		three.listener.heard.map(({ bytes }) => bytes),
		[[1, 2, 3]],
	);
	assert.deepEqual(one.listener.sent, [true, true]);
	assert.ok((two.listener.heard[0]?.rssi ?? 1) <= 0);
});

test("one frame is in flight at a time, and its end is told from the event loop", () => {
	const [one] = peers() as [Peer];
	assert.equal(one.link.send(2, Uint8Array.of(1), 1), undefined);
	assert.equal(one.link.send(2, Uint8Array.of(1), 1), "busy");
	assert.deepEqual(one.listener.sent, []);
	one.timers.pass(0);
	assert.deepEqual(one.listener.sent, [true]);
	assert.equal(one.link.send(2, new Uint8Array(udpMtu + 1), udpMtu + 1), "too long");
});

test("a unicast to nobody or that the system refuses counts as lost", () => {
	const [one] = peers() as [Peer];
	one.link.send(44, Uint8Array.of(1), 1);
	one.timers.pass(0);
	FakeUdp.refuses = true;
	one.link.send(2, Uint8Array.of(1), 1);
	one.timers.pass(0);
	assert.deepEqual(one.listener.sent, [false, false]);
	assert.equal(one.link.counters.unsent, 1);
});

test("strangers' and oversize datagrams are counted and go no further", () => {
	const [one] = peers() as [Peer];
	one.socket.take(Uint8Array.of(1), 6000);
	one.socket.take(new Uint8Array(udpMtu + 1), 5702);
	one.socket.take(Uint8Array.of(5), 5702);
	one.socket.deliver();
	assert.deepEqual(
		one.listener.heard.map(({ bytes }) => bytes),
		[[5]],
	);
	assert.equal(one.link.counters.strange, 1);
	assert.equal(one.link.counters.tooLong, 1);
});
