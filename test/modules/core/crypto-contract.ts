/**
 * What every Crypto must do, as tests: call `testCryptoContract` with something that opens one. Portable: for the
 * reference inside XS, for Node's, for a simulated board's, for hardware.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type AeadParameters, type Crypto, cryptoFaults, keyLimit } from "kith/core/crypto";
import { fromHex, toHex } from "../../support/hex";
import {
	ccmKey,
	ccmOtherTags,
	ccmVectors,
	hkdfVectors,
	hmacVectors,
	p256BadPrivateKeys,
	p256Vector,
	shaVectors,
} from "./crypto-vectors";

const { notAuthentic, noKey, keysFull, badPoint, badPrivateKey, unsupported } = cryptoFaults;
/** Where a text lies in its buffer. */
const at = 5;

interface Sealed {
	parameters: AeadParameters;
	buffer: Uint8Array;
	length: number;
}

function counting(from: number, count: number): Uint8Array {
	return new Uint8Array(count).map((_, index) => from + index);
}

function keep(crypto: Crypto, hex: string): number {
	const bytes = fromHex(hex);
	const key = crypto.importKey(bytes, bytes.length);
	assert.ok(key >= 0, `${key}`);
	bytes.fill(0);
	return key;
}

/** The first vector of RFC 3610, sealed, with room behind it. */
function sealedVector(crypto: Crypto): Sealed {
	const [vector] = ccmVectors;
	const parameters = {
		key: keep(crypto, ccmKey),
		nonce: fromHex(vector.nonce),
		aad: counting(0, vector.aad),
		aadLength: vector.aad,
		tagLength: 8,
	};
	const buffer = new Uint8Array(64);
	buffer.set(fromHex(vector.sealed), at);
	return { parameters, buffer, length: vector.text + 8 };
}

/** Whether `change` makes `open` refuse, where it would open otherwise. */
function assertRefused(crypto: Crypto, what: string, change: (sealed: Sealed) => void): void {
	const sealed = sealedVector(crypto);
	change(sealed);
	assert.equal(crypto.open(sealed.parameters, sealed.buffer, at, sealed.length), notAuthentic, what);
	crypto.forgetKey(sealed.parameters.key);
}

export function testCryptoContract(name: string, open: () => Crypto, hasP256: boolean): void {
	const contract = (behaviour: string, run: (crypto: Crypto) => void): void => {
		test(`${name}: ${behaviour}`, () => run(open()));
	};
	testAead(contract);
	testHashes(contract);
	testKeys(contract);
	testP256(contract, hasP256);
}

type Contract = (behaviour: string, run: (crypto: Crypto) => void) => void;

