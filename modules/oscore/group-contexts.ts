import { type Crypto, derivedLengthLimit, type KeyHandle, wipe } from "kith/core/crypto";
import type { Random } from "kith/core/random";
import { networkSecretLength, type Secrets } from "kith/core/secrets";
import type { PeerPlaces } from "kith/network/peer-places";
import { type ContextTable, rowFields } from "./context-table";
import { addressId, bootContext, bootContextLength } from "./id-context";

/** Bytes of chance in a boot's ID Context, which follow its two of boot counter. */
export const chanceLength = bootContextLength - 2;
export const noRow = -1;
const secretLength = 32;

export interface GroupContextsOptions {
	readonly crypto: Crypto;
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
 * The rows are unlisted: no message can name one, so that nothing protected for the group passes for pairwise.
 */
export class GroupContexts {
	/** This boot's ID Context: counter and chance. */
	readonly own = new Uint8Array(bootContextLength);
	/** By place: of the peer's believed boot, or `noRow`. At 0 this node's own. */
	readonly rows: Int16Array;
	readonly #options: GroupContextsOptions;
	readonly #secret: KeyHandle;
	/** An ID Context that is derived from. */
	readonly #context = new Uint8Array(bootContextLength);

	/** Throws Error, with what to do, where the node has no network secret. */
	constructor(options: GroupContextsOptions) {
		this.#options = options;
		this.rows = new Int16Array(options.places.length).fill(noRow);
		this.#secret = groupSecret(options);
	}

	get contexts(): ContextTable {
		return this.#options.contexts;
	}

	/** A boot begins: its number, with new chance, makes new keys. The ones before are forgotten. */
	begin(boot: number, random: Random): void {
		const { contexts, address } = this.#options;
		const before = this.rows[0] as number;
		if (before !== noRow) contexts.remove(before);
		this.own.set(bootContext(boot, random));
		const parameters = { secret: this.#secret, salt: empty(), idContext: this.own };
		const row = contexts.add({ ...parameters, senderId: addressId(address), unlisted: true });
		if (row < 0) throw new Error(`no context to speak in: fault ${row}`);
		this.rows[0] = row;
	}

	/** Whether a boot is the believed one of the peer at `place`. @param chance where its bytes lie in `bytes` */
	believes(place: number, boot: number, bytes: Uint8Array, chance: number): boolean {
		const row = this.rows[place] as number;
		if (row === noRow) return false;
		const table = this.contexts.bytes;
		const at = this.contexts.at(row) + rowFields.idContext;
		if ((((table[at] as number) << 8) | (table[at + 1] as number)) !== boot) return false;
		for (let index = 0; index < chanceLength; index++)
			if (table[at + 2 + index] !== bytes[chance + index]) return false;
		return true;
	}

	/** Derives the context of a peer's boot. @returns its row, to be installed or discarded; negative: not now */
	derive(place: number, boot: number, bytes: Uint8Array, chance: number): number {
		const context = this.#context;
		context[0] = boot >> 8;
		context[1] = boot;
		for (let index = 0; index < chanceLength; index++) context[2 + index] = bytes[chance + index] as number;
		const { contexts, places } = this.#options;
		const recipientId = addressId(places.addresses[place] as number);
		return contexts.add({ secret: this.#secret, salt: empty(), idContext: context, recipientId, unlisted: true });
	}

	/** A derived context is the believed one of a peer from now on. */
	install(place: number, row: number): void {
		const before = this.rows[place] as number;
		if (before !== noRow) this.contexts.remove(before);
		this.rows[place] = row;
	}

	/** A derived context is not wanted. */
	discard(row: number): void {
		this.contexts.remove(row);
	}

	/** Copies the ID Context of a peer's believed boot (at place 0: the own one) to `target` from `at` on. */
	copyContext(place: number, target: Uint8Array, at: number): void {
		const { contexts } = this.#options;
		const table = contexts.bytes;
		const from = contexts.at(this.rows[place] as number) + rowFields.idContext;
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
