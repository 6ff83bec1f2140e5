import type { Link, LinkFault, LinkListener } from "kith/link/link";
import { postKinds } from "./protocol";
import type { Wire } from "./wire";

/** ESP-NOW version 1, the size that every chip can receive. */
const espNowMtu = 250;

/** The virtual ESP-NOW radio. */
export class SimulatedEspNow implements Link {
	readonly mtu = espNowMtu;
	listener: LinkListener | undefined;
	readonly #wire: Wire;
	readonly #received = new Uint8Array(espNowMtu);
	#inFlight = false;

	constructor(wire: Wire) {
		this.#wire = wire;
	}

	send(destination: number, frame: Uint8Array, length: number): LinkFault | undefined {
		if (length > espNowMtu) return "too long";
		if (this.#inFlight) return "busy";
		this.#inFlight = true;
		this.#wire.begin().uint16(destination).copy(frame, length).post(postKinds.send);
		return undefined;
	}

	/** From the session: the event's bytes are rssi and frame. */
	deliver(event: Uint8Array, length: number): void {
		const size = length - 1;
		if (size > espNowMtu) return;
		// Copied, because whoever answers writes into the wire's buffer, as a radio's receive ring is copied on a board.
		this.#received.set(event.subarray(1, length));
		this.listener?.onReceive(this.#received, size, ((event[0] as number) << 24) >> 24);
	}

	sent(delivered: boolean): void {
		this.#inFlight = false;
		this.listener?.onSent(delivered);
	}
}
