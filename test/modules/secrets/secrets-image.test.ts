import assert from "node:assert/strict";
import { test } from "node:test";
import { roles } from "kith/core/secrets";
import { encodeSecrets, type Member } from "kith/secrets/encode";
import { rosterLimit, type SettingId, secretsPartitionLength, settingIds } from "kith/secrets/layout";
import { SecretsImage } from "kith/secrets/secrets-image";
import { toHex } from "../../support/hex";
import { contents, member, memberSecrets, pattern } from "../../support/member-secrets";
import { MemoryPartition } from "../../support/memory-partition";

function members(count: number): Member[] {
	const list: Member[] = [];
	for (let index = 0; index < count; index++) list.push(member(3 * index + 5));
	return list;
}

function open(image: Uint8Array): SecretsImage {
	return new SecretsImage(new MemoryPartition(image));
}

test("an image has its fields where layout.ts says", () => {
	const roster = [member(9, roles.operator), member(2)];
	const settings = new Map<SettingId, string>([
		[settingIds.brokerUrl, "mqtt://hub"],
		[settingIds.wifiName, "büro"],
	]);
	const image = encodeSecrets({ ...contents(2, roster), settings });
	const hex = toHex(image);
	const key = (address: number): string => toHex(member(address).publicKey).slice(2);
	const fields = [
		"4b534543" + "01" + "00" + "0002" + "00e9" + "0002",
		toHex(pattern(32, 1)),
		toHex(pattern(32, 102)),
		`000201${key(2)}`,
		`000902${key(9)}`,
		"0105" + "62c3bc726f",
		"030a" + "6d7174743a2f2f687562",
	].join("");
	assert.equal(hex.slice(0, -8), fields);
	assert.equal(image.length, 0xe9);
});

test("secrets, public keys and roles come back, strangers have none", () => {
	const roster = [member(300, roles.operator), ...members(64)];
	const secrets = memberSecrets(8, roster);
	assert.equal(secrets.fault, undefined);
	assert.equal(secrets.address, 8);
	const secret = new Uint8Array(32);
	assert.equal(secrets.readNetworkSecret(secret), true);
	assert.equal(toHex(secret), toHex(pattern(32, 1)));
	assert.equal(secrets.readPrivateKey(secret), true);
	assert.equal(toHex(secret), toHex(pattern(32, 108)));
	const point = new Uint8Array(65);
	for (const { address, role, publicKey } of roster) {
		assert.equal(secrets.role(address), role);
		assert.equal(secrets.readPublicKey(address, point), true);
		assert.equal(toHex(point), toHex(publicKey));
	}
	for (const stranger of [0, 4, 6, 195, 299, 301, 0xffff]) {
		assert.equal(secrets.role(stranger), roles.none);
		assert.equal(secrets.readPublicKey(stranger, point), false);
	}
});

test("finding one of 64 members takes at most eight small reads", () => {
	const partition = new MemoryPartition(encodeSecrets(contents(5, members(64))));
	const secrets = new SecretsImage(partition);
	assert.ok(partition.longestRead <= 128, `${partition.longestRead} bytes at once`);
	partition.longestRead = 0;
	const point = new Uint8Array(65);
	for (const { address } of members(64)) {
		partition.reads = 0;
		secrets.readPublicKey(address, point);
		assert.ok(partition.reads <= 8, `${partition.reads} reads`);
	}
	assert.equal(partition.longestRead, 65);
});

test("settings come back as text, the ones that are missing as undefined", () => {
	const settings = new Map<SettingId, string>([
		[settingIds.wifiName, "Zum Löwen"],
		[settingIds.brokerUrl, "mqtts://broker.example:8883"],
		[settingIds.brokerPassword, "x".repeat(200)],
	]);
	const secrets = open(encodeSecrets({ ...contents(5, members(3)), settings }));
	assert.equal(secrets.readSetting(settingIds.wifiName), "Zum Löwen");
	assert.equal(secrets.readSetting(settingIds.wifiPassphrase), undefined);
	assert.equal(secrets.readSetting(settingIds.brokerUrl), "mqtts://broker.example:8883");
	assert.equal(secrets.readSetting(settingIds.brokerUser), undefined);
	assert.equal(secrets.readSetting(settingIds.brokerPassword), "x".repeat(200));
});

