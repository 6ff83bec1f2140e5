import { elapsed } from "kith/core/clock";
import { faultKinds } from "kith/core/diagnostics";
import type { Random } from "kith/core/random";
import type { Scheduler } from "kith/core/scheduler";
import type { PeerPlaces } from "kith/network/peer-places";
import type { AirtimeBudget } from "./airtime-budget";
import { queueLimit } from "./frame-arena";
import { costShift, defaultHopLimit, noWayOffered } from "./header";
import type { Mesh } from "./mesh";
import { type NeighbourTable, noNeighbour, unusableCost } from "./neighbour-table";
import { networkCounters } from "./network-counters";
import type { ReceivedFrame } from "./received-frame";
import { frameKey, type RecentFrames } from "./recent-frames";
import type { RouteTable } from "./route-table";
import type { TransmitQueue } from "./transmit-queue";
import { noSlot } from "./transmit-table";

/** Who has no neighbour left to reach relays last, this long after it heard the frame; who has many goes first. */
export const relaySpreadMs = 32;
/** So many neighbours to reach, and more, are waited for no longer. */
export const relayCrowd = 8;
/** On top, at random, less than this (a power of two): two that have equally much to do should not speak at once. */
export const relayJitterMs = 8;
const jitterBits = 3;
/** The near wait longer than the far: signal strengths in dBm, and ms. */
const nearDbm = -60;
const middleDbm = -75;
const nearMs = 4;
const middleMs = 2;
/** So long after its start a node that knows no neighbour yet relays all the same, unless it hears a second copy. */
export const blindMs = 10_000;

/** A peer that takes more than its share is named once in this time. */
export const overShareReportMs = 60_000;

const spreadPerNeighbour = relaySpreadMs / relayCrowd;
const { floodsRelayed, floodsSuppressed } = networkCounters;
const overShare = faultKinds["airtime exceeded"];

/**
 * Floods: passes on what was verified and new, unless every neighbour has it, or is within reach of somebody who was
 * heard to send it. Each node decides by the sets of neighbours that beacons told of; who would reach most goes first, and
 * silences others. That makes a connected dominating set anew for each flood, about as small as a greedy one (compare the
 * Scalable Broadcast Algorithm of Peng and Lu, and OLSR's multipoint relays), and one that a dead relay cannot spoil.
 */
export class FloodRelay {
	readonly #mesh: Mesh;
	readonly #neighbours: NeighbourTable;
	readonly #places: PeerPlaces;
	readonly #routes: RouteTable;
	readonly #queue: TransmitQueue;
	readonly #recent: RecentFrames;
	readonly #airtime: AirtimeBudget;
	readonly #scheduler: Scheduler;
	readonly #random: Random;
	readonly #draw: Uint8Array;
	readonly #counts: Int32Array;
	/** By place of the queue: neighbours that have the frame that waits there, or will have. */
	readonly #covered = new Int32Array(queueLimit);
	readonly #startedAt: number;
	/** Random bits that are not used up yet, below a 1. */
	#dice = 1;
	/** Who was reported last for flooding, and when. */
	#namedPlace = 0;
	#namedAt = 0;

	constructor(mesh: Mesh) {
		this.#mesh = mesh;
		this.#neighbours = mesh.neighbours;
		this.#places = mesh.places;
		this.#routes = mesh.routes;
		this.#queue = mesh.queue;
		this.#recent = mesh.recent;
		this.#airtime = mesh.airtime;
		this.#scheduler = mesh.scheduler;
		this.#random = mesh.random;
		this.#draw = mesh.draw;
		this.#counts = mesh.counters.counts;
		this.#startedAt = mesh.scheduler.now();
	}

