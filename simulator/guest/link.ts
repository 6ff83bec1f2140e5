import type { Link, LinkFault, LinkListener } from "kith/link/link";
import { postKinds, receptionTrailerBytes } from "./protocol";
import type { Wire } from "./wire";

/** ESP-NOW version 1, the size that every chip can receive. */
const espNowMtu = 250;

/** The virtual ESP-NOW radio. */
export class SimulatedEspNow implements Link {
	readonly mtu = espNowMtu;
	listener: LinkListener | undefined;
	readonly #wire: Wire;
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

	/** From the session: the event's bytes are the frame, rssi and the sender, in a buffer that nothing else writes to. */
	deliver(event: Uint8Array, length: number): void {
		const size = length - receptionTrailerBytes;
		if (size < 0 || size > espNowMtu) return;
		const from = (event[size + 1] as number) | ((event[size + 2] as number) << 8);
		this.listener?.onReceive(event, size, ((event[size] as number) << 24) >> 24, from);
	}

	sent(delivered: boolean): void {
		this.#inFlight = false;
		this.listener?.onSent(delivered);
	}
}
