/** Freshness among many nodes: with the slow reference cryptography too much for boards, so on Node alone. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeRadio } from "../../support/fake-radio";
import { SecureStand } from "../../support/secure-stand";

/** Switches on a node for each address, all at once. */
function powerOn(radio: FakeRadio, addresses: readonly number[], seed: number): SecureStand[] {
	return addresses.map((address) => {
		const peers = addresses.filter((other) => other !== address);
		return new SecureStand(radio, { address, peers, members: addresses, boot: seed, seed });
	});
}

test("a lone reboot is answered at once: a few hellos, one neighbour's word for all others", () => {
	const radio = new FakeRadio();
	const members = Array.from({ length: 12 }, (_, index) => index + 1);
	const nodes = powerOn(radio, members, 1);
	radio.run(12_000);
	nodes[0]?.off(radio);
	const before = radio.frames.length;
	const rebooted = new SecureStand(radio, { address: 1, peers: members.slice(1), members, boot: 2, seed: 99 });
	radio.run(5000);
	assert.equal(rebooted.believes.length, 11);
	assert.ok(rebooted.freshness.counters.get("vouchedFor") >= 9);
	assert.equal(rebooted.freshness.settled, true);
	assert.ok(radio.frames.length - before <= 2 * 6, `${radio.frames.length - before} frames`);
	rebooted.say(5);
	radio.run(100);
	for (const node of nodes.slice(1)) assert.deepEqual(node.take(1), [5]);
});

test("50 nodes switched on together all believe each other within 10 seconds, with two or three hellos each", () => {
	const radio = new FakeRadio();
	const members = Array.from({ length: 50 }, (_, index) => index + 1);
	const nodes = powerOn(radio, members, 3);
	radio.run(10_000);
	for (const node of nodes) assert.equal(node.believes.length, 49);
	assert.ok(radio.frames.length <= 2 * 120, `${radio.frames.length} frames`);
});

test("with 40 % of all receptions lost, ten nodes believe each other within a minute", () => {
	const radio = new FakeRadio();
	let state = 1;
	radio.fate = () => {
		state = (Math.imul(state, 1664525) + 1013904223) | 0;
		return state >>> 0 < 0.4 * 2 ** 32 ? "lost" : "delivered";
	};
	const members = Array.from({ length: 10 }, (_, index) => index + 1);
	const nodes = powerOn(radio, members, 1);
	for (let second = 0; second < 60; second++) {
		radio.run(1000);
		if (second % 10 === 9) for (const node of nodes) node.say(1);
	}
	for (const node of nodes) assert.equal(node.believes.length, 9);
});
