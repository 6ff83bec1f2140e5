/**
 * Port: what a board must keep to itself, and whom it may trust. `kith provision` makes it on the desktop, it lies in a
 * partition of its own, and no image and no definition contains any of it.
 *
 * For node code: read a secret once, import it into `Crypto`, and wipe the array (`wipe`). Public keys are read when they
 * are needed, as 64 of them would take 4 KB of the heap.
 *
 * For platform authors: every call reads from the partition anew and keeps no copy. A damaged partition answers like one
 * that has nothing; why is said when the image is opened, not here.
 */
export interface Secrets {
	/** Writes the network secret to the first `networkSecretLength` bytes of `target`. @returns false where there is none */
	readNetworkSecret(target: Uint8Array): boolean;
	/** Writes this node's P-256 private key, big-endian, to the first 32 bytes of `target`. @returns false: none */
	readPrivateKey(target: Uint8Array): boolean;
	/** Writes the public key of the member `address`, an uncompressed point (65 bytes), to `target`. @returns false: no member */
	readPublicKey(address: number, target: Uint8Array): boolean;
	/** What the member may do, one of `roles`; `roles.none` for who is no member. */
	role(address: number): number;
}

/** Bytes of the secret that all members share, from which the group's keys are derived. */
export const networkSecretLength = 32;

/**
 * Roles in the roster. A node's definition narrows them: of the nodes, only those whose rules need it may act on it.
 * Operators are people's desktops and phones: they have an address, run no definition, and may act on every node.
 */
export const roles = { none: 0, node: 1, operator: 2 } as const;
export type Role = (typeof roles)[keyof typeof roles];
