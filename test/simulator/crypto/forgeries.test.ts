/** Forgeries of the kinds that Wycheproof tries on AES-CCM, on a simulated board. */
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { cryptoFaults } from "kith/core/crypto";
import { toHex } from "../../support/hex";
import { cryptoEvents } from "./guests/crypto-events";
import { Board, flipped, openCryptoEngine, type Packet, Source, seal } from "./native-board";

const { notAuthentic, noKey } = cryptoFaults;

describe("forgeries of AES-CCM on the engine", async () => {
	const engine = await openCryptoEngine();
	after(() => engine.close());
	const source = new Source("forgeries");
	const board = new Board(engine);
	const key = source.bytes(16);
	const handle = board.ask(cryptoEvents.importKey, key).result;
	const plain: Packet = { key, nonce: source.bytes(13), aad: source.bytes(20), tagLength: 8, text: source.bytes(40) };
	const open = (packet: Packet): number => board.aeadUnder(handle, cryptoEvents.open, packet).result;
	const withTag = (packet: Packet, tag: Uint8Array): Packet => ({
		...packet,
		text: Uint8Array.from([...packet.text.subarray(0, packet.text.length - packet.tagLength), ...tag]),
	});
	const tagOf = ({ text, tagLength }: Packet): Uint8Array => text.slice(text.length - tagLength);

	test("the packets that they start from are authentic", () => {
		for (const tagLength of [4, 8, 16]) assert.equal(open(seal({ ...plain, tagLength })), 40);
	});

	test("a tag with any one bit changed, all of them, all zero, all one, its halves swapped, or turned around", () => {
		for (const tagLength of [4, 8, 16]) {
			const sealed = seal({ ...plain, tagLength });
			const tag = tagOf(sealed);
			const half = tagLength / 2;
			const tags = [
				...Array.from({ length: 8 * tagLength }, (_, bit) => flipped(tag, bit)),
				tag.map((byte) => byte ^ 0xff),
				tag.map((byte) => byte ^ 0x80),
				tag.map((byte) => byte ^ 0x01),
				new Uint8Array(tagLength),
				new Uint8Array(tagLength).fill(0xff),
				Uint8Array.from([...tag.subarray(half), ...tag.subarray(0, half)]),
				tag.slice().reverse(),
			];
			for (const forged of tags) assert.equal(open(withTag(sealed, forged)), notAuthentic, toHex(forged));
		}
	});

	test("a tag cut to a shorter one, or a shorter one filled up: the length of the tag is authenticated too", () => {
		const long = seal({ ...plain, tagLength: 16 });
		for (const tagLength of [4, 8]) {
			const cut = { ...long, tagLength, text: long.text.subarray(0, 40 + tagLength) };
			assert.equal(open(cut), notAuthentic);
			const short = seal({ ...plain, tagLength });
			const filled = {
				...short,
				tagLength: 16,
				text: Uint8Array.from([...short.text, ...new Uint8Array(16 - tagLength)]),
			};
			assert.equal(open(filled), notAuthentic);
		}
	});

	test("bytes moved over the border between associated data, text and tag", () => {
		const sealed = seal(plain);
		const moved: Packet[] = [
			{ ...sealed, aad: sealed.aad.subarray(0, 19), text: Uint8Array.from([sealed.aad[19] as number, ...sealed.text]) },
			{ ...sealed, aad: Uint8Array.from([...sealed.aad, sealed.text[0] as number]), text: sealed.text.subarray(1) },
			{ ...sealed, text: sealed.text.subarray(0, -1) },
			{ ...sealed, text: Uint8Array.from([...sealed.text, 0]) },
			{ ...sealed, text: sealed.text.subarray(1) },
		];
		for (const [index, packet] of moved.entries()) assert.equal(open(packet), notAuthentic, `${index}`);
	});

	test("zeros where the padding of associated data and text are zeros", () => {
		for (const length of [0, 1, 13, 14, 15, 30]) {
			const sealed = seal({ ...plain, aad: plain.aad.subarray(0, 0), text: plain.text.subarray(0, length) });
			assert.equal(open({ ...sealed, aad: new Uint8Array(1) }), notAuthentic);
			const longer = Uint8Array.from([...sealed.text.subarray(0, length), 0, ...tagOf(sealed)]);
			assert.equal(open({ ...sealed, text: longer }), notAuthentic);
		}
	});

	test("the text of one nonce with the tag of another, blocks swapped, repeated or left out", () => {
		const sealed = seal(plain);
		const other = seal({ ...plain, nonce: flipped(plain.nonce, 103) });
		const [first, second, rest] = [sealed.text.subarray(0, 16), sealed.text.subarray(16, 32), sealed.text.subarray(32)];
		assert.equal(open(withTag(sealed, tagOf(other))), notAuthentic);
		assert.equal(open(withTag(other, tagOf(sealed))), notAuthentic);
		for (const blocks of [
			[second, first, rest],
			[first, first, rest],
			[first, rest],
			[first, second, second, rest],
		])
			assert.equal(open({ ...sealed, text: Uint8Array.from(blocks.flatMap((block) => [...block])) }), notAuthentic);
	});

	test("what is shorter than its tag", () => {
		for (const tagLength of [4, 8, 16])
			for (let length = 0; length < tagLength; length++)
				assert.equal(open({ ...plain, tagLength, text: plain.text.subarray(0, length) }), notAuthentic);
	});

	test("the keys of one board are none of another's, and none of its own after a reboot", () => {
		const sealed = seal(plain);
		const neighbour = new Board(engine);
		assert.equal(neighbour.aeadUnder(handle, cryptoEvents.open, sealed).result, noKey);
		const first = new Board(engine);
		assert.equal(first.aeadUnder(first.ask(cryptoEvents.importKey, key).result, cryptoEvents.open, sealed).result, 40);
		first.machine.close();
		assert.equal(new Board(engine).aeadUnder(0, cryptoEvents.open, sealed).result, noKey);
		assert.equal(open(sealed), 40);
	});
});
