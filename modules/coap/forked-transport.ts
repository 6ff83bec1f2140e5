import type { Turn } from "kith/core/turn";
import type { DatagramListener, Datagrams } from "kith/link/datagrams";
import type { MessageListener, MessageTransport } from "./message-transport";
import { firstDistantPeer } from "./policy";

/** A datagram has neither a sequence of its sender's nor a strength. */
const noSequence = 0;
const noStrength = 0;

/**
 * The radio's network and UDP as one transport, told apart by the peer's number: so one endpoint, with one set of tables,
 * serves both. What it says to everybody goes to the radio only.
 */
export class ForkedTransport implements MessageTransport, DatagramListener {
	readonly messageLimit: number;
	readonly #network: MessageTransport;
	readonly #datagrams: Datagrams;
	readonly #turn: Turn;
	#listener: MessageListener | undefined;

	constructor(network: MessageTransport, datagrams: Datagrams, turn: Turn) {
		this.messageLimit = Math.min(network.messageLimit, datagrams.limit);
		this.#network = network;
		this.#datagrams = datagrams;
		this.#turn = turn;
		datagrams.listener = this;
	}

	get listener(): MessageListener | undefined {
		return this.#listener;
	}

	set listener(listener: MessageListener | undefined) {
		this.#listener = listener;
		this.#network.listener = listener;
	}

	sendUnicast(destination: number, message: Uint8Array, length: number): number {
		if (destination < firstDistantPeer) return this.#network.sendUnicast(destination, message, length);
		return this.#datagrams.send(destination, message, length) ? noSequence : -1;
	}

	sendGroup(message: Uint8Array, length: number): number {
		return this.#network.sendGroup(message, length);
	}

	unanswered(destination: number): void {
		if (destination < firstDistantPeer) this.#network.unanswered?.(destination);
	}

	onDatagram(peer: number, multicast: boolean, buffer: Uint8Array, length: number): void {
		this.#turn.begin();
		this.#listener?.onMessage(peer, multicast, buffer, 0, length, noSequence, noStrength);
		this.#turn.end();
	}
}
