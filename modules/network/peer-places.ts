import { broadcastAddress } from "kith/link/link";

/** Peers of one node; equal to `nodeLimits.peers` of the definition. */
export const peerLimit = 64;

/** Buckets of the smallest table; the largest has four times as many as there are peers. */
const fewestBuckets = 16;

/**
 * The place of each peer in the tables of the network layer, from 1; place 0 is nobody's, or the node's own where a table
 * says so. Only the peers named at the start have a place: a stranger's frame changes nothing.
 */
export class PeerPlaces {
	/** By place. Place 0 has an address that no frame can have, and ends a search. */
	readonly addresses: Int32Array;
	/** Places, the one without a peer included. */
	readonly length: number;
	/** Place of the peer whose address hashes here or, that being taken, just before; 0: nobody's. */
	readonly buckets: Uint8Array;
	/** Buckets less one. */
	readonly mask: number;

	/** Throws RangeError for more than `peerLimit` peers, and for an address named twice, 0 or the broadcast's. */
	constructor(peers: Uint16Array) {
		const count = peers.length;
		if (count > peerLimit) throw new RangeError(`${count} peers, at most ${peerLimit}`);
		let size = fewestBuckets;
		while (size < 4 * count) size *= 2;
		this.length = count + 1;
		this.buckets = new Uint8Array(size);
		this.mask = size - 1;
		this.addresses = new Int32Array(count + 1).fill(-1);
		for (let index = 0; index < count; index++) {
			const address = peers[index] as number;
			if (address === 0 || address === broadcastAddress || this.find(address) !== 0)
				throw new RangeError(`peer address ${address} is reserved or named twice`);
			let bucket = address & this.mask;
			while (this.buckets[bucket] !== 0) bucket = (bucket + 1) & this.mask;
			this.buckets[bucket] = index + 1;
			this.addresses[index + 1] = address;
		}
	}

	/** The place of an address, or 0. Addresses given out in a row have a bucket each, so that one look finds them. */
	find(address: number): number {
		const addresses = this.addresses;
		const buckets = this.buckets;
		let bucket = address & this.mask;
		let place = buckets[bucket] as number;
		while (addresses[place] !== address) {
			if (place === 0) return 0;
			bucket = (bucket + 1) & this.mask;
			place = buckets[bucket] as number;
		}
		return place;
	}
}
