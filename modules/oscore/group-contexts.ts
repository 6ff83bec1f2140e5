import { type Crypto, derivedLengthLimit, type KeyHandle, nonceLength, wipe } from "kith/core/crypto";
import type { Random } from "kith/core/random";
import { networkSecretLength, type Secrets } from "kith/core/secrets";
import type { PeerPlaces } from "kith/network/peer-places";
import type { ContextTable } from "./context-table";
import { addressId, bootContext, bootContextLength } from "./id-context";
import { KeyDerivation } from "./key-derivation";
import { idLengthLimit } from "./limits";
import { cborBytes } from "./option-value";

/** Bytes of chance in a boot's ID Context, which follow its two of boot counter. */
export const chanceLength = bootContextLength - 2;
export const noRow = -1;
export const noKey = -1;
const secretLength = 32;

/** Of an entry: nonce of number 0, kid as a CBOR byte string (address, 2 bytes), ID Context. */
const kidOffset = nonceLength;
const contextOffset = kidOffset + 3;
const entryLength = contextOffset + bootContextLength;
/** Where a boot that is being looked at lies, while that takes. */
const scratch = 0;

/** Bytes that the group contexts of so many places take in the table of contexts. */
export function groupRoom(places: PeerPlaces): number {
	return places.length * entryLength;
}

export interface GroupContextsOptions {
	readonly crypto: Crypto;
	/** With `groupRoom` of spare bytes. */
	readonly contexts: ContextTable;
	readonly secrets: Secrets;
	readonly networkTag: number;
	readonly address: number;
	readonly places: PeerPlaces;
}

/**
 * The contexts in which members speak to all: one for each boot of each member, derived from the network secret, the
 * member's address and the boot's ID Context. Kept are this node's own and, of each peer, the one that is believed.
 *
 * Peers' are no rows of the table of contexts, as they only receive: 26 bytes each. No message can name one, nor the own
 * one, which is unlisted; so nothing that is protected for the group passes for pairwise.
 */
export class GroupContexts {
	/** This boot's ID Context: counter and chance. */
	readonly own = new Uint8Array(bootContextLength);
	ownRow = noRow;
	/** By place: of the peer's believed boot, or `noKey`. At 0 that of the boot that is being looked at. */
	readonly keys: Int16Array;
	readonly #options: GroupContextsOptions;
	readonly #derivation: KeyDerivation;
	readonly #secret: KeyHandle;

	/** Throws Error, with what to do, where the node has no network secret. */
	constructor(options: GroupContextsOptions) {
		this.#options = options;
		this.keys = new Int16Array(options.places.length).fill(noKey);
		this.#derivation = new KeyDerivation(options.crypto);
		this.#secret = groupSecret(options);
	}

	get contexts(): ContextTable {
		return this.#options.contexts;
	}

