import type { Random } from "kith/core/random";
import type { Store } from "kith/core/store";

const key = "boot";

/**
 * Counts this boot and returns its number, 16 bits: frames name the boot by it. It need not be new, as keys come from the
 * chance of the boot as well: where the store lost the count (erased, worn out) a random one is drawn.
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
 * With so few sequence numbers left (of 16,777,216) the node goes on under a new boot number. A board that sends ten
 * messages a second gets there after 19 days; none sends so many from one look at its numbers to the next.
 */
export const sequenceReserve = 0x10000;
/** How often it looks. */
export const sequenceCheckMs = 60_000;
