import { CborWriter } from "kith/cbor/cbor-writer";
import { aeadKeyLength, type Crypto, type KeyHandle, nonceLength, wipe } from "kith/core/crypto";
import { aeadAlgorithm } from "./limits";

/** Room for the info array: two IDs, names, numbers, and their heads. */
const infoLimit = 64;

/** What a context's keys are derived from (RFC 8613 section 3.2). */
export interface KeyInputs {
	/** The Master Secret. */
	readonly secret: KeyHandle;
	readonly salt: Uint8Array;
	readonly idContext: Uint8Array | undefined;
}

/** Derives the keys and the Common IV of contexts (section 3.2.1). For when a context is made, not for every message. */
export class KeyDerivation {
	readonly #crypto: Crypto;

	constructor(crypto: Crypto) {
		this.#crypto = crypto;
	}

	/** The Sender or Recipient Key of `id`, in the platform's keeping. @returns a handle, or a fault of `Crypto` */
	key(inputs: KeyInputs, id: Uint8Array): KeyHandle {
		const key = new Uint8Array(aeadKeyLength);
		const fault = this.#derive(inputs, id, "Key", key);
		if (fault < 0) return fault;
		const handle = this.#crypto.importKey(key, aeadKeyLength);
		wipe(key);
		return handle;
	}

	/** The Common IV, to the 13 bytes of `iv`. @returns a fault of `Crypto` where negative */
	commonIv(inputs: KeyInputs, iv: Uint8Array): number {
		if (iv.length !== nonceLength) throw new RangeError(`Common IV of ${iv.length} bytes`);
		return this.#derive(inputs, noId(), "IV", iv);
	}

	#derive(inputs: KeyInputs, id: Uint8Array, type: string, output: Uint8Array): number {
		// Made for the moment: a node derives rarely, and what it would keep for that is a part of its heap.
		const writer = new CborWriter();
		const info = new Uint8Array(infoLimit);
		writer.open(info, 0, infoLimit);
		writer.array(5);
		writer.bytes(id, id.length);
		if (inputs.idContext === undefined) writer.null();
		else writer.bytes(inputs.idContext, inputs.idContext.length);
		writer.int(aeadAlgorithm);
		writer.text(type);
		writer.int(output.length);
		if (writer.overflow) throw new RangeError("info of the key derivation too long");
		return this.#crypto.hkdfSha256(inputs.secret, inputs.salt, info, writer.offset, output);
	}
}

/** Not a constant: an array at module level would be read-only on a board. */
function noId(): Uint8Array {
	return new Uint8Array(0);
}