	/** A flood was verified, is new, and lies as it came where the next recent frame goes. @param from neighbour's address */
	fresh(header: ReceivedFrame, from: number, length: number, rssi: number): void {
		const neighbours = this.#neighbours;
		const place = header.place;
		const now = this.#scheduler.now();
		if (!this.#airtime.relay(place, now)) {
			this.refuse(header, now);
			return;
		}
		const recent = this.#recent;
		const { slots } = neighbours;
		const key = (place << 24) | header.sequence;
		// Most often it is the origin that is heard, or somebody near.
		const viaPlace = from === header.origin ? place : this.#places.find(from);
		const via = (slots[viaPlace] as number) - 1;
		const origin = (slots[place] as number) - 1;
		let covered = origin === noNeighbour ? 0 : 1 << origin;
		let way: number = noWayOffered;
		if (via !== noNeighbour) {
			covered |= 1 << via;
			way = this.learn(header, via, viaPlace);
		}
		const offset = recent.next;
		recent.keep(key, length, now, covered);
		if (header.hops <= 1) return;
		if (via !== noNeighbour) covered |= neighbours.reach(via);
		const need = neighbours.reached & ~covered;
		if (need === 0 && !this.isBlind(now)) {
			this.#counts[floodsSuppressed] = (this.#counts[floodsSuppressed] as number) + 1;
			return;
		}
		const due = (now + this.delayMs(need, rssi)) | 0;
		const slot = this.#queue.relay(key, offset, length, (way << costShift) | (header.hops - 1), due, now);
		if (slot < 0) return;
		this.#covered[slot] = covered;
		this.#counts[floodsRelayed] = (this.#counts[floodsRelayed] as number) + 1;
	}

	/** One more copy of a flood that is known already. Most say nothing new: they are done with soon. */
	repeat(header: ReceivedFrame, from: number): void {
		const queue = this.#queue;
		const better = ((defaultHopLimit - header.hops) << 1) + header.cost < this.#routes.cost(header.place);
		const slot = queue.hasRelays ? queue.find(frameKey(header.place, header.sequence)) : noSlot;
		if (slot === noSlot && !better) return;
		const neighbours = this.#neighbours;
		const via = neighbours.find(from);
		if (via === noNeighbour) return;
		if (better) this.learn(header, via, neighbours.place(via));
		if (slot === noSlot) return;
		const before = this.#covered[slot] as number;
		const covered = before | (1 << via) | neighbours.reach(via);
		this.#covered[slot] = covered;
		const need = neighbours.reached & ~covered;
		if (need === 0) {
			this.#mesh.counters.count(networkCounters.floodsSuppressed);
			queue.cancel(slot);
		} else if (need !== (neighbours.reached & ~before)) queue.postpone(slot, this.delayMs(need, nearDbm));
	}

	/** An origin takes more than its share: its floods end here, and push nobody else's out of the recent ones. */
	private refuse({ place, origin }: ReceivedFrame, now: number): void {
		const { counters, diagnostics } = this.#mesh;
		counters.count(networkCounters.overShare);
		if (place === this.#namedPlace && elapsed(this.#namedAt, now) < overShareReportMs) return;
		this.#namedPlace = place;
		this.#namedAt = now;
		diagnostics.fault(overShare, origin);
	}

	/**
	 * Takes the way to the origin from this copy if it is better.
	 * @returns what our own copy says of the way: half transmissions beyond two for each hop, or `noWayOffered`
	 */
	private learn(header: ReceivedFrame, via: number, viaPlace: number): number {
		const link = this.#neighbours.cost(via);
		const cost = header.cost;
		if (link === unusableCost || cost === noWayOffered) return noWayOffered;
		const told = ((defaultHopLimit - header.hops) << 1) + cost;
		// Who passes a flood on offers its way: only one that it has taken itself.
		if (!this.#routes.learn(header.place, header.boot, header.sequence, viaPlace, told, link)) return noWayOffered;
		const excess = cost + link - 2;
		return Math.min(excess, noWayOffered);
	}

	private isBlind(now: number): boolean {
		return this.#neighbours.reached === 0 && elapsed(this.#startedAt, now) < blindMs;
	}

	private delayMs(need: number, rssi: number): number {
		let count = 0;
		for (let set = need; set !== 0 && count < relayCrowd; set &= set - 1) count++;
		const near = rssi > nearDbm ? nearMs : rssi > middleDbm ? middleMs : 0;
		let dice = this.#dice;
		if (dice <= 1) {
			const draw = this.#draw;
			this.#random.fill(draw);
			dice = 0x1000000 | ((draw[2] as number) << 16) | ((draw[1] as number) << 8) | (draw[0] as number);
		}
		this.#dice = dice >> jitterBits;
		return relaySpreadMs - count * spreadPerNeighbour + near + (dice & (relayJitterMs - 1));
	}
}
