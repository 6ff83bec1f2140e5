import assert from "node:assert/strict";
import { test } from "node:test";
import { NodeCrypto } from "kith/simulator/crypto/node-crypto";
import { testCryptoContract } from "../../modules/core/crypto-contract";

testCryptoContract("Node's", () => new NodeCrypto(), true);

test("Node's counts the keys in keeping, so that forgotten ones are found", () => {
	const crypto = new NodeCrypto();
	const key = crypto.importKey(new Uint8Array(16), 16);
	assert.equal(crypto.keyCount, 1);
	crypto.forgetKey(key);
	assert.equal(crypto.keyCount, 0);
});
