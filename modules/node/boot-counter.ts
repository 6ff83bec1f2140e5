import type { Random } from "kith/core/random";
import type { Store } from "kith/core/store";

const key = "boot";

/**
 * Counts this boot and returns its number, 16 bits: peers tell by it that the sequence numbers start again. Where the
 * store lost the count (erased, worn out) a random one is drawn: half of them count as newer for every peer.
 */
export function countBoot(store: Store, random: Random): number {
	const last = store.read(key);
	const bytes = new Uint8Array(2);
	let count: number;
	if (last === undefined || last.length !== 2) {
		random.fill(bytes);
		// The lower half of the range leaves 32,768 boots before it wraps around to "older".
		count = (((bytes[0] as number) << 8) | (bytes[1] as number)) & 0x7fff;
	} else {
		count = ((((last[0] as number) << 8) | (last[1] as number)) + 1) & 0xffff;
	}
	bytes[0] = count >> 8;
	bytes[1] = count;
	store.write(key, bytes);
	return count;
}

/**
 * With so few sequence numbers left the node takes a new boot number, before requests and answers run out of them too.
 * A board that sends ten messages a second gets there after 19 days.
 */
export const sequenceReserve = 1024;

/** What counts sequences under a boot number. */
export interface Sequences {
	readonly sequencesLeft: number;
	renew(boot: number): void;
}

/** To be called now and then, at least once in `sequenceReserve` messages. */
export function renewBeforeTheEnd(sequences: Sequences, store: Store, random: Random): void {
	if (sequences.sequencesLeft < sequenceReserve) sequences.renew(countBoot(store, random));
}
