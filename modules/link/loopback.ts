import type { Scheduler } from "kith/core/scheduler";
import { broadcastAddress, type Link, type LinkFault, type LinkListener } from "./link";

/** Frames as ESP-NOW's version 1. */
const loopbackMtu = 250;
/** Nobody is further away than the next line of the program. */
const loopbackRssi = 0;

/** Nodes of one program that hear each other without any radio: on a desktop, and in tests. */
export class Loopback {
	readonly #ends: LoopbackLink[] = [];

	/** The link of the node with this address, whose timers those of `scheduler` are. */
	link(address: number, scheduler: Scheduler): LoopbackLink {
		const end = new LoopbackLink(this, address, scheduler);
		this.#ends.push(end);
		return end;
	}

	/** The node is gone. May be called twice. */
	remove(link: LoopbackLink): void {
		const index = this.#ends.indexOf(link);
		if (index >= 0) this.#ends.splice(index, 1);
	}

	/** From one of the links. @returns whether anybody was there to hear it */
	carry(from: LoopbackLink, destination: number, frame: Uint8Array, length: number): boolean {
		let heard = destination === broadcastAddress;
		const ends = this.#ends;
		for (let index = 0; index < ends.length; index++) {
			const end = ends[index] as LoopbackLink;
			if (end === from || (destination !== broadcastAddress && end.address !== destination)) continue;
			heard = true;
			end.listener?.onReceive(frame, length, loopbackRssi, from.address);
		}
		return heard;
	}
}

/** One node's end. Made by `Loopback.link`. */
export class LoopbackLink implements Link {
	readonly mtu = loopbackMtu;
	readonly address: number;
	listener: LinkListener | undefined;
	readonly #scheduler: Scheduler;
	readonly #frame = new Uint8Array(loopbackMtu);
	readonly #arrive: () => void;
	readonly #leave: () => void;
	#length = 0;
	#destination = 0;
	#inFlight = false;

	constructor(air: Loopback, address: number, scheduler: Scheduler) {
		this.address = address;
		this.#leave = () => air.remove(this);
		this.#scheduler = scheduler;
		this.#arrive = () => {
			const heard = air.carry(this, this.#destination, this.#frame, this.#length);
			this.#inFlight = false;
			this.listener?.onSent(heard);
		};
	}

	send(destination: number, frame: Uint8Array, length: number): LinkFault | undefined {
		if (length > loopbackMtu) return "too long";
		if (this.#inFlight) return "busy";
		this.#inFlight = true;
		this.#destination = destination;
		this.#length = length;
		for (let index = 0; index < length; index++) this.#frame[index] = frame[index] as number;
		// Never from inside `send`: the next turn of the event loop hands it over.
		this.#scheduler.after(0, this.#arrive);
		return undefined;
	}

	/** Leaves the others. May be called twice. */
	close(): void {
		this.#leave();
	}
}
