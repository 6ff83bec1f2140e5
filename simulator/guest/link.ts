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

	/** From the session: the event's bytes are the frame and rssi, in a buffer that nothing else writes to. */
	deliver(event: Uint8Array, length: number): void {
		const size = length - 1;
		if (size <= espNowMtu) this.listener?.onReceive(event, size, ((event[size] as number) << 24) >> 24);
	}

	sent(delivered: boolean): void {
		this.#inFlight = false;
		this.listener?.onSent(delivered);
	}
}
