import assert from "node:assert/strict";
import { test } from "node:test";
import { coapPort, datagramLimit, UdpDatagrams } from "kith/devices/host/udp/udp-datagrams";
import { peerNumberLimit } from "kith/link/datagrams";
import { FakeUdp } from "../../support/fake-udp";

function open() {
	FakeUdp.reset();
	const datagrams = new UdpDatagrams(FakeUdp.type);
	const heard: [peer: number, multicast: boolean, ...bytes: number[]][] = [];
	datagrams.listener = {
		onDatagram: (peer, multicast, buffer, length) => {
			heard.push([peer, multicast, ...buffer.subarray(0, length)]);
		},
	};
	return { datagrams, heard, socket: FakeUdp.sockets.get(coapPort) as FakeUdp };
}

test("who sent can be answered, under the same number each time", () => {
	const { datagrams, heard, socket } = open();
	const client = new FakeUdp({ port: 40_000, onReadable: () => {} });
	client.write(Uint8Array.of(1, 2), "127.0.0.1", coapPort);
	client.write(Uint8Array.of(3), "127.0.0.1", coapPort);
	socket.deliver();
	const peer = heard[0]?.[0] as number;
	assert.deepEqual(heard, [
		[peer, false, 1, 2],
		[peer, false, 3],
	]);
	assert.equal(datagrams.peerAt("127.0.0.1", 40_000), peer);
	assert.ok(datagrams.send(peer, Uint8Array.of(9, 8, 7), 2));
	assert.deepEqual([...new Uint8Array(client.read() as ArrayBuffer)], [9, 8]);
});

test("a datagram that is too long comes cut, and too many at once are dropped and counted", () => {
	const { datagrams, heard, socket } = open();
	socket.take(new Uint8Array(datagramLimit + 100).fill(7), 40_000);
	socket.deliver();
	assert.equal(heard[0]?.length, 2 + datagramLimit);
	for (let index = 0; index < 12; index++) socket.take(Uint8Array.of(index), 40_000);
	socket.deliver();
	assert.equal(heard.length, 1 + 8);
	assert.equal(datagrams.counters.dropped, 4);
});

test("what cannot be sent is said: no network, or a peer that was forgotten", () => {
	const { datagrams } = open();
	const first = datagrams.peerAt("10.0.0.1", 5683);
	for (let port = 1; port <= peerNumberLimit; port++) datagrams.peerAt("10.0.0.2", port);
	assert.ok(!datagrams.send(first, Uint8Array.of(1), 1));
	FakeUdp.refuses = true;
	assert.ok(!datagrams.send(datagrams.peerAt("10.0.0.2", 1), Uint8Array.of(1), 1));
	assert.equal(datagrams.counters.unsent, 2);
});
