import { faultKinds } from "kith/core/diagnostics";
import type { TimerHandle } from "kith/core/scheduler";
import { type ControlSender, controlKinds } from "./control";
import { outgoingOffset } from "./frame-arena";
import { frameTypes } from "./header";
import type { Mesh } from "./mesh";
import { noNeighbour, unusableCost } from "./neighbour-table";
import { networkCounters } from "./network-counters";
import type { ReceivedFrame } from "./received-frame";
import { noHop } from "./route-table";
import type { WayFinder } from "./transmit-queue";
import { noSlot, priorities } from "./transmit-table";
import { searchPauseMs, type WaySearch } from "./way-search";

const unreachable = faultKinds["request unanswered"];

/** Give up: no way. Park: one is being looked for. What `onUndelivered` answers beside an address. */
const giveUp = -1;
const park = 0;

/**
 * Unicast messages: on their way hop by hop, each hop's radio acknowledged. A neighbour that does not answer is not used
 * again until it is heard; the frame goes to the alternate, or waits while a way is searched for, from where it is.
 */
export class UnicastRelay implements WayFinder {
	readonly #mesh: Mesh;
	readonly #control: ControlSender;
	readonly #search: WaySearch;

	#timer: TimerHandle = 0;

	constructor(mesh: Mesh, control: ControlSender, search: WaySearch) {
		this.#mesh = mesh;
		this.#control = control;
		this.#search = search;
		mesh.queue.wayFinder = this;
	}

	/** Sends a message of our own. @returns false where it cannot be queued (counted) */
	send(type: number, destination: number, message: Uint8Array, length: number): boolean {
		const { queue, maker, counters } = this.#mesh;
		const slot = queue.reserve(priorities.unicast);
		if (slot < 0) return false;
		const size = maker.direct(type, destination, message, length);
		if (size < 0) {
			counters.count(networkCounters.unprotected);
			return false;
		}
		this.dispatch(slot, destination, size);
		return true;
	}

