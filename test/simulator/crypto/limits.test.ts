import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import * as port from "kith/core/crypto";
import { NodeCrypto } from "kith/simulator/crypto/node-crypto";
import { projectRoot } from "kith/simulator/engine/toolchain";

const header = readFileSync(join(projectRoot, "simulator", "engine", "host", "crypto.h"), "utf8");

function figure(name: string): number {
	const found = new RegExp(`\\b${name}(?: =)? (-?\\d+)\\b`).exec(header);
	assert.ok(found !== null, `crypto.h has no ${name}`);
	return Number(found[1]);
}

test("the engine's cryptography has the limits of the port", () => {
	const limits = {
		KEY_LIMIT: port.keyLimit,
		KEY_LENGTH_LIMIT: port.keyLengthLimit,
		AEAD_KEY_LENGTH: port.aeadKeyLength,
		NONCE_LENGTH: port.nonceLength,
		AAD_LENGTH_LIMIT: port.aadLengthLimit,
		DATA_LENGTH_LIMIT: port.dataLengthLimit,
		DERIVED_LENGTH_LIMIT: port.derivedLengthLimit,
		DIGEST_LENGTH: port.digestLength,
		P256_PRIVATE_LENGTH: port.p256PrivateLength,
		P256_PUBLIC_LENGTH: port.p256PublicLength,
		TEXT_LENGTH_LIMIT: new NodeCrypto().textLimit,
	};
	for (const [name, limit] of Object.entries(limits)) assert.equal(figure(name), limit, name);
});

test("the engine's cryptography has the faults of the port", () => {
	for (const [name, fault] of Object.entries(port.cryptoFaults)) {
		const constant = `CRYPTO_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
		assert.equal(figure(constant), fault, constant);
	}
});
