/**
 * What a simulated board pays for its cryptography: native calls, as on a board, and nothing that grows with the message.
 * When the figure changes for a good reason, put the new one here and in docs/decisions/0006-oscore.md.
 */
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { cryptoEvents } from "../crypto/guests/crypto-events";
import { Board, openCryptoEngine } from "../crypto/native-board";

/** Bytecodes of one seal and one open, measured with XS 13, loop included. */
const measured = 166;

describe("what sealing and opening cost", async () => {
	const engine = await openCryptoEngine();
	after(() => engine.close());
	const board = new Board(engine);
	board.ask(cryptoEvents.importKey, new Uint8Array(16));
	const repeat = (count: number, length: number): number =>
		board.ask(cryptoEvents.repeat, [0, 0, count & 0xff, count >> 8, length & 0xff, length >> 8]).meter;

	test("a few bytecodes, the same for every length", () => {
		for (const length of [0, 1, 24, 250, 1500])
			assert.equal((repeat(101, length) - repeat(1, length)) / 100, measured, `${length} bytes`);
	});

	test("no slot and no chunk", () => {
		repeat(1, 24);
		const before = board.machine.stats();
		repeat(10_000, 24);
		assert.deepEqual(board.machine.stats(), before);
	});
});