	/** Searches again for what frames still wait for. */
	readonly #again = (): void => {
		this.#timer = 0;
		const { queue } = this.#mesh;
		for (let slot = queue.nextParked(-1); slot !== noSlot; slot = queue.nextParked(slot))
			this.seek(this.destinationOf(slot));
	};

	/** Passes a verified message on, which lies in the arena. @returns false where it cannot be queued (counted) */
	relay(header: ReceivedFrame, length: number, link: number): boolean {
		const { queue, maker, counters } = this.#mesh;
		const slot = queue.reserve(priorities.unicast);
		if (slot < 0) return false;
		const cost = header.cost + link;
		const size = maker.relay(header.offset, length, header.hops - 1, Math.min(cost, 255));
		if (size < 0) {
			counters.count(networkCounters.unprotected);
			return false;
		}
		this.dispatch(slot, header.destination, size);
		return true;
	}

	/** A way to the peer at `place` was learned: what waits for it goes. */
	wayFound(place: number): void {
		const { queue, places } = this.#mesh;
		for (let slot = queue.nextParked(-1); slot !== noSlot; slot = queue.nextParked(slot)) {
			const destination = this.destinationOf(slot);
			if (places.find(destination) !== place) continue;
			const hop = this.nextHop(destination);
			if (hop > 0) queue.release(slot, hop);
		}
	}

	/** A neighbour has no way to a peer any more. @returns false where the message makes no sense */
	lost(slot: number, message: Uint8Array, offset: number, length: number): boolean {
		if (length !== 3) return false;
		const { neighbours, places, routes } = this.#mesh;
		const place = places.find(((message[offset + 1] as number) << 8) | (message[offset + 2] as number));
		if (place !== 0 && routes.hop(place) === neighbours.place(slot)) routes.failed(place);
		return true;
	}

	/** The way to a peer led nowhere. */
	doubt(destination: number): void {
		const { places, neighbours, routes } = this.#mesh;
		const place = places.find(destination);
		const direct = neighbours.slot(place);
		const hop = this.learnedHop(destination);
		if (place === 0 || hop === 0) return;
		const slot = hop === destination ? direct : neighbours.find(hop);
		if (slot !== noNeighbour) neighbours.answered(slot, false);
		if (hop !== destination) routes.failed(place);
	}

	close(): void {
		this.#mesh.scheduler.cancel(this.#timer);
	}

	onAnswer(neighbour: number, acknowledged: boolean): void {
		const { neighbours } = this.#mesh;
		const slot = neighbours.find(neighbour);
		if (slot !== noNeighbour) neighbours.answered(slot, acknowledged);
	}

	onUndelivered(slot: number, neighbour: number): number {
		const { neighbours, routes, places, queue, counters } = this.#mesh;
		const type = queue.byte(slot, 0) & 0x0f;
		if (type === frameTypes.unicast || type === frameTypes.found) {
			const silent = neighbours.find(neighbour);
			if (silent !== noNeighbour) neighbours.broken(silent);
			routes.lost(places.find(neighbour));
			const destination = this.destinationOf(slot);
			const hop = this.learnedHop(destination);
			if (hop > 0 && hop !== neighbour) {
				counters.count(networkCounters.rerouted);
				return hop;
			}
			// Without anybody to ask a search is in vain: the message layer may try again when there is somebody.
			if (type === frameTypes.unicast && neighbours.reached !== 0 && this.seek(destination)) return park;
		}
		return giveUp;
	}

	onGivenUp(slot: number): void {
		const { queue, counters, address, diagnostics, places, neighbours } = this.#mesh;
		if ((queue.byte(slot, 0) & 0x0f) !== frameTypes.unicast) return;
		counters.count(networkCounters.noWay);
		const author = (queue.byte(slot, 4) << 8) | queue.byte(slot, 5);
		const destination = this.destinationOf(slot);
		if (author === address) {
			diagnostics.fault(unreachable, destination);
			return;
		}
		// Whoever sends to us for this destination should stop: the way back to the author leads through them.
		const back = this.#mesh.routes.hop(places.find(author));
		if (back === noHop || neighbours.slot(back) === noNeighbour) return;
		this.#control.begin(controlKinds.unreachable);
		this.#control.uint16(destination);
		this.#control.send(places.addresses[back] as number, priorities.group);
	}

	private dispatch(slot: number, destination: number, length: number): void {
		const { queue } = this.#mesh;
		const hop = this.nextHop(destination);
		queue.fill(slot, outgoingOffset, length);
		if (hop > 0) queue.queue(slot, hop, priorities.unicast, 0);
		else if (!queue.park(slot)) this.onGivenUp(slot);
		else this.seek(destination);
	}

	private seek(destination: number): boolean {
		if (this.#timer === 0) this.#timer = this.#mesh.scheduler.after(searchPauseMs, this.#again);
		return this.#search.begin(destination);
	}

	/** Address of the next hop, or 0. While no neighbour is known yet everybody is worth a try. */
	private nextHop(destination: number): number {
		const learned = this.learnedHop(destination);
		return learned > 0 || this.#mesh.neighbours.reached !== 0 ? learned : destination;
	}

	private learnedHop(destination: number): number {
		const { places, neighbours, routes } = this.#mesh;
		const place = places.find(destination);
		if (place === 0) return 0;
		const direct = neighbours.slot(place);
		const directCost = direct === noNeighbour ? unusableCost : neighbours.cost(direct);
		const hop = routes.hop(place);
		if (hop !== noHop && (directCost === unusableCost || routes.cost(place) < directCost)) {
			const via = neighbours.slot(hop);
			if (via !== noNeighbour && neighbours.cost(via) !== unusableCost)
				return this.#mesh.places.addresses[hop] as number;
			const other = routes.failed(place);
			if (other !== noHop) return this.learnedHop(destination);
		}
		return directCost === unusableCost ? 0 : destination;
	}

	private destinationOf(slot: number): number {
		const { queue } = this.#mesh;
		return (queue.byte(slot, 6) << 8) | queue.byte(slot, 7);
	}
}
