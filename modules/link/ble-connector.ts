import { elapsed } from "kith/core/clock";
import type { Scheduler } from "kith/core/scheduler";
import type { BleLinkCounters } from "./ble-link-counters";
import type { BleNeighbours } from "./ble-neighbours";
import type { BlePipes } from "./ble-pipes";
import type { BleSign } from "./ble-sign";
import { type BleTransport, bleConnectionLimit } from "./ble-transport";

const connectTimeoutMs = 3000;
/** Connections that a board keeps standing; one is left for those that come and go. */
const standingLimit = 2;
/** A connection that rests for so long may be ended for another, */
const rotationMs = 500;
/** and one beyond `standingLimit` is ended after this. */
const lingerMs = 5000;
/** After a connection ended, others have the first claim on the room for so long. */
const standAgainMs = 3000;
/** Who does not say hello within this is none of ours. */
const helloMs = 3000;

export interface BleConnectorOptions {
	readonly transport: BleTransport;
	readonly scheduler: Scheduler;
	readonly pipes: BlePipes;
	readonly neighbours: BleNeighbours;
	readonly sign: BleSign;
	readonly counters: BleLinkCounters;
	/** Own address. */
	readonly address: number;
}

/** Decides who is connected to: some stand, others come and go as there is something to send or to fetch. */
export class BleConnector {
	readonly #options: BleConnectorOptions;
	/** Who is being connected to, 0: nobody. */
	#connecting = 0;
	/** No connection is made just to stand before this. */
	#standAt: number;

	constructor(options: BleConnectorOptions) {
		this.#options = options;
		this.#standAt = options.scheduler.now();
	}

	/** The transport is done with looking for this peer. */
	ended(peer: number): void {
		if (peer === this.#connecting) this.#connecting = 0;
	}

	/** A connection is over. */
	parted(): void {
		this.#standAt = (this.#options.scheduler.now() + standAgainMs) | 0;
	}

	/** What a neighbour's beacon is an occasion for: to fetch news, or to keep a connection standing. */
	reach(place: number): void {
		const { neighbours, pipes, address, scheduler, sign } = this.#options;
		const peer = neighbours.address(place);
		if (pipes.find(peer) >= 0) return;
		const news = neighbours.offersNews(place);
		if (!neighbours.hasRoom(place)) {
			// A frame of our own has the first claim on what our beacon asks for.
			if (news && sign.wanted === 0) sign.want(peer);
		} else if (news) this.connect(peer);
		// Of two that hear each other the one with the lower address connects.
		else if (address < peer && pipes.connected < standingLimit && elapsed(this.#standAt, scheduler.now()) >= 0) {
			this.connect(peer);
		}
	}

	/** There is a frame for a node that is not connected: connects, or makes room, or asks it to. */
	toward(destination: number): void {
		const { neighbours, sign } = this.#options;
		const place = neighbours.find(destination);
		if (place >= 0 && !neighbours.hasRoom(place)) sign.want(destination);
		else this.connect(destination);
	}

	/** Ends the connection that has rested longest, if any has rested for long enough. */
	rotate(): void {
		const { pipes, scheduler, transport, counters } = this.#options;
		const resting = pipes.restingLongest(scheduler.now(), rotationMs);
		if (resting < 0) return;
		counters.rotations++;
		transport.disconnect(resting);
	}

	/** Ends connections of strangers, and those that are more than is kept standing. */
	dismiss(now: number): void {
		const { pipes, transport, counters } = this.#options;
		let connected = pipes.connected;
		for (let number = 0; number < bleConnectionLimit; number++) {
			const pipe = pipes.at(number);
			if (pipe.peer === 0) continue;
			const rest = elapsed(pipe.usedAt, now);
			if (!pipe.greeted && rest > helloMs) {
				counters.strangers++;
				transport.disconnect(number);
			} else if (connected > standingLimit && pipe.idle && rest > lingerMs) {
				connected--;
				transport.disconnect(number);
			}
		}
	}

	private connect(peer: number): void {
		if (this.#connecting !== 0) return;
		if (this.#options.pipes.find(0) < 0) this.rotate();
		else if (this.#options.transport.connect(peer, connectTimeoutMs)) this.#connecting = peer;
	}
}
