import assert from "node:assert/strict";
import { createECDH } from "node:crypto";
import { test } from "node:test";
import { roles } from "kith/core/secrets";
import { SecretsImage } from "kith/secrets/secrets-image";
import { SeededKeys, type SeededMember } from "kith/simulator/provision/seeded-keys";
import { MemoryPartition } from "../../support/memory-partition";

const kitchen: SeededMember = { name: "kitchen", address: 1, role: roles.node };
const hall: SeededMember = { name: "hall", address: 2, role: roles.node };
const operator: SeededMember = { name: "operator", address: 3, role: roles.operator };

function keys(members = [kitchen, hall, operator], seed = 1, installation = "house"): SeededKeys {
	return new SeededKeys({ installation, seed, members });
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

test("the same installation and seed give the same keys, which golden bytes hold to for ever", () => {
	assert.equal(hex(keys().image(1)), hex(keys().image(1)));
	assert.equal(hex(keys().networkSecret), "645556287eb9afc76b87bcf201340a8c2cb441d08ccb7446e15e3652da126651");
	assert.equal(hex(keys().privateKey(1)), "bdc56a8d59ee6902eff762090738ef0b5439f12e8a2bc1b032fac5f6510fb632");
});

test("another seed or installation gives others", () => {
	const all = [keys(), keys(undefined, 2), keys(undefined, 1, "office")];
	assert.equal(new Set(all.map(({ networkSecret }) => hex(networkSecret))).size, 3);
	assert.equal(new Set(all.map((one) => hex(one.privateKey(1)))).size, 3);
});

test("a member more changes no other's keys", () => {
	const attic: SeededMember = { name: "attic", address: 4, role: roles.node };
	assert.equal(hex(keys([attic, kitchen]).privateKey(1)), hex(keys().privateKey(1)));
	assert.equal(hex(keys([attic, kitchen]).networkSecret), hex(keys().networkSecret));
});

test("a node and an operator of one name have keys of their own", () => {
	const node: SeededMember = { name: "operator", address: 4, role: roles.node };
	const both = keys([operator, node]);
	assert.notEqual(hex(both.privateKey(3)), hex(both.privateKey(4)));
});

test("all members see each other with the right role, and any two agree on one secret", () => {
	const seeded = keys();
	const members = [kitchen, hall, operator];
	for (const one of members) {
		const secrets = new SecretsImage(new MemoryPartition(seeded.image(one.address)));
		assert.equal(secrets.fault, undefined);
		assert.equal(secrets.address, one.address);
		for (const other of members) {
			assert.equal(secrets.role(other.address), other.role);
			const point = new Uint8Array(65);
			assert.equal(secrets.readPublicKey(other.address, point), true);
			const mine = createECDH("prime256v1");
			mine.setPrivateKey(seeded.privateKey(one.address));
			const theirs = createECDH("prime256v1");
			theirs.setPrivateKey(seeded.privateKey(other.address));
			assert.equal(hex(mine.computeSecret(point)), hex(theirs.computeSecret(mine.getPublicKey())));
		}
	}
});

test("a rotated member gets another key pair, which all images made afterwards show; nobody else's changes", () => {
	const seeded = keys();
	const before = { hall: hex(seeded.privateKey(2)), kitchen: hex(seeded.privateKey(1)), roster: seeded.roster() };
	seeded.rotate(2);
	assert.notEqual(hex(seeded.privateKey(2)), before.hall);
	assert.equal(hex(seeded.privateKey(1)), before.kitchen);
	const changed = seeded.roster().filter(({ publicKey }, index) => {
		return hex(publicKey) !== hex(before.roster[index]?.publicKey as Uint8Array);
	});
	assert.deepEqual(
		changed.map(({ address }) => address),
		[2],
	);
});

test("an address of nobody is refused", () => {
	assert.throws(() => keys().image(9), /no member has the address 9/);
	assert.throws(() => keys().rotate(9), /no member has the address 9/);
});
