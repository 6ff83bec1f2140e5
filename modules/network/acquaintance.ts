import type { MessageIdentity } from "kith/security/protection";

/**
 * Port: who knows which boot of a peer is fresh. The network layer hands over every hello, and tells of frames that do
 * not fit what is known of a peer; whoever implements this has the network believe a boot (`Network.believe`).
 */
export interface Acquaintance {
	/**
	 * A hello of the first `length` bytes of `frame`, from the peer at `identity.place`. Nothing of it is verified.
	 * @param body where the bytes behind the header start
	 * @returns a frame fate
	 */
	onHello(frame: Uint8Array, body: number, length: number, identity: MessageIdentity): number;
	/** A frame says that it is from this peer, but not under a boot that is known, or not with its key. */
	onDoubt(place: number): void;
	/** Somebody may be in reach now who does not know this boot, or whom this node does not know: it says hello at once. */
	greet(): void;
}
