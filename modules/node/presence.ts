import type { Scheduler, TimerHandle } from "kith/core/scheduler";
import type { PeerPlaces } from "kith/network/peer-places";

/** What is known of a peer's being there. `unheard`: nothing yet, and it is too early to call it gone. */
export const presences = { unheard: 0, alive: 1, late: 2, gone: 3 } as const;
export type Presence = (typeof presences)[keyof typeof presences];

/** Times are counted in eighths of a heartbeat, so a clock that jumps makes nobody late. */
export const ticksPerHeartbeat = 8;
/** A board that told everybody nothing for so long says that it is there: 1¼ heartbeats. */
export const quietTicks = 10;
/** A peer of which nothing was heard for so long is late: 2¾ heartbeats, in which it spoke at least twice. */
export const lateTicks = 22;
/** And gone: 4 heartbeats, in which it spoke at least three times. */
export const goneTicks = 32;

/** Milliseconds between the first ticks of boards with neighbouring addresses: a prime. */
const phaseStep = 131;

const unheardMark = 0x8000;
const ticksMask = 0x7fff;

/** Where presence learns what was verified of each peer. */
export interface HeardNumbers {
	/** Highest sequence verified of the peer at `place`. */
	highest(place: number): number;
}

export interface PresenceListener {
	/** A peer is alive, late or gone from now on. `before` tells whether it was ever heard. */
	presenceChanged(place: number, presence: Presence, before: Presence): void;
	/** Nothing was said for long: tell everybody that this node is here. False: not now. */
	sayAlive(): boolean;
}

export interface PresenceTableOptions {
	readonly places: PeerPlaces;
	readonly network: HeardNumbers;
	readonly scheduler: Scheduler;
	/** Own address. */
	readonly address: number;
	readonly heartbeatMs: number;
	readonly listener: PresenceListener;
}

/**
 * Who of the peers is there (docs/presence.md). Frames cost nothing: once a tick the table looks whether the highest
 * sequence that the network layer has verified of a peer has moved. What another peer says of somebody moves nothing.
 */
export class PresenceTable {
	readonly #options: PresenceTableOptions;
	/** By place: the number last seen, 16 bits of it, then the ticks since it moved, with a mark where it never did. */
	readonly #cells: Uint16Array;
	readonly #tickMs: number;
	readonly #ring: () => void;
	#quiet = 0;
	#timer: TimerHandle = 0;

	constructor(options: PresenceTableOptions) {
		const { places, network, scheduler, address, heartbeatMs } = options;
		this.#options = options;
		this.#tickMs = (heartbeatMs / ticksPerHeartbeat) | 0;
		this.#cells = new Uint16Array(2 * places.length);
		for (let place = 1; place < places.length; place++) {
			this.#cells[2 * place] = network.highest(place);
			this.#cells[2 * place + 1] = unheardMark;
		}
		this.#ring = () => this.tick();
		// Boards that start in the same moment do not speak in the same moment.
		this.#timer = scheduler.after(Math.imul(address, phaseStep) % this.#tickMs, this.#ring);
	}

	presence(place: number): Presence {
		const cell = this.#cells[2 * place + 1] as number;
		const ticks = cell & ticksMask;
		if (ticks >= goneTicks) return presences.gone;
		if (cell & unheardMark) return presences.unheard;
		return ticks >= lateTicks ? presences.late : presences.alive;
	}

	/** Since the peer was heard, to the tick; -1: never. Stops at 32,767 ticks. */
	secondsSince(place: number): number {
		const cell = this.#cells[2 * place + 1] as number;
		// Division first: the product of ticks and milliseconds may be beyond an int32.
		return cell & unheardMark ? -1 : (cell * (this.#tickMs / 1000)) | 0;
	}

	/**
	 * Another boot of a peer is believed.
	 * @param sequence from behind which it is heard
	 * @param spoke it proved itself; else somebody vouched for it, who may have heard it long ago
	 */
	restarted(place: number, sequence: number, spoke: boolean): void {
		this.#cells[2 * place] = sequence;
		if (spoke) this.heard(place);
	}

	/** This node told everybody something. */
	spoke(): void {
		this.#quiet = 0;
	}

	close(): void {
		this.#options.scheduler.cancel(this.#timer);
	}

	private heard(place: number): void {
		const before = this.presence(place);
		this.#cells[2 * place + 1] = 0;
		if (before !== presences.alive) this.#options.listener.presenceChanged(place, presences.alive, before);
	}

	private tick(): void {
		const { places, network, scheduler, listener } = this.#options;
		this.#timer = scheduler.after(this.#tickMs, this.#ring);
		const cells = this.#cells;
		for (let place = 1; place < places.length; place++) {
			const number = network.highest(place) & 0xffff;
			if (number === cells[2 * place]) this.missed(place);
			else {
				cells[2 * place] = number;
				this.heard(place);
			}
		}
		if (++this.#quiet >= quietTicks && listener.sayAlive()) this.#quiet = 0;
	}

	private missed(place: number): void {
		const cell = this.#cells[2 * place + 1] as number;
		if ((cell & ticksMask) === ticksMask) return;
		const before = this.presence(place);
		this.#cells[2 * place + 1] = cell + 1;
		const after = this.presence(place);
		if (after !== before) this.#options.listener.presenceChanged(place, after, before);
	}
}
