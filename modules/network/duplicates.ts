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
	/** The place of the origin that `judge` looked at last. */
	peer = -1;
	/** Index + 1 of the peer whose address hashes here or, the place being taken, just before; 0: nobody. */
	readonly #buckets = new Uint8Array(bucketCount);
	readonly #addresses: Uint16Array;
	readonly #boots: Uint16Array;
	/** -1: nothing heard yet. */
	readonly #highest: Int32Array;
	readonly #bitmaps: Int32Array;

	/** Throws RangeError for more than `peerLimit` peers, and for an address named twice, 0 or the broadcast's. */
	constructor(peers: Uint16Array) {
		const count = peers.length;
		if (count > peerLimit) throw new RangeError(`${count} peers, at most ${peerLimit}`);
		this.#addresses = new Uint16Array(count);
		this.#boots = new Uint16Array(count);
		this.#highest = new Int32Array(count).fill(-1);
		this.#bitmaps = new Int32Array(count);
		for (let index = 0; index < count; index++) {
			const address = peers[index] as number;
			if (address === 0 || address === 0xffff || this.find(address) >= 0)
				throw new RangeError(`peer address ${address} is reserved or named twice`);
			this.#addresses[index] = address;
			let bucket = address & bucketMask;
			while (this.#buckets[bucket] !== 0) bucket = (bucket + 1) & bucketMask;
			this.#buckets[bucket] = index + 1;
		}
	}

	/** The place of a peer, or -1 for a stranger. Addresses given out in a row all have a bucket of their own. */
	find(address: number): number {
		const buckets = this.#buckets;
		let bucket = address & bucketMask;
		let entry = buckets[bucket] as number;
		while (entry !== 0) {
			if (this.#addresses[entry - 1] === address) return entry - 1;
			bucket = (bucket + 1) & bucketMask;
			entry = buckets[bucket] as number;
		}
		return -1;
	}

	/**
	 * Whether a frame is from a peer and could be new. Changes nothing but `peer`, the place of the origin: the frame is
	 * not verified yet.
	 * @returns a frame fate, `frameFates.delivered` where it is new
	 */
	judge(origin: number, boot: number, sequence: number): number {
		const peer = this.find(origin);
		if (peer < 0) return frameFates.stranger;
		this.peer = peer;
		const highest = this.#highest[peer] as number;
		if (highest < 0) return 0;
		if (boot !== this.#boots[peer])
			return ((boot - (this.#boots[peer] as number)) & 0xffff) < 0x8000 ? 0 : frameFates.olderBoot;
		const behind = highest - sequence;
		if (behind < 0) return 0;
		if (behind >= windowLength) return frameFates.duplicate;
		return (this.#bitmaps[peer] as number) & (1 << behind) ? frameFates.duplicate : 0;
	}

	/** Marks the frame that `judge` just found new, once it is verified. */
	accept(boot: number, sequence: number): void {
		const peer = this.peer;
		const highest = this.#highest[peer] as number;
		if (highest < 0 || boot !== this.#boots[peer]) {
			this.#boots[peer] = boot;
			this.#highest[peer] = sequence;
			this.#bitmaps[peer] = 1;
			return;
		}
		const ahead = sequence - highest;
		if (ahead > 0) {
			this.#highest[peer] = sequence;
			this.#bitmaps[peer] = ahead >= windowLength ? 1 : ((this.#bitmaps[peer] as number) << ahead) | 1;
		} else {
			this.#bitmaps[peer] = (this.#bitmaps[peer] as number) | (1 << -ahead);
		}
	}
}
