import { elapsed } from "kith/core/clock";
import { type ControlSender, controlKinds } from "./control";
import type { Mesh } from "./mesh";
import { neighbourLimit, noNeighbour } from "./neighbour-table";
import { networkCounters } from "./network-counters";
import { priorities } from "./transmit-table";
import { Trickle } from "./trickle";

/** Beacons follow each other after a second at first, and after a quarter of a minute when nothing changes. */
export const beaconMinimumMs = 1000;
export const beaconMaximumMs = 16_000;
/** A neighbour of which nothing was heard for so long, three beacons, is gone. */
export const neighbourGoneMs = 50_000;
/** A neighbour that comes back after so long, more than a beacon was missed, may have missed news too. */
export const neighbourBackMs = 20_000;

/** Kind, running number, channel information, number of neighbours; then address and quality of each. */
const beaconHead = 7;
const perNeighbour = 3;

/** Of whom the network layer is told when neighbours come and go. */
export interface NeighbourListener {
	onNeighbour(address: number): void;
	onNeighbourGone(place: number, slot: number): void;
}

/** What a beacon says of the channel, for the channel's own state machine. */
export interface BeaconChannel {
	/** Four bytes for the next beacon. */
	tell(control: ControlSender): void;
	/** Of a verified beacon: four bytes from `at`. */
	heard(message: Uint8Array, at: number): void;
}

/**
 * Tells the neighbours which neighbours this node hears, and how well, and learns the same of them: so everybody knows
 * which links carry both ways, and whom each neighbour reaches (compare HELLO of OLSR, RFC 3626 section 6).
 */
export class Beacons {
	channel: BeaconChannel | undefined;
	readonly #mesh: Mesh;
	readonly #control: ControlSender;
	readonly #listener: NeighbourListener;
	readonly #trickle: Trickle;
	#counter = 0;

	constructor(mesh: Mesh, control: ControlSender, listener: NeighbourListener) {
		this.#mesh = mesh;
		this.#control = control;
		this.#listener = listener;
		this.#trickle = new Trickle({
			scheduler: mesh.scheduler,
			random: mesh.random,
			minimumMs: beaconMinimumMs,
			maximumMs: beaconMaximumMs,
			redundancy: 0,
			transmit: () => {
				this.dropSilent();
				this.send(priorities.bulk);
			},
		});
		this.#trickle.reset();
	}

	/** Something changed that neighbours should know soon. */
	hurry(): void {
		this.#trickle.reset();
	}

	/**
	 * A verified neighbour frame was heard.
	 * @returns the neighbour's slot, or `noNeighbour` where the table is full of better ones
	 */
	heard(place: number, rssi: number): number {
		const { neighbours, scheduler } = this.#mesh;
		const now = scheduler.now();
		const slot = neighbours.slot(place);
		if (slot === noNeighbour) return neighbours.add(place, rssi, now);
		const silence = elapsed(neighbours.heardAt(slot), now);
		neighbours.heard(slot, rssi, now);
		if (silence >= neighbourBackMs) this.#listener.onNeighbour(neighbours.address(slot));
		return slot;
	}

	/** @param slot of the sender. @returns false where the message makes no sense */
	receive(slot: number, message: Uint8Array, offset: number, length: number, from: number): boolean {
		if (length < beaconHead) return false;
		const count = message[offset + beaconHead - 1] as number;
		if (length !== beaconHead + count * perNeighbour) return false;
		const { neighbours, address } = this.#mesh;
		const known = neighbours.listed(slot) >= 0;
		neighbours.beacon(slot, message[offset + 1] as number);
		neighbours.mended(slot);
		this.channel?.heard(message, offset + 2);
		neighbours.listBegins(slot, count);
		let at = offset + beaconHead;
		for (let index = 0; index < count; index++) {
			const named = ((message[at] as number) << 8) | (message[at + 1] as number);
			const quality = message[at + 2] as number;
			at += perNeighbour;
			if (named === address) neighbours.listNamesUs(slot, quality);
			else {
				const other = neighbours.find(named);
				if (other !== noNeighbour) neighbours.listNames(slot, other, quality);
			}
		}
		if (!known) {
			this.#trickle.reset();
			this.#listener.onNeighbour(from);
		}
		return true;
	}

	close(): void {
		this.#trickle.close();
	}

	/** Makes the next beacon, for whoever sends it. */
	compose(): void {
		const { neighbours } = this.#mesh;
		const control = this.#control;
		control.begin(controlKinds.beacon);
		this.#counter = (this.#counter + 1) & 0xff;
		control.uint8(this.#counter);
		if (this.channel === undefined) {
			control.uint16(0);
			control.uint16(0);
		} else this.channel.tell(control);
		const countAt = control.length;
		control.uint8(0);
		let count = 0;
		for (let slot = 0; slot < neighbourLimit; slot++) {
			if (neighbours.place(slot) === 0) continue;
			control.uint16(neighbours.address(slot));
			control.uint8(neighbours.inbound(slot));
			count++;
		}
		control.message[countAt] = count;
	}

	/** @param priority bulk, unless something depends on it */
	send(priority: (typeof priorities)[keyof typeof priorities]): boolean {
		this.compose();
		const sent = this.#control.sendToAll(priority);
		if (sent) this.#mesh.counters.count(networkCounters.beacons);
		return sent;
	}

	private dropSilent(): void {
		const { neighbours, scheduler } = this.#mesh;
		const now = scheduler.now();
		for (let slot = 0; slot < neighbourLimit; slot++) {
			const place = neighbours.place(slot);
			if (place === 0 || elapsed(neighbours.heardAt(slot), now) < neighbourGoneMs) continue;
			neighbours.remove(slot);
			this.#listener.onNeighbourGone(place, slot);
			this.#trickle.reset();
		}
	}
}