function testAead(contract: Contract): void {
	contract("seals and opens the packets of RFC 3610, in place", (crypto) => {
		const key = keep(crypto, ccmKey);
		for (const { nonce, aad, text, sealed } of ccmVectors) {
			const parameters = { key, nonce: fromHex(nonce), aad: counting(0, aad), aadLength: aad, tagLength: 8 };
			const buffer = new Uint8Array(64).fill(0xee);
			buffer.set(counting(aad, text), at);
			assert.equal(crypto.seal(parameters, buffer, at, text), text + 8);
			assert.equal(toHex(buffer), `${"ee".repeat(at)}${sealed}${"ee".repeat(64 - at - text - 8)}`);
			assert.equal(crypto.open(parameters, buffer, at, text + 8), text);
			assert.equal(toHex(buffer.slice(0, at + text)), "ee".repeat(at) + toHex(counting(aad, text)));
		}
	});

	contract("has tags of 4 and 16 bytes as well", (crypto) => {
		for (const { tagLength, sealed } of ccmOtherTags) {
			const { parameters } = sealedVector(crypto);
			const buffer = new Uint8Array(64);
			buffer.set(counting(8, 23), at);
			assert.equal(crypto.seal({ ...parameters, tagLength }, buffer, at, 23), 23 + tagLength);
			assert.equal(toHex(buffer.slice(at, at + 23 + tagLength)), sealed);
			assert.equal(crypto.open({ ...parameters, tagLength }, buffer, at, 23 + tagLength), 23);
		}
	});

	contract("seals no text, and text without associated data", (crypto) => {
		const { parameters } = sealedVector(crypto);
		const buffer = new Uint8Array(64);
		assert.equal(crypto.seal(parameters, buffer, at, 0), 8);
		assert.equal(crypto.open(parameters, buffer, at, 8), 0);
		buffer[at] = 7;
		const bare = { ...parameters, aadLength: 0 };
		assert.equal(crypto.seal(bare, buffer, at, 1), 9);
		const copy = buffer.slice();
		assert.equal(crypto.open(bare, buffer, at, 9), 1);
		assert.equal(buffer[at], 7);
		assert.equal(crypto.open(parameters, copy, at, 9), notAuthentic);
	});

	contract("takes a text of its limit, and throws beyond", (crypto) => {
		const { parameters } = sealedVector(crypto);
		const length = crypto.textLimit;
		const buffer = new Uint8Array(length + 32);
		assert.equal(crypto.seal(parameters, buffer, 0, length), length + 8);
		assert.equal(crypto.open(parameters, buffer, 0, length + 8), length);
		assert.equal(
			buffer.every((byte, index) => byte === 0 || index >= length),
			true,
		);
		assert.throws(() => crypto.seal(parameters, buffer, 0, length + 1), RangeError);
	});

	contract("refuses every flipped bit of text and tag", (crypto) => {
		const { length } = sealedVector(crypto);
		for (let bit = 0; bit < 8 * length; bit++)
			assertRefused(crypto, `bit ${bit}`, ({ buffer }) => {
				buffer[at + (bit >> 3)] = (buffer[at + (bit >> 3)] as number) ^ (1 << (bit & 7));
			});
	});

	contract("refuses every flipped bit of nonce and associated data", (crypto) => {
		for (const field of ["nonce", "aad"] as const)
			for (let bit = 0; bit < 8 * sealedVector(crypto).parameters[field].length; bit++)
				assertRefused(crypto, `${field} ${bit}`, ({ parameters }) => {
					const bytes = parameters[field];
					bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
				});
	});

	contract("refuses every other length", (crypto) => {
		const { length } = sealedVector(crypto);
		for (let other = 0; other < length + 8; other++)
			if (other !== length)
				assertRefused(crypto, `${other} bytes`, (sealed) => {
					sealed.length = other;
				});
	});

	contract("refuses what moved a byte, lost associated data, has another tag length, or another key", (crypto) => {
		assertRefused(crypto, "moved", (sealed) => {
			sealed.buffer.copyWithin(at + 1, at, at + sealed.length);
		});
		assertRefused(crypto, "aad", (sealed) => {
			sealed.parameters = { ...sealed.parameters, aadLength: 7 };
		});
		for (const tagLength of [4, 16])
			assertRefused(crypto, `tag ${tagLength}`, (sealed) => {
				sealed.parameters = { ...sealed.parameters, tagLength };
				sealed.length = sealed.length - 8 + tagLength;
			});
		assertRefused(crypto, "key", (sealed) => {
			sealed.parameters = { ...sealed.parameters, key: keep(crypto, "c0c1c2c3c4c5c6c7c8c9cacbcccdcece") };
		});
		assertRefused(crypto, "all zero", (sealed) => {
			sealed.buffer.fill(0);
		});
	});

	contract("throws for what only a bug can ask", (crypto) => {
		const { parameters, buffer } = sealedVector(crypto);
		const wrong: Partial<AeadParameters>[] = [
			{ nonce: new Uint8Array(12) },
			{ nonce: new Uint8Array(14) },
			{ tagLength: 0 },
			{ tagLength: 12 },
			{ aadLength: 9 },
			{ aad: new Uint8Array(80), aadLength: 65 },
		];
		for (const change of wrong) {
			assert.throws(() => crypto.seal({ ...parameters, ...change }, buffer, at, 8), RangeError);
			assert.throws(() => crypto.open({ ...parameters, ...change }, buffer, at, 16), RangeError);
		}
		assert.throws(() => crypto.seal(parameters, buffer, 50, 7), RangeError);
		assert.throws(() => crypto.open(parameters, buffer, 50, 15), RangeError);
	});
}

function testHashes(contract: Contract): void {
	contract("hashes the examples of FIPS 180-4", (crypto) => {
		for (const { data, digest } of shaVectors) {
			const output = new Uint8Array(32);
			crypto.sha256(fromHex(`${data}ffff`), data.length / 2, output);
			assert.equal(toHex(output), digest);
		}
	});

	contract("authenticates the test cases of RFC 4231", (crypto) => {
		for (const { key, data, mac } of hmacVectors) {
			const output = new Uint8Array(32);
			assert.equal(crypto.hmacSha256(keep(crypto, key), fromHex(`${data}ff`), data.length / 2, output), 32);
			assert.equal(toHex(output), mac);
		}
	});

	contract("derives the test cases of RFC 5869", (crypto) => {
		for (const { secret, salt, info, output } of hkdfVectors) {
			const derived = new Uint8Array(output.length / 2);
			const key = keep(crypto, secret);
			const length = info.length / 2;
			assert.equal(crypto.hkdfSha256(key, fromHex(salt), fromHex(`${info}ff`), length, derived), derived.length);
			assert.equal(toHex(derived), output);
		}
	});
}