test("a faulty image says why and answers every question with none", () => {
	const image = encodeSecrets(contents(5, members(3)));
	const changed = (at: number, value: number): Uint8Array => {
		const copy = image.slice();
		copy[at] = value;
		return copy;
	};
	const faults: [string, Uint8Array][] = [
		["erased", new Uint8Array(0)],
		["not secrets", changed(0, 0)],
		["unknown version", changed(4, 2)],
		["wrong length", changed(8, 0xff)],
		["wrong length", changed(8, 0)],
		["wrong length", changed(10, 0xff)],
		["damaged", changed(50, 0)],
		["damaged", changed(image.length - 1, (image[image.length - 1] as number) ^ 1)],
	];
	for (const [fault, bytes] of faults) {
		const secrets = open(bytes);
		assert.equal(secrets.fault, fault);
		assert.equal(secrets.address, 0);
		assert.equal(secrets.readNetworkSecret(new Uint8Array(32)), false);
		assert.equal(secrets.readPrivateKey(new Uint8Array(32)), false);
		assert.equal(secrets.readPublicKey(5, new Uint8Array(65)), false);
		assert.equal(secrets.role(5), roles.none);
		assert.equal(secrets.readSetting(settingIds.wifiName), undefined);
	}
});

test("every flipped bit of an image is noticed", () => {
	const image = encodeSecrets(contents(5, members(1)));
	const partition = new MemoryPartition(image);
	for (let bit = 0; bit < 8 * image.length; bit++) {
		const at = bit >> 3;
		// The one reserved byte is covered as well.
		partition.bytes[at] = (image[at] as number) ^ (1 << (bit & 7));
		assert.notEqual(new SecretsImage(partition).fault, undefined, `bit ${bit}`);
		partition.bytes[at] = image[at] as number;
	}
	assert.equal(new SecretsImage(partition).fault, undefined);
});

test("an image cut at any byte is refused, also where the partition ends with it", () => {
	const image = encodeSecrets(contents(5, members(2)));
	for (let length = 0; length < image.length; length++) {
		assert.notEqual(open(image.slice(0, length)).fault, undefined, `${length} bytes`);
		assert.notEqual(new SecretsImage(new MemoryPartition(image.slice(0, length), length)).fault, undefined);
	}
	assert.equal(new SecretsImage(new MemoryPartition(image, image.length)).fault, undefined);
});

test("flash that fails later answers like one without secrets", () => {
	const partition = new MemoryPartition(encodeSecrets(contents(5, members(3))));
	const secrets = new SecretsImage(partition);
	partition.failsFrom = 0;
	assert.equal(secrets.fault, undefined);
	assert.equal(secrets.readNetworkSecret(new Uint8Array(32)), false);
	assert.equal(secrets.readPublicKey(5, new Uint8Array(65)), false);
	assert.equal(secrets.role(5), roles.none);
	assert.equal(new SecretsImage(partition).fault, "unreadable");
});

test("the largest roster fits its partition beside the longest settings, one more member is refused", () => {
	const settings = new Map<SettingId, string>();
	for (const id of Object.values(settingIds)) settings.set(id, "s".repeat(200));
	const image = encodeSecrets({ ...contents(5, members(rosterLimit)), settings });
	assert.ok(image.length <= secretsPartitionLength, `${image.length} bytes`);
	assert.equal(open(image).role(3 * (rosterLimit - 1) + 5), roles.node);
	assert.throws(() => encodeSecrets(contents(5, members(rosterLimit + 1))), /461 members/);
});

test("contents that make no image are refused", () => {
	const good = contents(5, members(2));
	assert.throws(() => encodeSecrets({ ...good, networkSecret: new Uint8Array(31) }), /network secret of 31 bytes/);
	assert.throws(() => encodeSecrets({ ...good, privateKey: new Uint8Array(33) }), /private key of 33 bytes/);
	assert.throws(() => encodeSecrets({ ...good, roster: [member(7), member(7)] }), /two members have the address 7/);
	const short = { ...member(7), publicKey: new Uint8Array(64) };
	assert.throws(() => encodeSecrets({ ...good, roster: [short] }), /public key of address 7 of 64 bytes/);
	const settings = new Map<SettingId, string>([[settingIds.brokerUrl, "u".repeat(201)]]);
	assert.throws(() => encodeSecrets({ ...good, settings }), /setting of 201 bytes/);
});
