/** The engine's own AES-CCM, SHA-256, HMAC and HKDF against Node's OpenSSL, with inputs that a seed draws. */
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { cryptoFaults } from "kith/core/crypto";
import { NodeCrypto } from "kith/simulator/crypto/node-crypto";
import { canBuild } from "kith/simulator/engine/toolchain";
import { toHex } from "../../support/hex";
import { cryptoEvents } from "./guests/crypto-events";
import { Board, flipped, openCryptoEngine, openSsl, Source, seal, seed } from "./native-board";

const rounds = 400;
const { notAuthentic } = cryptoFaults;

for (const wordSize of ([32, 64] as const).filter((size) => canBuild(size))) {
	describe(`the engine's cryptography and OpenSSL's, ${wordSize}-bit, seed ${seed}`, async () => {
		const engine = await openCryptoEngine(wordSize);
		after(() => engine.close());

		test("seal the same bytes, and open what the other sealed", () => {
			const source = new Source("seal");
			const board = new Board(engine);
			for (let round = 0; round < rounds; round++) {
				const packet = source.packet();
				const sealed = seal(packet);
				const made = board.aead(cryptoEvents.seal, packet);
				assert.equal(toHex(made.bytes), toHex(sealed.text), `round ${round}`);
				const opened = board.aead(cryptoEvents.open, sealed);
				assert.equal(opened.result, packet.text.length, `round ${round}`);
				assert.equal(toHex(opened.bytes.subarray(0, packet.text.length)), toHex(packet.text));
			}
		});

		test("refuse the same packets with one wrong bit anywhere, and give nothing of the text away", () => {
			const source = new Source("flip");
			const board = new Board(engine);
			for (let round = 0; round < rounds; round++) {
				const packet = seal(source.packet());
				const fields = (["nonce", "aad", "text", "key"] as const).filter((field) => packet[field].length > 0);
				const field = fields[source.upTo(fields.length - 1)] as "nonce" | "aad" | "text" | "key";
				const forged = { ...packet, [field]: flipped(packet[field], source.upTo(8 * packet[field].length - 1)) };
				assert.equal(openSsl(forged, false).result, notAuthentic);
				const { result, bytes } = board.aead(cryptoEvents.open, forged);
				assert.equal(result, notAuthentic, `round ${round}: ${field}`);
				const text = bytes.subarray(0, bytes.length - packet.tagLength);
				assert.ok(
					text.every((byte) => byte === 0),
					`round ${round}`,
				);
			}
		});

		test("hash, authenticate and derive the same", () => {
			const source = new Source("hash");
			const board = new Board(engine);
			for (let round = 0; round < rounds; round++) {
				const node = new NodeCrypto();
				const key = source.bytes(1 + source.upTo(159));
				const data = source.bytes(source.upTo(384));
				const digest = new Uint8Array(32);
				node.importKey(key, key.length);
				board.ask(cryptoEvents.importKey, key);
				node.sha256(data, data.length, digest);
				assert.equal(toHex(board.ask(cryptoEvents.sha256, data).bytes), toHex(digest));
				node.hmacSha256(0, data, data.length, digest);
				assert.equal(toHex(board.ask(cryptoEvents.hmac, [0, 0], data).bytes), toHex(digest));
				const [salt, info] = [source.bytes(source.upTo(160)), source.bytes(source.upTo(160))];
				const derived = new Uint8Array(1 + source.upTo(95));
				node.hkdfSha256(0, salt, info, info.length, derived);
				const { bytes } = board.ask(cryptoEvents.hkdf, [0, 0, derived.length, salt.length], salt, info);
				assert.equal(toHex(bytes), toHex(derived));
				board.ask(cryptoEvents.forgetKey, [0, 0]);
			}
		});

		test("every length around the blocks of AES and SHA-256 is right", () => {
			const source = new Source("lengths");
			const board = new Board(engine);
			const key = source.bytes(16);
			const handle = board.ask(cryptoEvents.importKey, key).result;
			for (let length = 0; length <= 70; length++) {
				const packet = { ...source.packet(), key, aad: source.bytes(Math.min(length, 64)), text: source.bytes(length) };
				const made = board.aeadUnder(handle, cryptoEvents.seal, packet);
				assert.equal(toHex(made.bytes), toHex(seal(packet).text), `${length}`);
				const digest = new Uint8Array(32);
				for (const data of [packet.text, source.bytes(256 + length)]) {
					new NodeCrypto().sha256(data, data.length, digest);
					assert.equal(toHex(board.ask(cryptoEvents.sha256, data).bytes), toHex(digest), `${length}`);
				}
			}
		});
	});
}
