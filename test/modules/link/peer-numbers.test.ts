import assert from "node:assert/strict";
import { test } from "node:test";
import { firstPeerNumber, PeerNumbers } from "kith/link/datagrams";

test("an address and port keep their number, another port has another", () => {
	const peers = new PeerNumbers();
	const first = peers.numberOf("192.0.2.7", 40000);
	assert.equal(first, firstPeerNumber);
	assert.notEqual(peers.numberOf("192.0.2.7", 40001), first);
	assert.equal(peers.numberOf("192.0.2.7", 40000), first);
	assert.deepEqual(peers.addressOf(first), { address: "192.0.2.7", port: 40000 });
	assert.deepEqual(peers.addressOf(peers.numberOf("::1", 5683)), { address: "::1", port: 5683 });
	assert.equal(peers.addressOf(first + 1000), undefined);
});

test("the one that was not used for longest goes, and its number with it", () => {
	const peers = new PeerNumbers(2);
	const first = peers.numberOf("a", 1);
	const second = peers.numberOf("b", 1);
	peers.numberOf("a", 1);
	peers.numberOf("c", 1);
	assert.equal(peers.addressOf(second), undefined);
	assert.ok(peers.addressOf(first) !== undefined);
	assert.ok(peers.numberOf("b", 1) > second);
});
