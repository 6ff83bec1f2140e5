import { frameFates } from "./frame-fates";

/** Peers of one node; equal to `nodeLimits.peers` of the definition. */
export const peerLimit = 64;
/** How far behind the highest sequence heard a frame may arrive and still be told from a repeat. */
export const windowLength = 32;

const bucketCount = 256;
const bucketMask = bucketCount - 1;

/**
 * Remembers, per peer, which frames were accepted: boot number, highest sequence, and a bitmap of the 32 sequences up
 * to it (bit 0: the highest). Only the peers named at the start have a place: a stranger's frame changes nothing.
 *
 * A newer boot number restarts a peer's window. Newer is meant in serial-number arithmetic (RFC 1982) on 16 bits: up
 * to 32,767 reboots ahead. An older one is refused for ever, so that frames recorded before a reboot stay dead.
 */
export class DuplicateWindow {
	/** The place of the origin that `judge` found last. */
	#peer = 0;
	/** Place of the peer whose address hashes here or, that being taken, just before; 0: nobody's. */
	readonly #buckets = new Uint8Array(bucketCount);
	/** By place, from 1. Place 0 has an address that no frame can have, and ends a search. */
	readonly #addresses: Int32Array;
	readonly #boots: Uint16Array;
	/** -1: nothing heard yet. */
	readonly #highest: Int32Array;
	readonly #bitmaps: Int32Array;

	/** Throws RangeError for more than `peerLimit` peers, and for an address named twice, 0 or the broadcast's. */
	constructor(peers: Uint16Array) {
		const count = peers.length;
		if (count > peerLimit) throw new RangeError(`${count} peers, at most ${peerLimit}`);
		this.#addresses = new Int32Array(count + 1).fill(-1);
		this.#boots = new Uint16Array(count + 1);
		this.#highest = new Int32Array(count + 1).fill(-1);
		this.#bitmaps = new Int32Array(count + 1);
		for (let index = 0; index < count; index++) {
			const address = peers[index] as number;
			if (address === 0 || address === 0xffff || this.knows(address))
				throw new RangeError(`peer address ${address} is reserved or named twice`);
			let bucket = address & bucketMask;
			while (this.#buckets[bucket] !== 0) bucket = (bucket + 1) & bucketMask;
			this.#buckets[bucket] = index + 1;
			this.#addresses[index + 1] = address;
		}
	}

	/** Whether an address is a peer's. */
	knows(address: number): boolean {
		return this.judge(address, 0, 0) !== frameFates.stranger;
	}

	/**
	 * Whether a frame is from a peer and could be new. Accepts nothing: the frame is not verified yet. Addresses given out
	 * in a row have a bucket each, so that one look finds them.
	 * @returns a frame fate, `frameFates.delivered` where it is new
	 */
	judge(origin: number, boot: number, sequence: number): number {
		const addresses = this.#addresses;
		const buckets = this.#buckets;
		let bucket = origin & bucketMask;
		let peer = buckets[bucket] as number;
		while (addresses[peer] !== origin) {
			if (peer === 0) return frameFates.stranger;
			bucket = (bucket + 1) & bucketMask;
			peer = buckets[bucket] as number;
		}
		this.#peer = peer;
		const behind = (this.#highest[peer] as number) - sequence;
		if (boot !== this.#boots[peer]) return this.#judgeBoot(peer, boot);
		if (behind < 0) return 0;
		if (behind >= windowLength) return frameFates.duplicate;
		return (this.#bitmaps[peer] as number) & (1 << behind) ? frameFates.duplicate : 0;
	}

	/** Marks the frame that `judge` just found new, once it is verified. */
	accept(boot: number, sequence: number): void {
		const peer = this.#peer;
		const ahead = sequence - (this.#highest[peer] as number);
		if (boot !== this.#boots[peer] || ahead >= windowLength) {
			this.#boots[peer] = boot;
			this.#highest[peer] = sequence;
			this.#bitmaps[peer] = 1;
		} else if (ahead > 0) {
			this.#highest[peer] = sequence;
			this.#bitmaps[peer] = ((this.#bitmaps[peer] as number) << ahead) | 1;
		} else {
			this.#bitmaps[peer] = (this.#bitmaps[peer] as number) | (1 << -ahead);
		}
	}

	#judgeBoot(peer: number, boot: number): number {
		if ((this.#highest[peer] as number) < 0) return 0;
		return ((boot - (this.#boots[peer] as number)) & 0xffff) < 0x8000 ? 0 : frameFates.olderBoot;
	}
}
