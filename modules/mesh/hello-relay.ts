import { broadcastAddress } from "kith/link/link";
import { heardOffset, placeOffset } from "./frame-arena";
import { hopByte } from "./header";
import type { Mesh } from "./mesh";
import { networkCounters } from "./network-counters";
import type { ReceivedFrame } from "./received-frame";
import { noSlot, priorities } from "./transmit-table";

/** Hellos that are remembered: each is passed on once, by its author's boot and number. */
const rememberedHellos = 64;
/** A hello is passed on after a random wait of this many milliseconds. */
const waitMinimumMs = 20;
const waitMask = 0x7f;
/** So many copies heard meanwhile: the others have passed it on. */
const enoughCopies = 3;

/**
 * Hellos travel further than a hop, so that boards that do not hear each other can prove that they are there. Nothing is
 * known of neighbours when everybody boots, so it is copies that are counted, as Trickle does (RFC 6206). A hello teaches no
 * ways: it may be a recording until somebody's challenge is named in it.
 */
export class HelloRelay {
	readonly #mesh: Mesh;
	readonly #seen = new Int32Array(rememberedHellos);
	readonly #copies = new Uint8Array(rememberedHellos);
	#next = 0;

	constructor(mesh: Mesh) {
		this.#mesh = mesh;
	}

	/** Whether a hello was heard before. Counts its copies, and spares this node what others have done. */
	repeated(header: ReceivedFrame): boolean {
		const hash = hashOf(header);
		const index = this.#seen.indexOf(hash);
		if (index < 0) return false;
		const copies = (this.#copies[index] as number) + 1;
		this.#copies[index] = Math.min(copies, enoughCopies);
		if (copies < enoughCopies) return true;
		const { queue, counters } = this.#mesh;
		const slot = queue.hasRelays ? queue.find(hash) : noSlot;
		if (slot === noSlot) return true;
		queue.cancel(slot);
		counters.count(networkCounters.floodsSuppressed);
		return true;
	}

	/** A verified hello lies as it came in the arena: it is passed on where its hops are not used up. */
	pass(header: ReceivedFrame, length: number): void {
		const mesh = this.#mesh;
		const hash = hashOf(header);
		this.#seen[this.#next] = hash;
		this.#copies[this.#next] = 1;
		this.#next = (this.#next + 1) % rememberedHellos;
		if (header.hops <= 1 || !mesh.airtime.relay(header.place, mesh.scheduler.now())) return;
		const { queue, arena, counters, random, draw } = mesh;
		const slot = queue.reserve(priorities.group);
		if (slot < 0) return;
		queue.fill(slot, heardOffset, length);
		arena.bytes[placeOffset(slot) + hopByte] = header.hops - 1;
		queue.mark(slot, hash);
		counters.count(networkCounters.floodsRelayed);
		random.fill(draw);
		queue.queue(slot, broadcastAddress, priorities.group, waitMinimumMs + ((draw[0] as number) & waitMask));
	}
}

/** Of author, boot and number; never 0, which an unused place has. No key of a flood: those have a place above. */
function hashOf({ origin, boot, sequence }: ReceivedFrame): number {
	return (((origin * 31 + boot) * 31 + sequence) & 0xffffff) | 0x7f000000;
}
