import { elapsed } from "kith/core/clock";
import type { PeerPlaces } from "kith/network/peer-places";

/** Neighbours of one node: a set of them is one int32. */
export const neighbourLimit = 32;
/** No slot. */
export const noNeighbour = -1;
/** Of 255 beacons, as many must arrive for a neighbour to count as reached. */
export const reachedQuality = 128;
/** And as many of ours for a neighbour that no other neighbour reaches. */
export const lonelyQuality = 40;
/** Costs are in half transmissions: a link that loses nothing costs 2. A link of this cost is not used. */
export const unusableCost = 16;

/** Weight of a beacon or acknowledgement in the running averages: 1/8. */
const averageShift = 3;
/** Ratio that a link starts with, from its signal strength: at this many dBm and above all arrives… */
const strongDbm = -92;
/** … and loses this much of 255 for every dB below. */
const lossPerDb = 40;

/** What a beacon adds to the ratio of acknowledgements after a break, of 255. */
const mendingStep = 16;

const cellsPerNeighbour = 3;
const heardCell = 0;
const reachCell = 1;
const listedCell = 2;

const bytesPerNeighbour = 6;
const inboundByte = 0;
const outboundByte = 1;
const acknowledgedByte = 2;
const counterByte = 3;
const placeByte = 4;
/** Follows from the others; kept, because it is asked for with every frame. */
const costByte = 5;

/**
 * Who is in reach, how well each way, and whom each of them reaches: 17 bytes and a strength each. A neighbour has a slot,
 * 0 … 31, and in sets of neighbours the bit of that number. Only what a verified frame said may be noted here.
 */
export class NeighbourTable {
	/** Neighbours that hear this node: those a frame of ours is for. */
	reached = 0;
	readonly #places: PeerPlaces;
	/** By place: slot + 1, or 0. */
	readonly slots: Uint8Array;
	readonly #cells = new Int32Array(neighbourLimit * cellsPerNeighbour);
	readonly #bytes = new Uint8Array(neighbourLimit * bytesPerNeighbour);
	readonly #strengths = new Int8Array(neighbourLimit);

	constructor(places: PeerPlaces) {
		this.#places = places;
		this.slots = new Uint8Array(places.length);
	}

	/** The slot of the peer at `place`, or `noNeighbour`. */
	slot(place: number): number {
		return (this.slots[place] as number) - 1;
	}

