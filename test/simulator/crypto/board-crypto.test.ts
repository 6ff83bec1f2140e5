import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { BoardCrypto } from "kith/simulator/crypto/board-crypto";
import { SharedSecrets } from "kith/simulator/crypto/shared-secrets";
import { callKinds, cryptoCalls } from "kith/simulator/guest/protocol";
import { FAILED, NAME, PASSED, RUN } from "../../xs/messages";
import { openEngine, prepareFile } from "../../xs/run-file";

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf16le");

describe("a simulated board's cryptography, over calls to the session", async () => {
	const file = prepareFile("test/simulator/crypto/guests/crypto-contract.ts");
	const engine = await openEngine([file]);
	after(() => engine.close());
	const crypto = new BoardCrypto();
	const machine = engine.createMachine({
		heapBytes: 4 << 20,
		stackSlots: 4096,
		seed: 1,
		entry: file.entry,
		onCall: (kind, bytes) => crypto.answer(kind, bytes),
		meterLimit: 1_000_000_000,
		nowUs: 0,
	});
	const names = machine.boot.posts.filter(({ kind }) => kind === NAME).map(({ bytes }) => text(bytes));

	test("boots", () => {
		assert.equal(machine.boot.crash, undefined);
		assert.ok(names.length > 10);
	});
	for (const [number, name] of names.entries()) {
		test(name, () => {
			const [result] = engine.run(0, [{ machine, kind: RUN, bytes: Uint8Array.of(number, 0) }]);
			assert.equal(result?.crash, undefined, result?.crash?.message);
			const failure = result?.posts.find(({ kind }) => kind === FAILED);
			assert.equal(failure === undefined ? "" : text(failure.bytes), "");
			assert.ok(result?.posts.some(({ kind }) => kind === PASSED));
		});
	}
});

test("a reboot forgets all keys of a board", () => {
	const crypto = new BoardCrypto();
	assert.deepEqual([...crypto.answer(cryptoCalls.importKey, new Uint8Array(16))], [0, 0, 0]);
	assert.equal(crypto.keyCount, 1);
	crypto.answer(cryptoCalls.reset, new Uint8Array(0));
	assert.equal(crypto.keyCount, 0);
	assert.deepEqual([...crypto.answer(cryptoCalls.hmacSha256, Uint8Array.of(0, 0, 1))], [2]);
});

test("its questions are told from all others", () => {
	for (const kind of Object.values(cryptoCalls)) assert.equal(BoardCrypto.answers(kind), true);
	for (const kind of Object.values(callKinds)) assert.equal(BoardCrypto.answers(kind), false);
	assert.throws(() => new BoardCrypto().answer(callKinds.i2cRead, new Uint8Array(4)), RangeError);
});

test("boards that share what they agreed on compute each pair once, with the same secret and the same refusals", () => {
	const shared = new SharedSecrets();
	const [alone, first, second] = [new BoardCrypto(), new BoardCrypto(shared), new BoardCrypto(shared)];
	const privateKey = new Uint8Array(32).fill(7);
	const point = new Uint8Array(67);
	const ask = (crypto: BoardCrypto, publicKey: Uint8Array): string => {
		crypto.answer(cryptoCalls.reset, new Uint8Array(0));
		crypto.answer(cryptoCalls.importKey, privateKey);
		const status = crypto.answer(cryptoCalls.agreeP256, publicKey)[0];
		const mac = crypto.answer(cryptoCalls.hmacSha256, Uint8Array.of(1, 0, 9));
		return `${status} ${Buffer.from(mac).toString("hex")}`;
	};
	alone.answer(cryptoCalls.importKey, new Uint8Array(32).fill(9));
	point.set(alone.answer(cryptoCalls.publicP256, new Uint8Array(2)).subarray(1), 2);
	const expected = ask(alone, point);
	assert.match(expected, /^0 00/);
	assert.equal(ask(first, point), expected);
	assert.equal(shared.size, 1);
	assert.equal(ask(second, point), expected);
	assert.equal(shared.size, 1);
	point[40] = (point[40] as number) ^ 1;
	assert.equal(ask(second, point), ask(alone, point));
	assert.match(ask(second, point), /^4 /);
	assert.equal(shared.size, 1);
});
