import { type Crypto, type KeyHandle, p256PrivateLength, p256PublicLength, wipe } from "kith/core/crypto";
import { roles, type Secrets } from "kith/core/secrets";
import type { PeerPlaces } from "kith/network/peer-places";
import type { ContextTable } from "./context-table";
import { deriveSecret, type GroupContexts, noKey, noRow } from "./group-contexts";
import { addressId, bootContextLength, pairContext } from "./id-context";

/**
 * Peers that a node speaks with alone at a time: those of its open exchanges, and the one it is answering. The one it spoke
 * with longest ago makes room.
 */
export const pairLimit = 9;
const entryLength = 4;
const rowCell = 1;
const secretCell = 2;
const usedCell = 3;

export interface PairContextsOptions {
	readonly crypto: Crypto;
	readonly secrets: Secrets;
	readonly contexts: ContextTable;
	readonly groups: GroupContexts;
	readonly places: PeerPlaces;
	readonly address: number;
	readonly networkTag: number;
	/** At most `pairLimit`. */
	readonly limit: number;
}

/**
 * The contexts in which two nodes speak with each other alone: from their static P-256 keys, and from the boots of both
 * that are believed, so that no message of an earlier boot of either fits. Derived when they are needed.
 */
export class PairContexts {
	/** Contexts that had to make room for another. */
	evictions = 0;
	readonly #options: PairContextsOptions;
	readonly #privateKey: KeyHandle;
	/** Four numbers an entry: the peer's place (0: the entry is free), its row, its Master Secret, when it was used last. */
	readonly #cells: Int32Array;
	/**
	 * By place: 1 where there was a context before in this boot. It may have been the same one, where it was evicted or a
	 * peer's boot came back, so its window counts as lost, and a challenge finds out.
	 */
	readonly #known: Uint8Array;
	#uses = 0;
	/** No context that was evicted used this number, or a higher one. */
	#floor = 0;

	/** Throws Error, with what to do, where the node has no private key. */
	constructor(options: PairContextsOptions) {
		const { limit, places } = options;
		this.#options = options;
		this.#privateKey = importPrivateKey(options);
		this.#cells = new Int32Array(limit * entryLength);
		for (let entry = 0; entry < this.#cells.length; entry += entryLength) this.free(entry);
		this.#known = new Uint8Array(places.length);
	}

	/** Of this node. */
	get address(): number {
		return this.#options.address;
	}

	/** The row for speaking with the peer at `place`, derived if need be. `noRow`: no boot of it is believed, or no key. */
	row(place: number): number {
		if (place <= 0) return noRow;
		let entry = this.find(place);
		if (entry < 0) entry = this.claim(place);
		this.#uses = (this.#uses + 1) & 0x3fffffff;
		this.#cells[entry + usedCell] = this.#uses;
		const row = this.#cells[entry + rowCell] as number;
		return row === noRow ? this.derive(entry, place) : row;
	}

	/** Another boot of the peer at `place` is about to be believed. Its Master Secret stays. */
	forget(place: number): void {
		const entry = this.find(place);
		if (place > 0 && entry >= 0) this.dropRow(entry);
	}

	/** This node goes on under another boot. */
	forgetAll(): void {
		this.#known.fill(0);
		for (let entry = 0; entry < this.#cells.length; entry += entryLength) this.dropRow(entry);
	}

	/** An entry for another peer: a free one, or that of the peer spoken with longest ago. */
	private claim(place: number): number {
		const cells = this.#cells;
		let entry = this.find(0);
		if (entry < 0) {
			entry = 0;
			for (let other = entryLength; other < cells.length; other += entryLength)
				if ((cells[other + usedCell] as number) < (cells[entry + usedCell] as number)) entry = other;
			this.evictions++;
			this.dropRow(entry);
			this.#options.crypto.forgetKey(cells[entry + secretCell] as number);
			this.free(entry);
		}
		cells[entry] = place;
		return entry;
	}

	private find(place: number): number {
		const cells = this.#cells;
		for (let entry = 0; entry < cells.length; entry += entryLength) if (cells[entry] === place) return entry;
		return -1;
	}

	private free(entry: number): void {
		this.#cells[entry] = 0;
		this.#cells[entry + rowCell] = noRow;
		this.#cells[entry + secretCell] = noKey;
		this.#cells[entry + usedCell] = 0;
	}

	private derive(entry: number, place: number): number {
		const { groups, contexts, address, places } = this.#options;
		if (!groups.hasBoot(place)) return noRow;
		const peer = places.addresses[place] as number;
		const secret = this.secretOf(entry, peer);
		if (secret < 0) return noRow;
		const peerBoot = new Uint8Array(bootContextLength);
		groups.copyContext(place, peerBoot, 0);
		const row = contexts.add({
			secret,
			salt: new Uint8Array(0),
			idContext: pairContext(address, groups.own, peer, peerBoot),
			senderId: addressId(address),
			recipientId: addressId(peer),
		});
		if (row < 0) return noRow;
		// The same boots may have spoken before: their numbers are not used again.
		contexts.sequences.resume(row, this.#floor);
		if (this.#known[place] === 1) contexts.windows.lose(row);
		this.#known[place] = 1;
		this.#cells[entry + rowCell] = row;
		return row;
	}

	private secretOf(entry: number, peer: number): KeyHandle {
		const known = this.#cells[entry + secretCell] as number;
		if (known !== noKey) return known;
		const secret = this.agree(peer);
		if (secret >= 0) this.#cells[entry + secretCell] = secret;
		return secret;
	}

	/** The Master Secret that this node shares with a member alone, which the caller forgets. `noKey`: it is no member. */
	agree(peer: number): KeyHandle {
		const { crypto, secrets, address, networkTag } = this.#options;
		if (secrets.role(peer) === roles.none) return noKey;
		const publicKey = new Uint8Array(p256PublicLength);
		if (!secrets.readPublicKey(peer, publicKey)) return noKey;
		const shared = crypto.agreeP256(this.#privateKey, publicKey);
		if (shared < 0) return noKey;
		const secret = deriveSecret(
			crypto,
			shared,
			networkTag,
			"kith pair",
			Math.min(address, peer),
			Math.max(address, peer),
		);
		crypto.forgetKey(shared);
		return secret < 0 ? noKey : secret;
	}

	private dropRow(entry: number): void {
		const row = this.#cells[entry + rowCell] as number;
		if (row === noRow) return;
		const { contexts } = this.#options;
		this.#floor = Math.max(this.#floor, contexts.sequences.next(row));
		contexts.remove(row);
		this.#cells[entry + rowCell] = noRow;
	}
}

function importPrivateKey({ crypto, secrets }: PairContextsOptions): KeyHandle {
	const bytes = new Uint8Array(p256PrivateLength);
	if (!secrets.readPrivateKey(bytes))
		throw new Error("this board has no key of its own; run `kith provision` and flash its secrets");
	const key = crypto.importKey(bytes, p256PrivateLength);
	wipe(bytes);
	if (key < 0) throw new Error("the board's cryptography keeps no keys");
	return key;
}
