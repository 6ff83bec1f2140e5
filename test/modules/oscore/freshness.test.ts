import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeRadio } from "../../support/fake-radio";
import { FixedRandom } from "../../support/fixed-random";
import { SecureStand } from "../../support/secure-stand";

/** Switches on a node for each address, all at once. */
function powerOn(radio: FakeRadio, addresses: readonly number[], seed: number): SecureStand[] {
	return addresses.map(
		(address) =>
			new SecureStand(radio, {
				address,
				peers: addresses.filter((other) => other !== address),
				members: addresses,
				boot: seed,
				seed,
			}),
	);
}

test("nodes that are switched on together believe each other within seconds, and say little more", () => {
	const radio = new FakeRadio();
	const nodes = powerOn(radio, [1, 2, 3], 1);
	radio.run(10_000);
	for (const node of nodes) {
		assert.equal(node.believes.length, 2);
		assert.equal(node.freshness.settled, true);
	}
	const frames = radio.frames.length;
	// A hello of each, that answers those before it, and one answer more to the last of them: each twice on the air.
	assert.ok(frames <= 10, `${frames}`);
	radio.run(120_000);
	assert.equal(radio.frames.length, frames);
	const [first, second] = nodes as [SecureStand, SecureStand];
	first.say(7);
	radio.run(100);
	assert.deepEqual(second.take(1), [7]);
});

/** Lets a node hear what was on the air. */
function replay(node: SecureStand, frames: readonly Uint8Array[]): void {
	for (const frame of frames) node.link.hear(frame);
}

function framesOf(radio: FakeRadio, from: number): Uint8Array[] {
	return radio.frames.filter((frame) => frame.from === from).map(({ bytes }) => bytes);
}

const all = [1, 2, 3];
const others = (address: number): number[] => all.filter((other) => other !== address);

test("no recording makes a rebooted receiver believe anybody, however much of it there is", () => {
	const radio = new FakeRadio();
	const [one, two] = powerOn(radio, all, 1) as [SecureStand, SecureStand];
	radio.run(12_000);
	one.say(7);
	radio.run(1000);
	const recorded = radio.frames.map(({ bytes }) => bytes);
	two.off(radio);
	const silent = new FakeRadio();
	const rebooted = new SecureStand(silent, { address: 2, peers: others(2), boot: 2, seed: 50 });
	for (let second = 0; second < 30; second++) {
		replay(rebooted, recorded);
		silent.run(1000);
	}
	assert.deepEqual(rebooted.believes, []);
	assert.deepEqual(rebooted.heard, []);
	assert.ok(rebooted.freshness.counters.get("unproven") > 0);
	// It asks, but ever more rarely.
	assert.ok(silent.frames.length <= 2 * 5, `${silent.frames.length} frames`);
});

test("a node with a lower boot number is believed, and recordings with a higher one cannot take its place", () => {
	const radio = new FakeRadio();
	const [one, two] = powerOn(radio, all, 9) as [SecureStand, SecureStand];
	radio.run(12_000);
	one.say(1);
	radio.run(100);
	one.off(radio);
	const recorded = framesOf(radio, 1);
	const restored = new SecureStand(radio, { address: 1, peers: others(1), boot: 2, seed: 77 });
	radio.run(12_000);
	two.heard.length = 0;
	for (let round = 0; round < 5; round++) {
		replay(two, recorded);
		radio.run(3000);
	}
	restored.say(3);
	radio.run(100);
	assert.deepEqual(two.take(1), [3]);
	assert.equal(two.network.boot(two.places.find(1)), 2);
});

test("a board with the very boot number of before is told from its recordings by its chance", () => {
	const radio = new FakeRadio();
	const [one, two] = powerOn(radio, all, 4) as [SecureStand, SecureStand];
	radio.run(12_000);
	one.off(radio);
	const recorded = framesOf(radio, 1);
	const again = new SecureStand(radio, { address: 1, peers: others(1), boot: 4, seed: 78 });
	radio.run(12_000);
	two.heard.length = 0;
	replay(two, recorded);
	again.say(8);
	radio.run(100);
	assert.deepEqual(two.take(1), [8]);
});

test("a node that goes on under another boot is believed again within a few seconds", () => {
	const radio = new FakeRadio();
	const [one, two, three] = powerOn(radio, all, 1) as [SecureStand, SecureStand, SecureStand];
	radio.run(12_000);
	one.groups.begin(2, new FixedRandom(5));
	one.network.renew(2);
	one.freshness.announce();
	radio.run(3000);
	one.say(6);
	radio.run(100);
	assert.deepEqual(two.take(1), [6]);
	assert.deepEqual(three.take(1), [6]);
	assert.deepEqual(one.crypto.reused, []);
});

test("hellos of another network, damaged ones, and every length of them change nothing", () => {
	const radio = new FakeRadio();
	const nodes = powerOn(radio, all, 1);
	radio.run(12_000);
	const [hello] = framesOf(radio, 1).filter((frame) => frame[0] === 0x12) as [Uint8Array];
	const victim = new SecureStand(new FakeRadio(), { address: 2, peers: others(2), boot: 3, seed: 31 });
	for (let length = 0; length <= hello.length; length++) victim.link.hear(hello.slice(0, length));
	for (let bit = 0; bit < 8 * hello.length; bit++) {
		const damaged = hello.slice();
		damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7));
		victim.link.hear(damaged);
	}
	assert.deepEqual(victim.believes, []);
	assert.ok(nodes.length === 3);
});
