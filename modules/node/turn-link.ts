import type { Turn } from "kith/core/turn";
import type { Link, LinkFault, LinkListener } from "kith/link/link";

/** A link whose every event is a turn: the network layer unwinds before the node acts on what it heard. */
export class TurnLink implements Link, LinkListener {
	listener: LinkListener | undefined;
	readonly #link: Link;
	readonly #turn: Turn;

	constructor(link: Link, turn: Turn) {
		this.#link = link;
		this.#turn = turn;
		link.listener = this;
	}

	get mtu(): number {
		return this.#link.mtu;
	}

	send(destination: number, frame: Uint8Array, length: number): LinkFault | undefined {
		return this.#link.send(destination, frame, length);
	}

	onReceive(frame: Uint8Array, length: number, rssi: number, from: number): void {
		this.#turn.begin();
		this.listener?.onReceive(frame, length, rssi, from);
		this.#turn.end();
	}

	onSent(delivered: boolean): void {
		this.listener?.onSent(delivered);
	}

	/** The link below is heard no more. */
	close(): void {
		this.#link.listener = undefined;
	}
}
