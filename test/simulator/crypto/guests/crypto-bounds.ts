/**
 * What only a wrong program can ask of the engine's cryptography: lengths that lie, and arguments of other types. A
 * length that was believed would read or write the engine's own memory. Runs inside XS only.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { cryptoFaults } from "kith/core/crypto";
import { readOnlyBytes } from "./read-only-bytes";

type Call = (...args: readonly unknown[]) => unknown;

const native = host.crypto as unknown as Readonly<Record<string, Call>>;
const aeadLengths = [-1, -0x80000000, 17, 0x7fffffff, 0x80000000, 0xffffffff, 1e300];
const notIntegers = [undefined, null, "4", 4n, 1.5, Number.NaN, Number.POSITIVE_INFINITY, {}, [4], true];
const notBytes = [undefined, null, 7, "text", {}, [1, 2], new ArrayBuffer(32), new DataView(new ArrayBuffer(32))];

function call(name: string, ...args: readonly unknown[]): unknown {
	return (native[name] as Call)(...args);
}

function newKey(length = 16): number {
	host.crypto.forgetAll();
	return host.crypto.importKey(new Uint8Array(length).fill(7), length);
}

/** Arguments of `seal` and `open` that are right; 16 bytes of text at 8 of 48. */
function aead(changes: Readonly<Record<number, unknown>> = {}): unknown[] {
	const args: unknown[] = [newKey(), new Uint8Array(13), new Uint8Array(16), 16, 8, new Uint8Array(48), 8, 16];
	for (const [index, value] of Object.entries(changes)) args[Number(index)] = value;
	return args;
}

function refuses(
	name: string,
	args: readonly unknown[],
	kind: typeof RangeError | typeof TypeError,
	what: string,
): void {
	assert.throws(() => call(name, ...args), kind, `${name}: ${what}`);
}

test("the calls that the others are changed from are right", () => {
	assert.equal(call("seal", ...aead()), 24);
	assert.equal(call("open", ...aead()), cryptoFaults.notAuthentic);
});

test("seal and open refuse every length of associated data that lies", () => {
	for (const name of ["seal", "open"])
		for (const length of aeadLengths)
			refuses(
				name,
				aead({ 3: length }),
				Math.abs(length) > 0x7fffffff && length > 0 ? TypeError : RangeError,
				`${length}`,
			);
	for (const name of ["seal", "open"]) refuses(name, aead({ 2: new Uint8Array(80), 3: 65 }), RangeError, "65 of 80");
});

test("seal and open refuse every range that leaves its buffer", () => {
	for (const [offset, length] of [
		[-1, 16],
		[0, -1],
		[-8, 8],
		[8, 41],
		[49, 0],
		[48, 1],
		[0x7fffffff, 1],
		[0x7fffffff, 0x7fffffff],
		[1, 0x7fffffff],
		[-0x80000000, 0x7fffffff],
	] as const)
		for (const name of ["seal", "open"])
			refuses(name, aead({ 6: offset, 7: length }), RangeError, `${offset} ${length}`);
});

test("seal refuses a text that fits without its tag, to the byte", () => {
	for (const tagLength of [4, 8, 16]) {
		const most = 40 - tagLength;
		assert.equal(call("seal", ...aead({ 4: tagLength, 7: most })), 40);
		refuses("seal", aead({ 4: tagLength, 7: most + 1 }), RangeError, `${tagLength}`);
	}
});

test("seal and open refuse a text longer than the limit, however large the buffer", () => {
	const buffer = new Uint8Array(4096);
	assert.equal(call("seal", ...aead({ 5: buffer, 6: 0, 7: 1500 })), 1508);
	assert.equal(call("open", ...aead({ 5: buffer, 6: 0, 7: 1508 })), 1500);
	refuses("seal", aead({ 5: buffer, 6: 0, 7: 1501 }), RangeError, "1501");
	refuses("open", aead({ 5: buffer, 6: 0, 7: 1509 }), RangeError, "1509");
});

test("seal and open refuse tags and nonces of other lengths", () => {
	for (const tagLength of [-8, 0, 1, 2, 6, 10, 12, 14, 15, 17, 32, 0x7fffffff])
		for (const name of ["seal", "open"]) refuses(name, aead({ 4: tagLength }), RangeError, `${tagLength}`);
	for (const length of [0, 7, 12, 14, 16])
		for (const name of ["seal", "open"]) refuses(name, aead({ 1: new Uint8Array(length) }), RangeError, `${length}`);
});

test("no integer is taken from anything else, and no code of the caller's runs for it", () => {
	const trap = {
		valueOf(): number {
			throw new Error("valueOf ran");
		},
	};
	for (const value of [...notIntegers, trap])
		for (const index of [0, 3, 4, 6, 7])
			for (const name of ["seal", "open"])
				refuses(name, aead({ [index]: value }), TypeError, `${typeof value} as ${index}`);
});

test("no bytes are taken from anything but arrays of bytes", () => {
	for (const value of [...notBytes, new Uint16Array(16), new Int32Array(16), new Float64Array(16)])
		for (const index of [1, 2, 5])
			for (const name of ["seal", "open"]) refuses(name, aead({ [index]: value }), TypeError, `as ${index}`);
	assert.throws(() => call("seal"), TypeError);
	assert.throws(() => call("open", 1), TypeError);
});