function testKeys(contract: Contract): void {
	contract("keeps a copy of a key, until it is told to forget it", (crypto) => {
		const { parameters, buffer, length } = sealedVector(crypto);
		const other = keep(crypto, "11".repeat(16));
		assert.notEqual(parameters.key, other);
		assert.equal(crypto.open(parameters, buffer, at, length), 23);
		crypto.forgetKey(parameters.key);
		crypto.forgetKey(parameters.key);
		crypto.forgetKey(-1);
		assert.equal(crypto.open(parameters, buffer, at, length), noKey);
		assert.equal(crypto.seal(parameters, buffer, at, 4), noKey);
		assert.equal(crypto.hmacSha256(parameters.key, buffer, 4, new Uint8Array(32)), noKey);
		assert.equal(crypto.hkdfSha256(parameters.key, buffer, buffer, 4, new Uint8Array(32)), noKey);
		assert.equal(crypto.seal({ ...parameters, key: other }, buffer, at, 4), 12);
	});

	contract("takes no key of 15, 17 or 32 bytes for AES-128", (crypto) => {
		for (const length of [15, 17, 32]) {
			const { parameters, buffer } = sealedVector(crypto);
			const key = keep(crypto, "22".repeat(length));
			assert.equal(crypto.seal({ ...parameters, key }, buffer, at, 4), noKey);
			assert.equal(crypto.open({ ...parameters, key }, buffer, at, 12), noKey);
		}
	});

	contract("throws for a key of no bytes, or of more than there may be or are", (crypto) => {
		assert.throws(() => crypto.importKey(new Uint8Array(4), 0), RangeError);
		assert.throws(() => crypto.importKey(new Uint8Array(4), 5), RangeError);
		assert.throws(() => crypto.importKey(new Uint8Array(200), 161), RangeError);
	});

	contract("keeps a limited number of keys, and gives room again", (crypto) => {
		const bytes = counting(0, 16);
		let last = 0;
		for (let count = 0; count < keyLimit; count++) {
			last = crypto.importKey(bytes, 16);
			assert.ok(last >= 0);
		}
		assert.equal(crypto.importKey(bytes, 16), keysFull);
		crypto.forgetKey(last);
		assert.equal(crypto.importKey(bytes, 16), last);
	});
}

function testP256(contract: Contract, hasP256: boolean): void {
	const { first, second } = p256Vector;
	if (!hasP256) {
		contract("says that it has no P-256", (crypto) => {
			const key = keep(crypto, first.privateKey);
			assert.equal(crypto.agreeP256(key, fromHex(second.publicKey)), unsupported);
			assert.equal(crypto.publicP256(key, new Uint8Array(65)), unsupported);
		});
		return;
	}

	contract("agrees as RFC 5903 does, from either side", (crypto) => {
		for (const [own, peer] of [
			[first, second],
			[second, first],
		] as const) {
			const key = keep(crypto, own.privateKey);
			const publicKey = new Uint8Array(65);
			assert.equal(crypto.publicP256(key, publicKey), 65);
			assert.equal(toHex(publicKey), own.publicKey);
			const secret = crypto.agreeP256(key, fromHex(peer.publicKey));
			assert.ok(secret >= 0, `${secret}`);
			// The secret itself stays inside: what is made of it tells.
			const mac = new Uint8Array(32);
			const expected = new Uint8Array(32);
			crypto.hmacSha256(secret, mac, 8, mac);
			crypto.hmacSha256(keep(crypto, p256Vector.secret), new Uint8Array(8), 8, expected);
			assert.equal(toHex(mac), toHex(expected));
		}
	});

	contract("takes no point that is not on the curve, compressed, at infinity, or of another length", (crypto) => {
		const key = keep(crypto, first.privateKey);
		const point = second.publicKey;
		const x = point.slice(2, 66);
		const bad = [
			`${point.slice(0, 129)}0`,
			`04${"00".repeat(64)}`,
			`04${x}${x}`,
			`04${"ff".repeat(64)}`,
			`02${x}`,
			`03${point.slice(2)}`,
			`06${point.slice(2)}`,
			"00",
			"",
			point.slice(0, 128),
			`${point}00`,
		];
		for (const hex of bad) assert.equal(crypto.agreeP256(key, fromHex(hex)), badPoint, hex);
	});

	contract("takes no private key out of range or of another length", (crypto) => {
		for (const hex of p256BadPrivateKeys) {
			const key = keep(crypto, hex);
			assert.equal(crypto.publicP256(key, new Uint8Array(65)), badPrivateKey, hex);
			assert.equal(crypto.agreeP256(key, fromHex(second.publicKey)), badPrivateKey, hex);
		}
		for (const length of [16, 31, 33]) {
			const key = keep(crypto, "01".repeat(length));
			assert.equal(crypto.publicP256(key, new Uint8Array(65)), noKey);
			assert.equal(crypto.agreeP256(key, fromHex(second.publicKey)), noKey);
		}
		assert.equal(crypto.agreeP256(255, fromHex(second.publicKey)), noKey);
	});
}
