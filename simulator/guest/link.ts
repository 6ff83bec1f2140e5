import { type Channels, firstChannel, lastChannel } from "kith/link/channels";
import type { Link, LinkFault, LinkListener } from "kith/link/link";
import { callKinds, postKinds, receptionTrailerBytes, tiedBit } from "./protocol";
import type { Wire } from "./wire";

/** ESP-NOW version 1, the size that every chip can receive. */
const espNowMtu = 250;

/** The virtual ESP-NOW radio. */
export class SimulatedEspNow implements Link, Channels {
	readonly mtu = espNowMtu;
	readonly tied: boolean;
	listener: LinkListener | undefined;
	onChange: ((channel: number) => void) | undefined;
	readonly #wire: Wire;
	#inFlight = false;
	#channel: number;

	constructor(wire: Wire) {
		this.#wire = wire;
		const known = wire.begin().call(callKinds.channel) === 1;
		const answer = known ? (wire.bytes[0] as number) : firstChannel;
		this.#channel = answer & ~tiedBit;
		this.tied = (answer & tiedBit) !== 0;
	}

	get channel(): number {
		return this.#channel;
	}

	tune(channel: number): void {
		if (channel < firstChannel || channel > lastChannel || channel === this.#channel) return;
		this.#channel = channel;
		this.#wire.begin().uint8(channel).post(postKinds.tune);
	}

	/** From the session: the radio is elsewhere than it was asked to be. */
	moved(channel: number): void {
		this.#channel = channel;
		this.onChange?.(channel);
	}

	sendElsewhere(channel: number, frame: Uint8Array, length: number): boolean {
		if (this.#inFlight || length > espNowMtu) return false;
		this.#inFlight = true;
		this.#wire.begin().uint8(channel).copy(frame, length).post(postKinds.sendElsewhere);
		return true;
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
