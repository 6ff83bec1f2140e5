import { elapsed } from "kith/core/clock";
import { faultKinds } from "kith/core/diagnostics";
import { broadcastAddress } from "kith/link/link";
import { heardOffset, placeOffset, queueLimit } from "./frame-arena";
import { costShift, defaultHopLimit, hopByte, noWayOffered } from "./header";
import type { Mesh } from "./mesh";
import { type NeighbourTable, noNeighbour, unusableCost } from "./neighbour-table";
import { networkCounters } from "./network-counters";
import type { ReceivedFrame } from "./received-frame";
import { frameKey } from "./recent-frames";
import type { RouteTable } from "./route-table";
import { noSlot, priorities, type TransmitQueue } from "./transmit-queue";

/** Who has no neighbour left to reach relays last, this long after it heard the frame; who has many goes first. */
export const relaySpreadMs = 32;
/** So many neighbours to reach, and more, are waited for no longer. */
export const relayCrowd = 8;
/** On top, at random, less than this (a power of two): two that have equally much to do should not speak at once. */
export const relayJitterMs = 8;
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
	readonly #routes: RouteTable;
	readonly #queue: TransmitQueue;
	/** By place of the queue: neighbours that have the frame that waits there, or will have. */
	readonly #covered = new Int32Array(queueLimit);
	readonly #startedAt: number;
	/** Who was reported last for flooding, and when. */
	#namedPlace = 0;
	#namedAt = 0;

	constructor(mesh: Mesh) {
		this.#mesh = mesh;
		this.#neighbours = mesh.neighbours;
		this.#routes = mesh.routes;
		this.#queue = mesh.queue;
		this.#startedAt = mesh.scheduler.now();
	}

	/** A flood was verified, is new, and lies as it came in the arena. @param from neighbour's address */
	fresh(header: ReceivedFrame, from: number, length: number, rssi: number): void {
		const mesh = this.#mesh;
		const neighbours = this.#neighbours;
		const place = header.place;
		const now = mesh.scheduler.now();
		if (!mesh.airtime.relay(place, now)) {
			this.refuse(header, now);
			return;
		}
		const key = frameKey(place, header.sequence);
		const via = neighbours.find(from);
		const origin = neighbours.slot(place);
		let covered = origin === noNeighbour ? 0 : 1 << origin;
		let way: number = noWayOffered;
		if (via !== noNeighbour) {
			covered |= 1 << via;
			way = this.learn(header, via);
		}
		mesh.recent.add(key, heardOffset, length, now, covered);
		if (header.hops <= 1) return;
		if (via !== noNeighbour) covered |= neighbours.reach(via);
		const need = neighbours.reached & ~covered;
		if (need === 0 && !this.isBlind(now)) mesh.counters.count(networkCounters.floodsSuppressed);
		else this.plan(key, covered, length, (way << costShift) | (header.hops - 1), this.delayMs(need, rssi));
	}

	/** One more copy of a flood that is known already. Most say nothing new: they are done with soon. */
	repeat(header: ReceivedFrame, from: number): void {
		const queue = this.#queue;
		const better = ((defaultHopLimit - header.hops) << 1) + header.cost < this.#routes.cost(header.place);
		const slot = queue.relays === 0 ? noSlot : queue.find(frameKey(header.place, header.sequence));
		if (slot === noSlot && !better) return;
		const neighbours = this.#neighbours;
		const via = neighbours.find(from);
		if (via === noNeighbour) return;
		if (better) this.learn(header, via);
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

	private plan(key: number, covered: number, length: number, hops: number, delayMs: number): void {
		const { queue, arena, counters } = this.#mesh;
		const slot = queue.reserve(priorities.group);
		if (slot < 0) return;
		queue.fill(slot, heardOffset, length);
		arena.bytes[placeOffset(slot) + hopByte] = hops;
		this.#covered[slot] = covered;
		counters.count(networkCounters.floodsRelayed);
		queue.mark(slot, key);
		queue.queue(slot, broadcastAddress, priorities.group, delayMs);
	}

	/**
	 * Takes the way to the origin from this copy if it is better.
	 * @returns what our own copy says of the way: half transmissions beyond two for each hop, or `noWayOffered`
	 */
	private learn(header: ReceivedFrame, via: number): number {
		const neighbours = this.#neighbours;
		const link = neighbours.cost(via);
		const cost = header.cost;
		if (link === unusableCost || cost === noWayOffered) return noWayOffered;
		const told = ((defaultHopLimit - header.hops) << 1) + cost;
		const { place, boot, sequence } = header;
		// Who passes a flood on offers its way: only one that it has taken itself.
		if (!this.#routes.learn(place, boot, sequence, neighbours.place(via), told, link)) return noWayOffered;
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
		const draw = this.#mesh.draw;
		this.#mesh.random.fill(draw);
		return relaySpreadMs - count * spreadPerNeighbour + near + ((draw[0] as number) & (relayJitterMs - 1));
	}
}
