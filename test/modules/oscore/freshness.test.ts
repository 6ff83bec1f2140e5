import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeRadio } from "../../support/fake-radio";
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