test("a handle that names no key is that, whatever its number", () => {
	for (const handle of [-1, 1, 255, 256, 0x7fffffff, -0x80000000]) {
		assert.equal(call("seal", ...aead({ 0: handle })), cryptoFaults.noKey);
		assert.equal(call("open", ...aead({ 0: handle })), cryptoFaults.noKey);
		assert.equal(call("hmacSha256", handle, new Uint8Array(4), 4, new Uint8Array(32)), cryptoFaults.noKey);
		const none = new Uint8Array(0);
		assert.equal(call("hkdfSha256", handle, none, none, 0, new Uint8Array(16)), cryptoFaults.noKey);
		assert.equal(call("agreeP256", 40, handle, new Uint8Array(65)), cryptoFaults.noKey);
		assert.equal(call("publicP256", 41, handle, new Uint8Array(65)), cryptoFaults.noKey);
		call("forgetKey", handle);
	}
});

test("what lies around a view is left alone, and nothing of it is read", () => {
	for (const outside of [0x00, 0xff]) {
		const memory = new Uint8Array(128).fill(outside);
		const buffer = memory.subarray(40, 40 + 24);
		buffer.fill(3);
		assert.equal(call("seal", ...aead({ 5: buffer, 6: 0 })), 24);
		assert.equal(call("open", ...aead({ 5: buffer, 6: 0, 7: 24 })), 16);
		assert.equal(
			memory.subarray(0, 40).every((byte) => byte === outside),
			true,
		);
		assert.equal(
			memory.subarray(64).every((byte) => byte === outside),
			true,
		);
		refuses("seal", aead({ 5: buffer, 6: 0, 7: 17 }), RangeError, "beyond the view, within its memory");
		refuses("open", aead({ 5: buffer, 6: 1, 7: 24 }), RangeError, "beyond the view, within its memory");
	}
});

test("nonce and associated data may lie in the buffer", () => {
	const memory = new Uint8Array(64).map((_, index) => index);
	const apart = aead({ 1: memory.slice(10, 23), 2: memory.slice(4, 20), 5: memory.slice() });
	const within = aead({ 1: memory.subarray(10, 23), 2: memory.subarray(4, 20), 5: memory });
	call("seal", ...apart);
	call("seal", ...within);
	assert.deepEqual(memory, apart[5]);
});

test("a text that is not authentic is zeroed, its tag is not", () => {
	const buffer = new Uint8Array(48).fill(0x55);
	assert.equal(call("open", ...aead({ 5: buffer, 7: 24 })), cryptoFaults.notAuthentic);
	assert.equal(
		buffer.subarray(8, 24).every((byte) => byte === 0),
		true,
	);
	assert.equal(
		buffer.subarray(24).every((byte) => byte === 0x55),
		true,
	);
	assert.equal(
		buffer.subarray(0, 8).every((byte) => byte === 0x55),
		true,
	);
});

test("hashes and derivations refuse lengths that lie, and results that do not fit", () => {
	const key = newKey(32);
	const data = new Uint8Array(400);
	const digest = new Uint8Array(32);
	const none = new Uint8Array(0);
	for (const length of [-1, 385, 401, 0x7fffffff]) {
		refuses("sha256", [data, length, digest], RangeError, `${length}`);
		refuses("hmacSha256", [key, data, length, digest], RangeError, `${length}`);
	}
	refuses("sha256", [new Uint8Array(4), 5, digest], RangeError, "5 of 4");
	refuses("sha256", [data, 4, new Uint8Array(31)], RangeError, "31");
	refuses("hmacSha256", [key, data, 4, new Uint8Array(31)], RangeError, "31");
	refuses("hkdfSha256", [key, new Uint8Array(161), none, 0, digest], RangeError, "salt");
	refuses("hkdfSha256", [key, none, new Uint8Array(200), 161, digest], RangeError, "info");
	refuses("hkdfSha256", [key, none, new Uint8Array(4), 5, digest], RangeError, "info");
	for (const length of [0, 97])
		refuses("hkdfSha256", [key, none, none, 0, new Uint8Array(length)], RangeError, "output");
	refuses("publicP256", [41, key, new Uint8Array(64)], RangeError, "64");
	for (const length of [0, -1, 161, 0x7fffffff]) refuses("importKey", [data, length], RangeError, `${length}`);
});

test("results may replace what they are made of", () => {
	const key = newKey(32);
	const data = new Uint8Array(96).fill(9);
	const apart = new Uint8Array(96);
	call("hkdfSha256", key, data, data, 96, apart);
	call("hkdfSha256", key, data, data, 96, data);
	assert.deepEqual(data, apart);
	call("sha256", data, 96, apart);
	call("sha256", data, 96, data);
	assert.deepEqual(data.subarray(0, 32), apart.subarray(0, 32));
});

test("arrays in ROM are read, and never written", () => {
	assert.equal(call("seal", ...aead({ 1: readOnlyBytes.subarray(0, 13), 2: readOnlyBytes })), 24);
	for (const name of ["seal", "open"]) refuses(name, aead({ 5: readOnlyBytes }), TypeError, "a buffer in ROM");
	refuses("sha256", [readOnlyBytes, 4, readOnlyBytes], TypeError, "a digest in ROM");
	refuses("hmacSha256", [newKey(), readOnlyBytes, 4, readOnlyBytes], TypeError, "a MAC in ROM");
});
