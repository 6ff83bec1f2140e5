import { type Clock, elapsed } from "kith/core/clock";
import { broadcastAddress, type Link, type LinkFault, type LinkListener } from "./link";

/** Links of one board. */
export const joinedLinkLimit = 4;
/** Neighbours of whom it is remembered where they were heard; of more, the one that was silent longest is forgotten. */
export const placedNeighbourLimit = 64;
/** A better link is preferred to one where a neighbour was heard later, if it was heard there within this. */
const freshMs = 30_000;

/**
 * Several links as one: ESP-NOW and Bluetooth on a bridge, ESP-NOW and UDP on a gateway. Broadcasts go out on all. A frame
 * for one neighbour goes where that was heard; when it does not arrive there, it is tried on the others, in their order.
 * The first link is the best one: list them by how fast and cheap they are.
 */
export class JoinedLinks implements Link {
	readonly mtu: number;
	listener: LinkListener | undefined;
	/** Frames tried on a further link. */
	detours = 0;
	readonly #links: readonly Link[];
	readonly #clock: Clock;
	readonly #frame: Uint8Array;
	/** 0: the place is free. */
	readonly #addresses = new Uint16Array(placedNeighbourLimit);
	/** When each neighbour was heard last on each link; which bit of `#ever` says whether it was at all. */
	readonly #heardAt: Int32Array;
	readonly #ever = new Uint8Array(placedNeighbourLimit);
	#length = 0;
	/** Of the frame in flight; 0: none. */
	#destination = 0;
	/** Bit sets of links: those that have not reported a broadcast, and those that a unicast was not tried on. */
	#open = 0;
	#untried = 0;
	#current = -1;
	#delivered = false;

	/** Throws RangeError for no links, or more than `joinedLinkLimit`. */
	constructor(links: readonly Link[], clock: Clock) {
		if (links.length < 1 || links.length > joinedLinkLimit) throw new RangeError(`${links.length} links to join`);
		this.#links = links;
		this.#clock = clock;
		this.#heardAt = new Int32Array(placedNeighbourLimit * links.length);
		let mtu = links[0]?.mtu as number;
		for (let index = 0; index < links.length; index++) {
			const link = links[index] as Link;
			mtu = Math.min(mtu, link.mtu);
			link.listener = new JoinedListener(this, index);
		}
		this.mtu = mtu;
		this.#frame = new Uint8Array(mtu);
	}

