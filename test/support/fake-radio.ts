import { broadcastAddress, type Link, type LinkFault, type LinkListener } from "kith/link/link";
import { FakeClock } from "./fake-clock";

/** What a test lets happen to one frame at one receiver. "unheard": received, but its acknowledgement is lost. */
export type Fate = "delivered" | "lost" | "unheard" | "corrupted" | "twice";

/** A frame that went over the air. */
export interface AirFrame {
	readonly from: number;
	readonly to: number;
	readonly bytes: Uint8Array;
	/** Milliseconds since the radio was made. */
	readonly at: number;
}

/**
 * A medium with everybody in reach of everybody, a frame at a time per sender, one millisecond in the air. `fate`
 * decides for every frame and receiver. Everybody has its own clock; `run` lets time pass for all.
 */
export class FakeRadio {
	fate: (frame: AirFrame, receiver: number) => Fate = () => "delivered";
	/** Messages as their authors sent them: what the network layer says and passes on by itself is in `all` only. */
	readonly frames: AirFrame[] = [];
	readonly all: AirFrame[] = [];
	readonly #links: FakeLink[] = [];
	#at = 0;

	/** @param clock of the node, which `run` advances; without one it belongs to nobody */
	link(address: number, clock = new FakeClock(), mtu = 250): FakeLink {
		const link = new FakeLink(address, clock, mtu);
		this.#links.push(link);
		return link;
	}

	remove(link: FakeLink): void {
		this.#links.splice(this.#links.indexOf(link), 1);
	}

	/** Lets `ms` pass. */
	run(ms: number): void {
		for (let left = ms; left > 0; ) {
			const step = Math.min(left, this.#quietMs());
			this.#at += step;
			for (const link of [...this.#links]) link.clock.advance(step);
			this.settle();
			left -= step;
		}
	}

	/** Until something can happen, at least 1: a frame lands after a millisecond, or an alarm rings. */
	#quietMs(): number {
		if (this.#links.some((link) => link.sending)) return 1;
		return Math.max(1, Math.min(...this.#links.map(({ clock }) => clock.untilAlarm)));
	}

	/** Lets the frames that are in the air arrive, with no time passing. */
	settle(): void {
		for (const link of [...this.#links]) {
			const bytes = link.take();
			if (bytes === undefined) continue;
			const frame = { from: link.address, to: link.destination, bytes, at: this.#at };
			this.all.push(frame);
			if (isMessage(frame)) this.frames.push(frame);
			let heard = frame.to === broadcastAddress;
			for (const other of [...this.#links]) {
				if (other !== link && this.#arrive(frame, other)) heard = true;
			}
			link.listener?.onSent(heard);
		}
	}

	#arrive(frame: AirFrame, receiver: FakeLink): boolean {
		if (frame.to !== broadcastAddress && frame.to !== receiver.address) return false;
		const fate = this.fate(frame, receiver.address);
		if (fate === "lost") return false;
		const bytes = frame.bytes.slice();
		if (fate === "corrupted") bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 0x10;
		receiver.hear(bytes, -50, frame.from);
		if (fate === "twice") receiver.hear(frame.bytes, -50, frame.from);
		return fate === "delivered" || fate === "twice";
	}
}

export class FakeLink implements Link {
	readonly mtu: number;
	readonly address: number;
	readonly clock: FakeClock;
	listener: LinkListener | undefined;
	destination = 0;
	/** While true `send` answers "down". */
	down = false;
	/** While true frames in flight stay there and nothing is reported. */
	stuck = false;
	/** One reused buffer, as the contract has it; longer than any frame, with stale bytes behind it. */
	readonly #received: Uint8Array;
	#inFlight: Uint8Array | undefined;

	constructor(address: number, clock: FakeClock, mtu: number) {
		this.address = address;
		this.clock = clock;
		this.mtu = mtu;
		this.#received = new Uint8Array(mtu + 16).fill(0xa5);
	}

	send(destination: number, frame: Uint8Array, length: number): LinkFault | undefined {
		if (this.down) return "down";
		if (length > this.mtu) return "too long";
		if (this.#inFlight !== undefined) return "busy";
		this.#inFlight = frame.slice(0, length);
		this.destination = destination;
		return undefined;
	}

	/** Whether the next `take` gives a frame. */
	get sending(): boolean {
		return this.#inFlight !== undefined && !this.stuck;
	}

	/** The frame in flight leaves. */
	take(): Uint8Array | undefined {
		if (this.stuck) return undefined;
		const bytes = this.#inFlight;
		this.#inFlight = undefined;
		return bytes;
	}

	/** A frame arrives, from the radio or from a test that plays the stranger. */
	hear(bytes: Uint8Array, rssi = -50, from = 0): void {
		for (let index = 0; index < bytes.length; index++) this.#received[index] = bytes[index] as number;
		this.listener?.onReceive(this.#received, bytes.length, rssi, from);
	}
}

/** A group, unicast or hello frame of the network's, from its author; or something else than a frame of version 1. */
function isMessage({ from, bytes }: AirFrame): boolean {
	const first = bytes[0] as number;
	if (bytes.length < 13 || first >> 4 !== 1) return true;
	return (first & 0x0f) <= 2 && (((bytes[4] as number) << 8) | (bytes[5] as number)) === from;
}
