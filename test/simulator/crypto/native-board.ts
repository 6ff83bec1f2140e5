/** What the tests of the engine's own cryptography share: a board, and OpenSSL beside it. */
import assert from "node:assert/strict";
import { NodeCrypto } from "kith/simulator/crypto/node-crypto";
import { Engine, type Machine } from "kith/simulator/engine/engine";
import { bundleGuest } from "kith/simulator/engine/guest-bundle";
import type { WordSize } from "kith/simulator/engine/types";
import { SeededRandom } from "kith/simulator/kernel/seeded-random";
import { cryptoEvents, cryptoPosts } from "./guests/crypto-events";

const guest = "test/simulator/crypto/guests/crypto-driver";
export const seed = 20_261_125;

export function openCryptoEngine(wordSize?: WordSize): Promise<Engine> {
	const modules = bundleGuest({ entries: [`${guest}.ts`] });
	return Engine.open({ modules, lineNumbers: false, ...(wordSize === undefined ? {} : { wordSize }) });
}

export interface Packet {
	readonly key: Uint8Array;
	readonly nonce: Uint8Array;
	readonly aad: Uint8Array;
	readonly tagLength: number;
	/** With the tag, where it is sealed. */
	readonly text: Uint8Array;
}

export interface Answer {
	readonly result: number;
	readonly bytes: Uint8Array;
	readonly meter: number;
}

/** Inputs that the seed draws. */
export class Source {
	readonly #random: SeededRandom;

	constructor(name: string) {
		this.#random = new SeededRandom(seed).fork(name);
	}

	/** From 0 to `limit`. */
	upTo(limit: number): number {
		return this.#random.below(limit + 1);
	}

	bytes(length: number): Uint8Array {
		return new Uint8Array(length).map(() => this.upTo(255));
	}

	packet(): Packet {
		const tagLength = [4, 8, 16][this.upTo(2)] as number;
		// Most as short as messages are, some up to the limit.
		const text = this.bytes(this.upTo(9) === 0 ? this.upTo(1500) : this.upTo(80));
		return { key: this.bytes(16), nonce: this.bytes(13), aad: this.bytes(this.upTo(64)), tagLength, text };
	}
}

/** A board whose program does what it is asked with its cryptography. */
export class Board {
	readonly machine: Machine;
	readonly #engine: Engine;

	constructor(engine: Engine) {
		this.#engine = engine;
		this.machine = engine.createMachine({ heapBytes: 94_208, seed: 1, entry: guest, onCall: () => undefined });
		assert.equal(this.machine.boot.crash, undefined, this.machine.boot.crash?.message);
	}

	ask(kind: number, ...parts: readonly (Uint8Array | readonly number[])[]): Answer {
		const bytes = Uint8Array.from(parts.flatMap((part) => [...part]));
		const [run] = this.#engine.run(0, [{ machine: this.machine, kind, bytes }]);
		assert.ok(run !== undefined && run.crash === undefined, run?.crash?.message);
		const [result, posted] = [cryptoPosts.result, cryptoPosts.bytes].map((wanted) =>
			Buffer.from(run.posts.find((post) => post.kind === wanted)?.bytes ?? new Uint8Array(4)),
		) as [Buffer, Buffer];
		return { result: result.readInt32LE(), bytes: new Uint8Array(posted), meter: run.meter };
	}

	/** Takes the packet's key into keeping for one call. */
	aead(kind: number, packet: Packet): Answer {
		const { result: handle } = this.ask(cryptoEvents.importKey, packet.key);
		assert.ok(handle >= 0, "no room for a key");
		const answer = this.aeadUnder(handle, kind, packet);
		this.ask(cryptoEvents.forgetKey, [handle & 0xff, handle >> 8]);
		return answer;
	}

	aeadUnder(handle: number, kind: number, { nonce, aad, tagLength, text }: Packet): Answer {
		return this.ask(kind, [handle & 0xff, handle >> 8, tagLength, aad.length], nonce, aad, text);
	}
}

/** What OpenSSL makes of it. */
export function openSsl(packet: Packet, seal: boolean): { result: number; bytes: Uint8Array } {
	const crypto = new NodeCrypto();
	const { nonce, aad, tagLength, text } = packet;
	const parameters = { key: crypto.importKey(packet.key, 16), nonce, aad, aadLength: aad.length, tagLength };
	const buffer = new Uint8Array(text.length + 16);
	buffer.set(text);
	const result = crypto[seal ? "seal" : "open"](parameters, buffer, 0, text.length);
	return { result, bytes: buffer.subarray(0, Math.max(0, result)) };
}

/** The packet as OpenSSL seals it. */
export function seal(packet: Packet): Packet {
	return { ...packet, text: openSsl(packet, true).bytes.slice() };
}

export function flipped(bytes: Uint8Array, bit: number): Uint8Array {
	const copy = bytes.slice();
	copy[bit >> 3] = (copy[bit >> 3] as number) ^ (1 << (bit & 7));
	return copy;
}