	send(destination: number, frame: Uint8Array, length: number): LinkFault | undefined {
		if (length > this.mtu) return "too long";
		if (this.#destination !== 0) return "busy";
		// Not in methods of their own: the stack is short, and who sends is deep in it already.
		if (destination !== broadcastAddress) {
			this.hold(destination, frame, length);
			const refused = this.tryNext();
			if (refused !== undefined) this.#destination = 0;
			return refused;
		}
		let fault: LinkFault | undefined;
		this.#open = 0;
		for (let index = 0; index < this.#links.length; index++) {
			const refused = this.#links[index]?.send(broadcastAddress, frame, length);
			if (refused === undefined) this.#open |= 1 << index;
			else fault = refused;
		}
		if (this.#open === 0) return fault;
		this.#destination = broadcastAddress;
		this.#delivered = false;
		return undefined;
	}

	/** From the listener of one of the links, which hands the frame on. */
	heard(index: number, from: number): void {
		if (from !== 0 && from !== broadcastAddress) this.place(from, index);
	}

	/** From the listener of one of the links. @returns what to report: 1 delivered, 0 not delivered, -1 nothing yet */
	sent(index: number, delivered: boolean): number {
		if (this.#destination === broadcastAddress) {
			if ((this.#open & (1 << index)) === 0) return -1;
			this.#open &= ~(1 << index);
			this.#delivered ||= delivered;
			return this.#open === 0 ? this.end(this.#delivered) : -1;
		}
		if (this.#destination === 0 || index !== this.#current) return -1;
		if (delivered) return this.end(true);
		if (this.tryNext() !== undefined) return this.end(false);
		this.detours++;
		return -1;
	}

	private hold(destination: number, frame: Uint8Array, length: number): void {
		const copy = this.#frame;
		for (let index = 0; index < length; index++) copy[index] = frame[index] as number;
		this.#length = length;
		this.#destination = destination;
		this.#untried = (1 << this.#links.length) - 1;
	}

	/** Hands the frame to the best link that was not tried. @returns a fault when none took it */
	private tryNext(): LinkFault | undefined {
		let fault: LinkFault = "down";
		while (this.#untried !== 0) {
			const index = this.best();
			this.#untried &= ~(1 << index);
			const refused = this.#links[index]?.send(this.#destination, this.#frame, this.#length);
			if (refused === undefined) {
				this.#current = index;
				return undefined;
			}
			fault = refused;
		}
		return fault;
	}

	/** Of the untried links: the first where the neighbour was heard lately, else where it was heard last, else the first. */
	private best(): number {
		const now = this.#clock.now();
		const place = this.find(this.#destination);
		let found = -1;
		let least = 0;
		let first = -1;
		for (let index = 0; index < this.#links.length; index++) {
			if ((this.#untried & (1 << index)) === 0) continue;
			if (first < 0) first = index;
			if (place < 0 || ((this.#ever[place] as number) & (1 << index)) === 0) continue;
			const age = elapsed(this.#heardAt[place * this.#links.length + index] as number, now);
			if (age <= freshMs) return index;
			if (found < 0 || age < least) {
				found = index;
				least = age;
			}
		}
		return found < 0 ? first : found;
	}

	private end(delivered: boolean): number {
		this.#destination = 0;
		this.#current = -1;
		return delivered ? 1 : 0;
	}

	private find(address: number): number {
		const addresses = this.#addresses;
		for (let place = 0; place < placedNeighbourLimit; place++) if (addresses[place] === address) return place;
		return -1;
	}

	private place(address: number, index: number): void {
		let place = this.find(address);
		if (place < 0) {
			place = this.vacate();
			this.#addresses[place] = address;
			this.#ever[place] = 0;
		}
		this.#ever[place] = (this.#ever[place] as number) | (1 << index);
		this.#heardAt[place * this.#links.length + index] = this.#clock.now();
	}

	private vacate(): number {
		const now = this.#clock.now();
		let oldest = 0;
		let most = -1;
		for (let place = 0; place < placedNeighbourLimit; place++) {
			if (this.#addresses[place] === 0) return place;
			const age = this.silence(place, now);
			if (age <= most) continue;
			most = age;
			oldest = place;
		}
		return oldest;
	}

	/** Since a neighbour was heard on any link, ms. */
	private silence(place: number, now: number): number {
		let least = 0x7fffffff;
		for (let index = 0; index < this.#links.length; index++) {
			if (((this.#ever[place] as number) & (1 << index)) === 0) continue;
			least = Math.min(least, elapsed(this.#heardAt[place * this.#links.length + index] as number, now));
		}
		return least;
	}
}

/** Knows which of the links it is; hands on itself, so that the way is short. */
class JoinedListener implements LinkListener {
	readonly #joined: JoinedLinks;
	readonly #index: number;

	constructor(joined: JoinedLinks, index: number) {
		this.#joined = joined;
		this.#index = index;
	}

	onReceive(frame: Uint8Array, length: number, rssi: number, from: number): void {
		const joined = this.#joined;
		if (length > joined.mtu) return;
		joined.heard(this.#index, from);
		joined.listener?.onReceive(frame, length, rssi, from);
	}

	onSent(delivered: boolean): void {
		const joined = this.#joined;
		const report = joined.sent(this.#index, delivered);
		if (report >= 0) joined.listener?.onSent(report === 1);
	}
}