	/** A boot begins: its number, with new chance, makes new keys. The ones before are forgotten. */
	begin(boot: number, random: Random): void {
		const { contexts, address } = this.#options;
		if (this.ownRow !== noRow) contexts.remove(this.ownRow);
		this.own.set(bootContext(boot, random));
		const parameters = { secret: this.#secret, salt: empty(), idContext: this.own };
		const row = contexts.add({ ...parameters, senderId: addressId(address), unlisted: true });
		if (row < 0) throw new Error(`no context to speak in: fault ${row}`);
		this.ownRow = row;
	}

	/** Where the nonce of number 0 of a peer lies in the bytes of the table; its kid is `kidOf`. */
	at(place: number): number {
		return this.#options.contexts.spareAt + place * entryLength;
	}

	/** Where the kid of the entry at `at` lies. */
	kidOf(at: number): number {
		return at + kidOffset;
	}

	/** Whether a boot of the peer at `place` is believed. */
	hasBoot(place: number): boolean {
		return this.keys[place] !== noKey;
	}

	/** Whether a boot is the believed one of the peer at `place`. @param chance where its bytes lie in `bytes` */
	believes(place: number, boot: number, bytes: Uint8Array, chance: number): boolean {
		if (this.keys[place] === noKey) return false;
		const table = this.contexts.bytes;
		const at = this.at(place) + contextOffset;
		if ((((table[at] as number) << 8) | (table[at + 1] as number)) !== boot) return false;
		for (let index = 0; index < chanceLength; index++)
			if (table[at + 2 + index] !== bytes[chance + index]) return false;
		return true;
	}

	/** Derives the context of a peer's boot, to be looked at, and then installed or discarded. @returns false: not now */
	derive(place: number, boot: number, bytes: Uint8Array, chance: number): boolean {
		const idContext = new Uint8Array(bootContextLength);
		idContext[0] = boot >> 8;
		idContext[1] = boot;
		for (let index = 0; index < chanceLength; index++) idContext[2 + index] = bytes[chance + index] as number;
		const { contexts, places } = this.#options;
		const id = addressId(places.addresses[place] as number);
		const inputs = { secret: this.#secret, salt: empty(), idContext };
		const iv = new Uint8Array(nonceLength);
		if (this.#derivation.commonIv(inputs, iv) < 0) return false;
		const key = this.#derivation.key(inputs, id);
		if (key < 0) return false;
		this.keys[scratch] = key;
		const table = contexts.bytes;
		const at = this.at(scratch);
		table.set(iv, at);
		wipe(iv);
		// (length, padded ID, 0) XOR Common IV (RFC 8613 section 5.2).
		table[at] = (table[at] as number) ^ id.length;
		table[at + idLengthLimit - 1] = (table[at + idLengthLimit - 1] as number) ^ (id[0] as number);
		table[at + idLengthLimit] = (table[at + idLengthLimit] as number) ^ (id[1] as number);
		table[at + kidOffset] = cborBytes | id.length;
		table.set(id, at + kidOffset + 1);
		table.set(idContext, at + contextOffset);
		return true;
	}

	/** The derived context is the believed one of a peer from now on. */
	install(place: number): void {
		const { crypto, contexts } = this.#options;
		const before = this.keys[place] as number;
		if (before !== noKey) crypto.forgetKey(before);
		this.keys[place] = this.keys[scratch] as number;
		this.keys[scratch] = noKey;
		const from = this.at(scratch);
		contexts.bytes.copyWithin(this.at(place), from, from + entryLength);
	}

	/** The derived context is not wanted. */
	discard(): void {
		this.#options.crypto.forgetKey(this.keys[scratch] as number);
		this.keys[scratch] = noKey;
	}

	/** Copies the ID Context of a peer's believed boot to `target` from `at` on. */
	copyContext(place: number, target: Uint8Array, at: number): void {
		const table = this.contexts.bytes;
		const from = this.at(place) + contextOffset;
		for (let index = 0; index < bootContextLength; index++) target[at + index] = table[from + index] as number;
	}
}

/** Master Secret of the group: HKDF of the network secret, salted with the network tag. */
function groupSecret({ crypto, secrets, networkTag }: GroupContextsOptions): KeyHandle {
	const bytes = new Uint8Array(networkSecretLength);
	if (!secrets.readNetworkSecret(bytes))
		throw new Error("this board has no secrets of its network; run `kith provision` and flash them");
	const network = crypto.importKey(bytes, networkSecretLength);
	wipe(bytes);
	const secret = deriveSecret(crypto, network, networkTag, "kith group", 0, 0);
	crypto.forgetKey(network);
	if (secret < 0) throw new Error("the board's cryptography keeps no keys");
	return secret;
}

/**
 * A Master Secret of 32 bytes: HKDF-SHA-256 with the network tag as salt; info is the purpose in ASCII and, where they
 * are not 0, two addresses.
 * @returns a handle, or a fault of `Crypto`
 */
export function deriveSecret(
	crypto: Crypto,
	from: KeyHandle,
	networkTag: number,
	purpose: string,
	lower: number,
	higher: number,
): KeyHandle {
	const info = new Uint8Array(derivedLengthLimit);
	let length = 0;
	for (; length < purpose.length; length++) info[length] = purpose.charCodeAt(length);
	if (higher !== 0) {
		info.set([lower >> 8, lower, higher >> 8, higher], length);
		length += 4;
	}
	const output = new Uint8Array(secretLength);
	const fault = crypto.hkdfSha256(from, Uint8Array.of(networkTag >> 8, networkTag), info, length, output);
	if (fault < 0) return fault;
	const handle = crypto.importKey(output, secretLength);
	wipe(output);
	return handle;
}

/** Not a constant: an array at module level would be read-only on a board. */
function empty(): Uint8Array {
	return new Uint8Array(0);
}
