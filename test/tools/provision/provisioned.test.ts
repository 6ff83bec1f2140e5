import assert from "node:assert/strict";
import { test } from "node:test";
import { roles } from "kith/core/secrets";
import { settingIds } from "kith/secrets/layout";
import { SecretsImage } from "kith/secrets/secrets-image";
import { importInstallation } from "../../../tools/installation/import-installation";
import { provision } from "../../../tools/provision/provision";
import { operatorMaterial, readProvisioned, secretsImage } from "../../../tools/provision/provisioned";
import { MemoryPartition } from "../../support/memory-partition";
import { editSecrets, rosterOf, secretsOf, unprovisioned } from "./folder";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

test("a board's image has the keys of its node and everybody's public ones; settings are the gateway's alone", async (context) => {
	const folder = unprovisioned(context);
	await provision(folder);
	editSecrets(folder, (secrets) => {
		secrets.wifi = { ssid: "attic", passphrase: "correct horse" };
		secrets.broker = { url: "mqtt://10.0.0.2:1883", user: "kith", password: "p" };
	});
	const { networkSecret, privateKeys } = secretsOf(folder);
	const installation = await importInstallation(folder);
	const provisioned = await readProvisioned(folder);
	const images = ["hall", "hub"].map((name) => {
		return new SecretsImage(new MemoryPartition(secretsImage(provisioned, installation, name)));
	});
	const bytes = new Uint8Array(65);
	for (const [index, image] of images.entries()) {
		assert.equal(image.fault, undefined);
		assert.equal(image.address, index + 1);
		image.readNetworkSecret(bytes);
		assert.equal(hex(bytes.subarray(0, 32)), networkSecret);
		image.readPrivateKey(bytes);
		assert.equal(hex(bytes.subarray(0, 32)), privateKeys[["hall", "hub"][index] as string]);
		for (const { address, publicKey, role } of Object.values(rosterOf(folder))) {
			assert.equal(image.readPublicKey(address, bytes), true);
			assert.equal(hex(bytes), publicKey);
			assert.equal(image.role(address), role === "operator" ? roles.operator : roles.node);
		}
	}
	const settings = images.map((image) => Object.values(settingIds).map((id) => image.readSetting(id)));
	assert.deepEqual(settings, [
		[undefined, undefined, undefined, undefined, undefined],
		["attic", "correct horse", "mqtt://10.0.0.2:1883", "kith", "p"],
	]);
});

test("an operator's material is its own key, the network secret and the roster", async (context) => {
	const folder = unprovisioned(context);
	await provision(folder);
	const material = operatorMaterial(await readProvisioned(folder), "operator");
	const { networkSecret, privateKeys } = secretsOf(folder);
	assert.equal(material.address, 3);
	assert.equal(hex(material.networkSecret), networkSecret);
	assert.equal(hex(material.privateKey), privateKeys.operator);
	assert.deepEqual([...material.roster.keys()], ["hall", "hub", "operator"]);
});

test("who has no keys is told how to make them", async (context) => {
	const folder = unprovisioned(context);
	await assert.rejects(readProvisioned(folder), /has no keys yet: run npx kith provision/);
	await provision(folder);
	const provisioned = await readProvisioned(folder);
	assert.throws(() => operatorMaterial(provisioned, "boss"), /"boss" has no keys yet: run npx kith provision/);
	const installation = await importInstallation(folder);
	assert.throws(() => secretsImage(provisioned, installation, "attic"), /"attic" has no keys yet/);
});
