import type { AeadParameters, Crypto } from "kith/core/crypto";
import type { StageBoard, StageRun } from "../../rv32/stage-sequence";
import type { Meter } from "./meter";

/** Posts of one event that are kept. */
const postLimit = 8;

interface Post {
	kind: number;
	bytes: Uint8Array;
	length: number;
}

/**
 * The global `host` of the simulator's guests, on a chip: who runs the guest is in the same machine. Posts are kept as
 * they are until the event has ended, so that what they cost is not counted.
 */
export class BoardHost implements Omit<KithHost, "crypto">, StageBoard {
	readonly crypto: Partial<KithHostCrypto>;
	readonly #meter: Meter;
	readonly #posts: Post[] = [];
	#buffer: Uint8Array = new Uint8Array(0);
	#callback: (kind: number, length: number) => void = () => {};
	#count = 0;

	constructor(meter: Meter, crypto: Crypto) {
		this.#meter = meter;
		this.crypto = hostCrypto(crypto);
		for (let place = 0; place < postLimit; place++) this.#posts.push({ kind: 0, bytes: this.#buffer, length: 0 });
	}

	/** Time stands still: what is measured waits for nothing. */
	now(): number {
		return 0;
	}

	fillRandom(bytes: Uint8Array): void {
		bytes.fill(0x5a);
	}

	listen(buffer: Uint8Array, callback: (kind: number, length: number) => void): void {
		this.#buffer = buffer;
		this.#callback = callback;
	}

	post(kind: number, bytes: Uint8Array, length: number): void {
		const post = this.#posts[this.#count];
		if (post === undefined) throw new RangeError(`more than ${postLimit} posts in one event`);
		post.kind = kind;
		post.bytes = bytes;
		post.length = length;
		this.#count++;
	}

	/** Answered at once and with nothing: what others do is not measured here. */
	call(): number {
		return 0;
	}

	run(kind: number, bytes: Uint8Array): StageRun {
		this.#buffer.set(bytes);
		const cost = this.repeat(kind, bytes.length, 1);
		const posts = this.#posts.slice(0, this.#count);
		return {
			cost,
			posts: posts.map(({ kind: of, bytes: from, length }) => ({ kind: of, bytes: from.slice(0, length) })),
		};
	}

	/** The event whose bytes are in the buffer, `times` times. Allocates nothing. @returns cycles */
	repeat(kind: number, length: number, times: number): number {
		const callback = this.#callback;
		const begun = this.#meter.cycles();
		for (let count = 0; count < times; count++) {
			this.#count = 0;
			callback(kind, length);
		}
		return (this.#meter.cycles() - begun) | 0;
	}
}

/** What test/rv32/native-reference asks for. */
function hostCrypto(crypto: Crypto): Partial<KithHostCrypto> {
	const parameters = (
		key: number,
		nonce: Uint8Array,
		aad: Uint8Array,
		aadLength: number,
		tagLength: AeadParameters["tagLength"],
	): AeadParameters => ({ key, nonce, aad, aadLength, tagLength });
	return {
		importKey: (bytes, length) => crypto.importKey(bytes, length),
		forgetKey: (key) => crypto.forgetKey(key),
		seal: (key, nonce, aad, aadLength, tagLength, buffer, offset, length) =>
			crypto.seal(parameters(key, nonce, aad, aadLength, tagLength), buffer, offset, length),
		open: (key, nonce, aad, aadLength, tagLength, buffer, offset, length) =>
			crypto.open(parameters(key, nonce, aad, aadLength, tagLength), buffer, offset, length),
		sha256: (data, length, digest) => crypto.sha256(data, length, digest),
		hmacSha256: (key, data, length, mac) => crypto.hmacSha256(key, data, length, mac),
		hkdfSha256: (secret, salt, info, infoLength, output) => crypto.hkdfSha256(secret, salt, info, infoLength, output),
	};
}
