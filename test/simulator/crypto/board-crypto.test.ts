import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { cryptoFaults } from "kith/core/crypto";
import { BoardCrypto } from "kith/simulator/crypto/board-crypto";
import { SharedSecrets } from "kith/simulator/crypto/shared-secrets";
import { preloadFirmware } from "kith/simulator/engine/guest-bundle";
import { canBuild } from "kith/simulator/engine/toolchain";
import { callKinds, cryptoCalls } from "kith/simulator/guest/protocol";
import { p256Vector } from "../../modules/core/crypto-vectors";
import { fromHex, toHex } from "../../support/hex";
import { openEngine, prepareFile, XsTestRun } from "../../xs/run-file";

const guests = "test/simulator/crypto/guests";
const preload = (specifier: string): boolean => preloadFirmware(specifier) || specifier === `${guests}/read-only-bytes`;
const wordSizes = ([32, 64] as const).filter((size) => canBuild(size));

for (const path of ["contract", "bounds"]) {
	for (const wordSize of wordSizes) {
		describe(`a simulated board's cryptography, ${path}, ${wordSize}-bit`, async () => {
			const file = prepareFile(`${guests}/crypto-${path}.ts`, { preload });
			const engine = await openEngine([file], { wordSize });
			after(() => engine.close());
			const crypto = new BoardCrypto();
			const run = new XsTestRun(engine, file, { onCall: (kind, bytes) => crypto.answer(kind, bytes) });
			test("has tests", () => assert.ok(run.names.length > 10));
			for (const [number, name] of run.names.entries()) test(name, () => run.run(number));
		});
	}
}

test("the session's questions are told from all others", () => {
	for (const kind of Object.values(cryptoCalls)) assert.equal(BoardCrypto.answers(kind), true);
	for (const kind of Object.values(callKinds)) assert.equal(BoardCrypto.answers(kind), false);
	assert.throws(() => new BoardCrypto().answer(callKinds.i2cRead, new Uint8Array(4)), RangeError);
});

test("the session keeps nothing of a question: each holds all that its answer depends on", () => {
	const crypto = new BoardCrypto();
	const { first, second, secret } = p256Vector;
	const question = fromHex(first.privateKey + second.publicKey);
	for (let time = 0; time < 2; time++) {
		assert.equal(toHex(crypto.answer(cryptoCalls.agreeP256, question)), `00${secret}`);
		assert.equal(toHex(crypto.answer(cryptoCalls.publicP256, fromHex(first.privateKey))), `00${first.publicKey}`);
	}
	const refused = crypto.answer(cryptoCalls.agreeP256, question.subarray(0, 40));
	assert.deepEqual([...refused], [-cryptoFaults.badPoint]);
});

test("boards that share what they agreed on compute each pair once, with the same secret and the same refusals", () => {
	const shared = new SharedSecrets();
	const [alone, first, second] = [new BoardCrypto(), new BoardCrypto(shared), new BoardCrypto(shared)];
	const question = fromHex(p256Vector.first.privateKey + p256Vector.second.publicKey);
	const ask = (crypto: BoardCrypto): string => toHex(crypto.answer(cryptoCalls.agreeP256, question));
	const expected = `00${p256Vector.secret}`;
	assert.equal(ask(alone), expected);
	assert.equal(ask(first), expected);
	assert.equal(shared.size, 1);
	assert.equal(ask(second), expected);
	assert.equal(shared.size, 1);
	question[60] = (question[60] as number) ^ 1;
	assert.equal(ask(second), toHex(Uint8Array.of(-cryptoFaults.badPoint)));
	assert.equal(ask(second), ask(alone));
	assert.equal(shared.size, 1);
});
