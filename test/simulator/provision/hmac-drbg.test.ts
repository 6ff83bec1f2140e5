import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { HmacDrbg, p256Order } from "kith/simulator/provision/hmac-drbg";

/** Private key of the examples of RFC 6979 section A.2.5. */
const x = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";

/** bits2octets of section 2.3.4: reduced by the order. */
function reduced(hash: Buffer): Buffer {
	const number = BigInt(`0x${hash.toString("hex")}`) % p256Order;
	return Buffer.from(number.toString(16).padStart(64, "0"), "hex");
}

const expected = [
	["sample", "a6e3c57dd01abe90086538398355dd4c3b17aa873382b0f24d6129493d8aad60"],
	["test", "d16b6ae827f17175e040871a1c7ec3500192c4c92677336ec2537acaee0008e0"],
] as const;

for (const [message, k] of expected) {
	test(`k of "${message}" is that of RFC 6979 section A.2.5`, () => {
		const hash = createHash("sha256").update(message).digest();
		const drbg = new HmacDrbg(Buffer.concat([Buffer.from(x, "hex"), reduced(hash)]));
		assert.equal(drbg.drawScalar().toString("hex"), k);
	});
}

test("draws go on, differ, and repeat with the seed", () => {
	const draws = (seed: string): string[] => {
		const drbg = new HmacDrbg(Buffer.from(seed));
		return Array.from({ length: 100 }, () => drbg.draw().toString("hex"));
	};
	assert.equal(new Set(draws("one")).size, 100);
	assert.deepEqual(draws("one"), draws("one"));
	assert.notDeepEqual(draws("one"), draws("two"));
});
