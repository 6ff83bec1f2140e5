import { bleConnectionLimit } from "kith/link/ble-transport";
import type { HostTimer } from "../time/timers";
import { NumberedPackets } from "./numbered-packets";

/** One connection, of either role. */
export class Connection {
	/** Its number for the link. */
	readonly number: number;
	readonly packets = new NumberedPackets();
	/** Node address; 0: free. */
	peer = 0;
	/** The SDK's number. */
	handle = -1;
	/** Sends a packet to the peer; undefined until both ends are ready. */
	transmit: ((packet: ArrayBuffer) => void) | undefined;
	/** Ends it. */
	end: () => void = () => {};
	/** Rings when an acknowledgement is overdue. */
	watch: HostTimer | undefined;

	constructor(number: number) {
		this.number = number;
	}

	open(peer: number, handle: number, end: () => void): void {
		this.peer = peer;
		this.handle = handle;
		this.end = end;
		this.transmit = undefined;
		this.packets.reset();
	}

	close(): void {
		this.watch?.cancel();
		this.watch = undefined;
		this.peer = 0;
		this.handle = -1;
		this.transmit = undefined;
	}
}

/** All connections of a board. */
export class Connections {
	readonly #all: Connection[] = [];

	constructor() {
		for (let number = 0; number < bleConnectionLimit; number++) this.#all.push(new Connection(number));
	}

	at(number: number): Connection | undefined {
		return this.#all[number];
	}

	/** To a peer; of 0: a free one. */
	find(peer: number): Connection | undefined {
		for (const connection of this.#all) if (connection.peer === peer) return connection;
		return undefined;
	}

	withHandle(handle: number): Connection | undefined {
		for (const connection of this.#all) if (connection.peer !== 0 && connection.handle === handle) return connection;
		return undefined;
	}
}
