import assert from "node:assert/strict";
import { after, test } from "node:test";
import { NodeCrypto } from "kith/simulator/crypto/node-crypto";
import { testCryptoContract } from "../../../modules/core/crypto-contract";
import { toHex } from "../../../support/hex";
import { NativeDriver, whyNot } from "../../../support/native-driver";

const libraries = ["-lmbedcrypto"];
const reason = whyNot(libraries);
if (reason !== undefined) test("crypto in C", { skip: reason }, () => {});
else {
	const driver = new NativeDriver({
		wrapper: "devices/host/crypto/crypto.ts",
		sources: ["key-ring.c", "psa-crypto.c", "xs-crypto.c"].map((name) => `devices/host/crypto/${name}`),
		libraries,
	});
	driver.install();
	const { PsaCrypto } = await import("kith/devices/host/crypto/crypto");
	testCryptoContract("PSA", () => new PsaCrypto(), true);

	test("PSA: more keys than the library has slots for take turns", () => {
		const crypto = new PsaCrypto();
		const reference = new NodeCrypto();
		const keys = new Array(40).fill(0).map((_, index) => {
			const bytes = new Uint8Array(16).fill(index);
			return { own: crypto.importKey(bytes, 16), other: reference.importKey(bytes, 16) };
		});
		const aead = { nonce: new Uint8Array(13), aad: new Uint8Array(8), aadLength: 8, tagLength: 8 };
		for (let round = 0; round < 400; round++) {
			const { own, other } = keys[(round * 17) % keys.length] as (typeof keys)[number];
			const [sealed, expected] = [new Uint8Array(40).fill(round), new Uint8Array(40).fill(round)];
			assert.equal(crypto.seal({ ...aead, key: own }, sealed, 0, 20), 28);
			reference.seal({ ...aead, key: other }, expected, 0, 20);
			assert.equal(toHex(sealed), toHex(expected));
			// A key that was forgotten leaves its place to another with the same number.
			if (round % 40 === 39) {
				crypto.forgetKey(own);
				const bytes = new Uint8Array(16).fill(round);
				const again = { own: crypto.importKey(bytes, 16), other: reference.importKey(bytes, 16) };
				assert.equal(again.own, own);
				keys[(round * 17) % keys.length] = again;
			}
		}
	});

	test("PSA: seals and opens texts of every length as Node does", () => {
		const crypto = new PsaCrypto();
		const reference = new NodeCrypto();
		const bytes = new Uint8Array(16).fill(9);
		const own = crypto.importKey(bytes, 16);
		const other = reference.importKey(bytes, 16);
		for (let length = 0; length <= crypto.textLimit; length += length < 300 ? 1 : 53) {
			const nonce = new Uint8Array(13).fill(length);
			const aead = {
				nonce,
				aad: new Uint8Array(64),
				aadLength: length % 65,
				tagLength: [4, 8, 16][length % 3] as number,
			};
			const [sealed, expected] = [new Uint8Array(length + 16), new Uint8Array(length + 16)];
			crypto.seal({ ...aead, key: own }, sealed, 0, length);
			reference.seal({ ...aead, key: other }, expected, 0, length);
			assert.equal(toHex(sealed), toHex(expected), `${length} bytes`);
			assert.equal(crypto.open({ ...aead, key: own }, sealed, 0, length + aead.tagLength), length);
			assert.ok(sealed.subarray(0, length).every((byte) => byte === 0));
		}
	});

	test("PSA: refuses lengths that no buffer has", () => {
		const crypto = new PsaCrypto();
		const key = crypto.importKey(new Uint8Array(16), 16);
		const aead = { key, nonce: new Uint8Array(13), aad: new Uint8Array(8), aadLength: 8, tagLength: 8 };
		const buffer = new Uint8Array(64);
		const far = 0x7fffffff;
		for (const [offset, length] of [
			[-1, 8],
			[far, 8],
			[0, far],
			[far, far],
			[0, -1],
			[60, 8],
			[64, 1],
		] as const) {
			assert.throws(() => crypto.seal(aead, buffer, offset, length), RangeError, `seal ${offset} ${length}`);
			assert.throws(() => crypto.open(aead, buffer, offset, length), RangeError, `open ${offset} ${length}`);
		}
		for (const aadLength of [-1, 9, far, -far]) assert.throws(() => crypto.seal({ ...aead, aadLength }, buffer, 0, 8));
		for (const tagLength of [-8, far, -far]) assert.throws(() => crypto.open({ ...aead, tagLength }, buffer, 0, 8));
		assert.throws(() => crypto.sha256(buffer, 65, new Uint8Array(32)), RangeError);
		assert.throws(() => crypto.sha256(buffer, 64, new Uint8Array(31)), RangeError);
		assert.throws(() => crypto.hmacSha256(key, buffer, -1, new Uint8Array(32)), RangeError);
		assert.throws(() => crypto.hkdfSha256(key, buffer, buffer, 8, new Uint8Array(0)), RangeError);
		assert.throws(() => crypto.hkdfSha256(key, buffer, buffer, 8, new Uint8Array(97)), RangeError);
		assert.throws(() => crypto.publicP256(key, new Uint8Array(64)), RangeError);
		assert.throws(() => crypto.importKey(buffer, far), RangeError);
	});

	after(async () => {
		assert.equal(await driver.close(), 0, "the sanitizers found nothing");
	});
}
