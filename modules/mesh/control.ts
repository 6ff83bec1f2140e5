import { broadcastAddress } from "kith/link/link";
import { outgoingOffset } from "./frame-arena";
import { frameLengthLimit, frameTypes, headerLength } from "./header";
import type { Mesh } from "./mesh";
import { networkCounters } from "./network-counters";
import type { priorities } from "./transmit-table";

/** What a neighbour frame is, in its first byte. */
export const controlKinds = { beacon: 1, summary: 2, request: 3, unreachable: 4 } as const;
/** Entries of a summary or request: four bytes each. */
export const entryLimit = 40;
export const entryLength = 4;

/** Makes and sends the neighbour frames of one node: what neighbours tell each other, protected for one hop. */
export class ControlSender {
	/** The message being made. */
	readonly message = new Uint8Array(frameLengthLimit - headerLength);
	length = 0;
	readonly #mesh: Mesh;

	constructor(mesh: Mesh) {
		this.#mesh = mesh;
	}

	begin(kind: number): void {
		this.message[0] = kind;
		this.length = 1;
	}

	uint8(value: number): void {
		this.message[this.length++] = value;
	}

	uint16(value: number): void {
		this.message[this.length++] = value >> 8;
		this.message[this.length++] = value;
	}

	/** @param to a neighbour's address, or the broadcast's. False: no room in the queue, counted there */
	send(to: number, priority: (typeof priorities)[keyof typeof priorities]): boolean {
		const { queue, maker, counters } = this.#mesh;
		const slot = queue.reserve(priority);
		if (slot < 0) return false;
		const length = maker.direct(frameTypes.neighbour, to, this.message, this.length);
		if (length < 0) {
			counters.count(networkCounters.unprotected);
			return false;
		}
		queue.commit(slot, outgoingOffset, length, to, priority, 0);
		return true;
	}

	sendToAll(priority: (typeof priorities)[keyof typeof priorities]): boolean {
		return this.send(broadcastAddress, priority);
	}
}
