import type { Random } from "kith/core/random";

/** Bytes of a boot's ID Context: 2 of boot counter, 6 of chance. */
export const bootContextLength = 8;

/**
 * The ID Context of one boot: its counter, then chance, drawn anew at every cold boot. Keys are derived from it, so no
 * nonce meets a key of an earlier boot, even where the counter comes from an old flash image or starts again: two boots
 * with one counter share a context with a probability of 2^-48.
 */
export function bootContext(boot: number, random: Random): Uint8Array {
	const context = new Uint8Array(bootContextLength);
	random.fill(context);
	context[0] = boot >> 8;
	context[1] = boot;
	return context;
}

/**
 * The ID Context of two nodes, from both boots: whichever of them reboots, their keys are new. Both write it in the same
 * order, that of the addresses.
 */
export function pairContext(address: number, boot: Uint8Array, peer: number, peerBoot: Uint8Array): Uint8Array {
	const context = new Uint8Array(boot.length + peerBoot.length);
	const ownFirst = address < peer;
	context.set(ownFirst ? boot : peerBoot);
	context.set(ownFirst ? peerBoot : boot, ownFirst ? boot.length : peerBoot.length);
	return context;
}

/** A node's Sender ID: its permanent address, big-endian. */
export function addressId(address: number): Uint8Array {
	return Uint8Array.of(address >> 8, address);
}
