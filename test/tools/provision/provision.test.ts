import assert from "node:assert/strict";
import { createECDH } from "node:crypto";
import {
	chmodSync,
	existsSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { deriveSecret } from "kith/oscore/group-contexts";
import { NodeCrypto } from "kith/simulator/crypto/node-crypto";
import { readContextFile } from "../../../tools/coap/context-file";
import { InstallationError } from "../../../tools/installation/installation-error";
import { provision } from "../../../tools/provision/provision";
import { editSecrets, git, rosterOf, secretsOf, source, unprovisioned } from "./folder";

function refused(folder: string, sentence: RegExp, options?: Parameters<typeof provision>[1]): Promise<void> {
	return assert.rejects(provision(folder, options), (error) => {
		assert.ok(error instanceof InstallationError);
		assert.match(error.message, sentence);
		return true;
	});
}

test("a new installation gets numbers, keys, a roster that fits them, and a network secret", async (context) => {
	const folder = unprovisioned(context);
	assert.deepEqual(await provision(folder), {
		installation: "flat",
		identified: ["hall", "hall/bulb/on", "hub", "hub/bulb/on", "operator"],
		added: ["hall", "hub", "operator"],
		rotated: [],
		removed: [],
		networkSecret: "created",
		rosterChanged: true,
		members: 3,
		operatorFiles: ["operator.oscore.json"],
	});
	const secrets = secretsOf(folder);
	assert.match(secrets.networkSecret, /^[0-9a-f]{64}$/);
	const roster = rosterOf(folder);
	assert.deepEqual(
		Object.entries(roster).map(([name, { address, role }]) => [name, address, role]),
		[
			["hall", 1, "node"],
			["hub", 2, "node"],
			["operator", 3, "operator"],
		],
	);
	for (const [name, { publicKey }] of Object.entries(roster)) {
		const ecdh = createECDH("prime256v1");
		ecdh.setPrivateKey(secrets.privateKeys[name] as string, "hex");
		assert.equal(ecdh.getPublicKey("hex"), publicKey);
	}
	assert.equal(new Set(Object.values(secrets.privateKeys)).size, 3);
	assert.deepEqual(readdirSync(folder).sort(), [
		"identities.json",
		"installation.ts",
		"operator.oscore.json",
		"package.json",
		"roster.json",
		"secrets.json",
	]);
});

test("the secrets are their owner's alone, whatever the umask, and stay so when they are written again", async (context) => {
	const before = process.umask(0);
	context.after(() => process.umask(before));
	const folder = unprovisioned(context);
	const mode = (): number => statSync(join(folder, "secrets.json")).mode & 0o777;
	await provision(folder);
	assert.equal(mode(), 0o600);
	await provision(folder, { network: true });
	assert.equal(mode(), 0o600);
});

test("a second run changes nothing, down to the bytes", async (context) => {
	const folder = unprovisioned(context);
	await provision(folder);
	const files = ["secrets.json", "roster.json", "identities.json"].map((name) => join(folder, name));
	const state = (): string[] => files.map((file) => `${statSync(file).ino} ${readFileSync(file, "utf8")}`);
	const before = state();
	const result = await provision(folder);
	assert.deepEqual(state(), before);
	assert.deepEqual([result.added, result.networkSecret, result.rosterChanged], [[], "kept", false]);
});

test("a new node is added, and everybody else keeps their keys", async (context) => {
	const folder = unprovisioned(context);
	await provision(folder);
	editSecrets(folder, (secrets) => {
		secrets.wifi = { ssid: "attic", passphrase: "correct horse" };
		secrets.broker = { url: "mqtt://10.0.0.2:1883", user: "kith", password: "p" };
	});
	const before = secretsOf(folder);
	writeFileSync(join(folder, "installation.ts"), source("hall", "hub", "shed"));
	const again = await reloaded(folder);
	assert.deepEqual(again.added, ["shed"]);
	const { shed, ...others } = secretsOf(folder).privateKeys;
	assert.match(shed ?? "", /^[0-9a-f]{64}$/);
	assert.deepEqual({ ...secretsOf(folder), privateKeys: others }, before);
	assert.equal(rosterOf(folder).shed?.address, 4);
});

test("a node that is gone leaves the roster, and finds its keys again when it comes back", async (context) => {
	const folder = unprovisioned(context);
	await provision(folder);
	const before = rosterOf(folder);
	writeFileSync(join(folder, "installation.ts"), source("hall"));
	assert.deepEqual((await reloaded(folder)).removed, ["hub"]);
	assert.deepEqual(Object.keys(rosterOf(folder)), ["hall", "operator"]);
	writeFileSync(join(folder, "installation.ts"), source());
	assert.deepEqual((await reloaded(folder)).added, []);
	assert.deepEqual(rosterOf(folder), before);
});

test("--rotate gives a replaced board new keys under its old address, and changes nobody else", async (context) => {
	const folder = unprovisioned(context);
	await provision(folder);
	const [secrets, roster] = [secretsOf(folder), rosterOf(folder)];
	const result = await provision(folder, { rotate: ["hub"] });
	assert.deepEqual([result.added, result.rotated, result.networkSecret], [[], ["hub"], "kept"]);
	const after = rosterOf(folder);
	assert.notEqual(after.hub?.publicKey, roster.hub?.publicKey);
	assert.notEqual(secretsOf(folder).privateKeys.hub, secrets.privateKeys.hub);
	assert.deepEqual({ ...after, hub: undefined }, { ...roster, hub: undefined });
	assert.equal(secretsOf(folder).networkSecret, secrets.networkSecret);
	await refused(folder, /no member "attic" to rotate, only hall, hub, operator/, { rotate: ["attic"] });
});

test("--network makes a new network secret and keeps all keys", async (context) => {
	const folder = unprovisioned(context);
	await provision(folder);
	const before = secretsOf(folder);
	const { networkSecret, rosterChanged } = await provision(folder, { network: true });
	assert.deepEqual([networkSecret, rosterChanged], ["rotated", false]);
	assert.notEqual(secretsOf(folder).networkSecret, before.networkSecret);
	assert.deepEqual(secretsOf(folder).privateKeys, before.privateKeys);
});

test("a secrets file that others may read is refused and left alone", async (context) => {
	const folder = unprovisioned(context);
	await provision(folder);
	const file = join(folder, "secrets.json");
	const before = readFileSync(file, "utf8");
	for (const mode of [0o640, 0o604, 0o660, 0o601]) {
		chmodSync(file, mode);
		await refused(folder, /can be read by others: take their rights away with chmod 600/, { network: true });
	}
	assert.equal(readFileSync(file, "utf8"), before);
});

test("a link in the place of the secrets file is refused", async (context) => {
	const folder = unprovisioned(context);
	symlinkSync("elsewhere.json", join(folder, "secrets.json"));
	await refused(folder, /must be a file of its own/);
	assert.equal(existsSync(join(folder, "elsewhere.json")), false);
	assert.equal(existsSync(join(folder, "identities.json")), false);
});

test("the operator's context file is what its gateway derives, for its owner alone, and follows a rotation", async (context) => {
	const folder = unprovisioned(context);
	await provision(folder);
	const path = join(folder, "operator.oscore.json");
	assert.equal(statSync(path).mode & 0o777, 0o600);
	const { masterSecret, senderId, recipientId, bootContext } = readContextFile(path);
	assert.equal(bootContext, true);
	assert.deepEqual([...senderId, ...recipientId], [0, 3, 0, 2]);
	const crypto = new NodeCrypto();
	const gatewayKey = Buffer.from(secretsOf(folder).privateKeys.hub as string, "hex");
	const operatorKey = Buffer.from(rosterOf(folder).operator?.publicKey as string, "hex");
	const shared = crypto.agreeP256(crypto.importKey(gatewayKey, 32), operatorKey);
	const { networkTag } = JSON.parse(readFileSync(join(folder, "identities.json"), "utf8"));
	const derived = deriveSecret(crypto, shared, networkTag, "kith pair", 2, 3);
	const given = crypto.importKey(masterSecret, masterSecret.length);
	const [ours, theirs] = [new Uint8Array(32), new Uint8Array(32)];
	crypto.hmacSha256(derived, new Uint8Array(1), 1, ours);
	crypto.hmacSha256(given, new Uint8Array(1), 1, theirs);
	assert.deepEqual(ours, theirs);
	assert.deepEqual((await provision(folder)).operatorFiles, []);
	rmSync(path);
	assert.deepEqual((await provision(folder)).operatorFiles, ["operator.oscore.json"]);
	assert.deepEqual((await provision(folder, { rotate: ["hub"] })).operatorFiles, ["operator.oscore.json"]);
	assert.notDeepEqual(readContextFile(path).masterSecret, masterSecret);
});

test("git must ignore the secrets file, before there is one, and never track it", async (context) => {
	const folder = unprovisioned(context);
	git(folder, "init", "--quiet");
	await refused(folder, /git would commit .*secrets\.json: add the line secrets\.json to \.gitignore/);
	assert.equal(existsSync(join(folder, "secrets.json")), false);
	writeFileSync(join(folder, ".gitignore"), "secrets.json\n");
	await refused(folder, /git would commit .*operator\.oscore\.json: add the line operator\.oscore\.json to/);
	assert.equal(existsSync(join(folder, "secrets.json")), false);
	writeFileSync(join(folder, ".gitignore"), "secrets.json\n*.oscore.json\n");
	await provision(folder);
	git(folder, "add", "--force", "secrets.json");
	await refused(folder, /is tracked by git.*git rm --cached/);
});

test("where git cannot read its own repository nothing is made that it might share", async (context) => {
	const folder = unprovisioned(context);
	writeFileSync(join(folder, ".git"), "gitdir: nowhere\n");
	await refused(folder, /git cannot say whether it shares .*secrets\.json: run git -C .* status/);
	assert.equal(existsSync(join(folder, "secrets.json")), false);
});

test("private keys that are missing, or of another time than the roster, are not made anew by mistake", async (context) => {
	const folder = unprovisioned(context);
	await provision(folder);
	const roster = rosterOf(folder);
	editSecrets(folder, ({ privateKeys }) => {
		privateKeys.hall = privateKeys.hub as string;
	});
	await refused(folder, /the keys of "hall" in .*roster\.json and secrets\.json do not belong together/);
	rmSync(join(folder, "secrets.json"));
	await refused(folder, /has a key of "hall" that secrets\.json lacks: bring the secrets\.json/);
	assert.equal(existsSync(join(folder, "secrets.json")), false);
	assert.deepEqual(rosterOf(folder), roster);
	// Asked for by name it is done: these boards are flashed again.
	await provision(folder, { rotate: ["hall", "hub", "operator"] });
	assert.notEqual(rosterOf(folder).hall?.publicKey, roster.hall?.publicKey);
});

test("a lost roster is made from the secrets", async (context) => {
	const folder = unprovisioned(context);
	await provision(folder);
	const roster = rosterOf(folder);
	rmSync(join(folder, "roster.json"));
	assert.equal((await provision(folder)).rosterChanged, true);
	assert.deepEqual(rosterOf(folder), roster);
});

test("damaged files are refused with what is wrong, without a word of what is secret", async (context) => {
	const folder = unprovisioned(context);
	await provision(folder);
	const good = secretsOf(folder);
	const secret = "s3cr3t-that-must-not-be-shown";
	const cases: [unknown, RegExp][] = [
		[[], /must be an object with networkSecret and privateKeys/],
		[{ ...good, networkSecret: secret }, /networkSecret must be 64 hexadecimal digits/],
		[{ ...good, privateKeys: { hall: secret } }, /the private key of "hall" must be 64 hexadecimal digits/],
		[{ ...good, privateKeys: secret }, /privateKeys must be an object/],
		[{ ...good, wlan: { ssid: secret } }, /nobody knows the field "wlan"/],
		[{ ...good, wifi: { ssid: "x".repeat(33), passphrase: secret } }, /wifi\.ssid must be a text of 1 to 32 bytes/],
		[{ ...good, wifi: { ssid: "a", passphrase: `${secret}ü` } }, /wifi\.passphrase must be 8 to 63 ASCII/],
		[{ ...good, wifi: { ssid: "a", password: secret } }, /wifi knows no "password", only ssid and passphrase/],
		[{ ...good, broker: { url: `mqtt://u:${secret}@hub` } }, /broker\.url must be mqtt:\/\/host:port/],
		[{ ...good, broker: { url: "http://hub" } }, /broker\.url must be/],
		[{ ...good, broker: { url: "mqtt://hub", password: secret } }, /broker\.password needs a broker\.user/],
		[{ ...good, broker: { url: "mqtt://hub", user: "" } }, /broker\.user must be a text of 1 to 100 bytes/],
		[{ ...good, privateKeys: { ...good.privateKeys, hall: "0".repeat(64) } }, /"hall"/],
	];
	for (const [json, sentence] of cases) {
		writeFileSync(join(folder, "secrets.json"), JSON.stringify(json));
		await assert.rejects(provision(folder), ({ message }: Error) => {
			assert.match(message, sentence);
			assert.ok(!message.includes(secret), message);
			return true;
		});
	}
	writeFileSync(join(folder, "secrets.json"), `{ "networkSecret": "${secret}`);
	await assert.rejects(provision(folder), ({ message }: Error) => {
		assert.match(message, /not valid JSON/);
		assert.ok(!message.includes(secret), message);
		return true;
	});
	writeFileSync(join(folder, "secrets.json"), JSON.stringify(good));
	writeFileSync(join(folder, "roster.json"), '{ "members": { "hall": { "address": 1, "role": "king" } } }');
	await refused(folder, /member "hall" must have the role node or operator/);
});

/** Node keeps what it imported under a path: a changed installation.ts is only seen by another process. */
async function reloaded(folder: string): Promise<Awaited<ReturnType<typeof provision>>> {
	const { spawnSync } = await import("node:child_process");
	const { status, stdout, stderr } = spawnSync(process.execPath, ["tools/bin/kith.js", "provision", folder, "--json"], {
		encoding: "utf8",
	});
	assert.equal(status, 0, stderr);
	return JSON.parse(stdout) as Awaited<ReturnType<typeof provision>>;
}