	/** The slot of an address, or `noNeighbour`. */
	find(address: number): number {
		return (this.slots[this.#places.find(address)] as number) - 1;
	}

	/** Place of the neighbour in a slot; 0: the slot is free. */
	place(slot: number): number {
		return this.#bytes[slot * bytesPerNeighbour + placeByte] as number;
	}

	address(slot: number): number {
		return this.#places.addresses[this.place(slot)] as number;
	}

	/** dBm, smoothed. */
	strength(slot: number): number {
		return this.#strengths[slot] as number;
	}

	/** Share of the neighbour's beacons that arrive here, of 255. */
	inbound(slot: number): number {
		return this.#bytes[slot * bytesPerNeighbour + inboundByte] as number;
	}

	/** Share of ours that arrive there, as it says; 0: it does not hear us, as far as is known. */
	outbound(slot: number): number {
		return this.#bytes[slot * bytesPerNeighbour + outboundByte] as number;
	}

	/** When a verified frame of the neighbour was heard last, in ms. */
	heardAt(slot: number): number {
		return this.#cells[slot * cellsPerNeighbour + heardCell] as number;
	}

	/** Neighbours of ours that the neighbour reaches. */
	reach(slot: number): number {
		return this.#cells[slot * cellsPerNeighbour + reachCell] as number;
	}

	/** Of how many neighbours the neighbour spoke in its last beacon; -1 before the first one. */
	listed(slot: number): number {
		return this.#cells[slot * cellsPerNeighbour + listedCell] as number;
	}

	/** What a frame over the link costs, in half transmissions: 2 where nothing is lost; `unusableCost`: do not. */
	cost(slot: number): number {
		return this.#bytes[slot * bytesPerNeighbour + costByte] as number;
	}

	/** A verified frame of a neighbour was heard. */
	heard(slot: number, rssi: number, now: number): void {
		const old = this.#strengths[slot] as number;
		this.#strengths[slot] = old + ((rssi - old) >> 2);
		this.#cells[slot * cellsPerNeighbour + heardCell] = now;
	}

	/**
	 * Takes in the peer at `place`, which has no slot yet, in the place of somebody weaker where the table is full.
	 * @returns its slot, or `noNeighbour` where all others are stronger
	 */
	add(place: number, rssi: number, now: number): number {
		const slot = this.room(rssi, now);
		if (slot < 0) return noNeighbour;
		const at = slot * bytesPerNeighbour;
		const below = strongDbm - rssi;
		const quality = below <= 0 ? 240 : 240 - below * lossPerDb;
		this.slots[place] = slot + 1;
		this.#bytes[at + placeByte] = place;
		this.#bytes[at + inboundByte] = Math.max(quality, 16);
		this.#bytes[at + outboundByte] = 0;
		this.#bytes[at + acknowledgedByte] = 255;
		this.#bytes[at + costByte] = unusableCost;
		this.#strengths[slot] = rssi;
		this.#cells[slot * cellsPerNeighbour + heardCell] = now;
		this.#cells[slot * cellsPerNeighbour + reachCell] = 0;
		this.#cells[slot * cellsPerNeighbour + listedCell] = -1;
		return slot;
	}

	/** Forgets a neighbour, and that others reach it. */
	remove(slot: number): void {
		const bit = 1 << slot;
		this.slots[this.place(slot)] = 0;
		this.#bytes[slot * bytesPerNeighbour + placeByte] = 0;
		this.reached &= ~bit;
		for (let other = 0; other < neighbourLimit; other++) this.setReach(other, bit, false);
	}

	/** The running number of a beacon tells how many were missed since the last one. */
	beacon(slot: number, counter: number): void {
		const at = slot * bytesPerNeighbour;
		const bytes = this.#bytes;
		const missed = (counter - (bytes[at + counterByte] as number) - 1) & 0xff;
		bytes[at + counterByte] = counter;
		if (this.listed(slot) < 0) return;
		let quality = bytes[at + inboundByte] as number;
		// A long silence says that the neighbour was away, not how good the link is.
		for (let gone = missed < 8 ? missed : 0; gone > 0; gone--) quality -= quality >> averageShift;
		quality += (255 - quality + 4) >> averageShift;
		bytes[at + inboundByte] = quality;
		this.price(slot);
	}

	/** The neighbour's list begins: whom it does not name it does not hear. */
	listBegins(slot: number, count: number): void {
		const bit = 1 << slot;
		this.#cells[slot * cellsPerNeighbour + listedCell] = count;
		for (let other = 0; other < neighbourLimit; other++) this.setReach(other, bit, false);
		this.#bytes[slot * bytesPerNeighbour + outboundByte] = 0;
		this.reached &= ~bit;
		this.price(slot);
	}

	/** The neighbour in `slot` hears the neighbour in `other` this well. */
	listNames(slot: number, other: number, quality: number): void {
		this.setReach(other, 1 << slot, quality >= reachedQuality);
	}

	/** The neighbour in `slot` hears us this well. */
	listNamesUs(slot: number, quality: number): void {
		this.#bytes[slot * bytesPerNeighbour + outboundByte] = quality;
		if (quality >= reachedQuality || (quality >= lonelyQuality && !this.isReachedByOthers(slot)))
			this.reached |= 1 << slot;
		this.price(slot);
	}

	/** A unicast frame to the neighbour was acknowledged by its radio, or after all retries was not. */
	answered(slot: number, acknowledged: boolean): void {
		const at = slot * bytesPerNeighbour + acknowledgedByte;
		const ratio = this.#bytes[at] as number;
		this.#bytes[at] = acknowledged ? ratio + ((255 - ratio + 4) >> averageShift) : ratio >> 1;
		this.price(slot);
	}

	/** The link is broken for now: it costs too much until the neighbour is heard again and says that it hears us. */
	broken(slot: number): void {
		this.#bytes[slot * bytesPerNeighbour + outboundByte] = 0;
		this.reached &= ~(1 << slot);
		this.price(slot);
	}

	/**
	 * A beacon gives a link whose acknowledgements failed another chance, a small one: over a link that only pretends (one
	 * way, or through a wormhole) beacons come, and acknowledgements never.
	 */
	mended(slot: number): void {
		const at = slot * bytesPerNeighbour + acknowledgedByte;
		const ratio = this.#bytes[at] as number;
		if (ratio < reachedQuality) this.#bytes[at] = ratio + mendingStep;
	}

	private price(slot: number): void {
		const at = slot * bytesPerNeighbour;
		const bytes = this.#bytes;
		const outbound = bytes[at + outboundByte] as number;
		const acknowledged = bytes[at + acknowledgedByte] as number;
		const both = ((bytes[at + inboundByte] as number) * Math.min(outbound, acknowledged)) >> 8;
		bytes[at + costByte] = priceOf(both);
	}

	private isReachedByOthers(slot: number): boolean {
		const bit = 1 << slot;
		for (let other = 0; other < neighbourLimit; other++)
			if (this.place(other) !== 0 && this.reach(other) & bit) return true;
		return false;
	}

	private setReach(slot: number, bit: number, reached: boolean): void {
		const at = slot * cellsPerNeighbour + reachCell;
		const set = this.#cells[at] as number;
		this.#cells[at] = reached ? set | bit : set & ~bit;
	}

	/** A free slot, or that of the weakest neighbour if it is weaker than `rssi` by a margin. */
	private room(rssi: number, now: number): number {
		let weakest = noNeighbour;
		for (let slot = 0; slot < neighbourLimit; slot++) {
			if (this.place(slot) === 0) return slot;
			if (weakest < 0 || this.strength(slot) < this.strength(weakest)) weakest = slot;
		}
		const margin = elapsed(this.heardAt(weakest), now) > 60_000 ? 0 : 6;
		if (this.strength(weakest) + margin >= rssi) return noNeighbour;
		this.remove(weakest);
		return weakest;
	}
}

/** Of a link over which so many of 255 frames come through, there and back. */
function priceOf(both: number): number {
	if (both >= 176) return 2;
	if (both >= 128) return 3;
	if (both >= 90) return 4;
	if (both >= 56) return 6;
	return both >= 32 ? 9 : unusableCost;
}
