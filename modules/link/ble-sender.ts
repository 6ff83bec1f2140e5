import { chunkKinds } from "./ble-chunks";
import { type HeldBroadcasts, heldLimit } from "./ble-held";
import type { BleNeighbours } from "./ble-neighbours";
import { type BlePipe, helloSent, nothingSent, unicastSent } from "./ble-pipe";
import type { BlePipes } from "./ble-pipes";
import { type BleTransport, chunkMaximum } from "./ble-transport";

export interface BleSenderOptions {
	readonly transport: BleTransport;
	readonly pipes: BlePipes;
	readonly held: HeldBroadcasts;
	readonly neighbours: BleNeighbours;
	/** Longest frame in bytes. */
	readonly frameLimit: number;
}

/** Cuts frames into chunks and hands them to the transport, as fast as it takes them. */
export class BleSender {
	readonly #options: BleSenderOptions;
	readonly #unicast: Uint8Array;
	readonly #chunk = new Uint8Array(chunkMaximum);
	readonly #nothing = new Uint8Array(0);
	#length = 0;

	constructor(options: BleSenderOptions) {
		this.#options = options;
		this.#unicast = new Uint8Array(options.frameLimit);
	}

	/** Keeps a copy of the frame that goes out through every pipe with `unicastWaits`. */
	hold(frame: Uint8Array, length: number): void {
		const copy = this.#unicast;
		for (let index = 0; index < length; index++) copy[index] = frame[index] as number;
		this.#length = length;
	}

	/** Hands chunks to the transport until that is full or nothing is left. */
	pump(number: number): void {
		const { pipes, transport } = this.#options;
		const pipe = pipes.at(number);
		const writer = pipe.writer;
		const chunk = this.#chunk;
		while (pipe.peer !== 0) {
			if (!writer.pending && (pipe.sending !== nothingSent || !this.begin(pipe))) return;
			const length = writer.write(chunk, pipe.limit);
			if (!transport.send(number, chunk, length)) return;
			writer.wrote(length);
		}
	}

	/** Takes up what goes next: the hello, then a frame for the peer alone, then broadcasts in their order. */
	private begin(pipe: BlePipe): boolean {
		if (pipe.helloWaits) {
			const { neighbours } = this.#options;
			const place = neighbours.find(pipe.peer);
			pipe.helloWaits = false;
			pipe.sending = helloSent;
			pipe.writer.begin(chunkKinds.hello, place < 0 ? 0 : neighbours.fetched(place), this.#nothing, 0);
			return true;
		}
		if (pipe.unicastWaits) {
			pipe.unicastWaits = false;
			pipe.sending = unicastSent;
			pipe.writer.begin(chunkKinds.unicast, 0, this.#unicast, this.#length);
			return true;
		}
		return this.beginBroadcast(pipe);
	}

	private beginBroadcast(pipe: BlePipe): boolean {
		const { held } = this.#options;
		let next = -1;
		for (let slot = 0; slot < heldLimit; slot++) {
			if ((pipe.waiting & (1 << slot)) === 0) continue;
			if (held.serial(slot) === 0) pipe.waiting &= ~(1 << slot);
			else if (next < 0 || held.isOlder(slot, next)) next = slot;
		}
		if (next < 0) return false;
		pipe.waiting &= ~(1 << next);
		pipe.sending = next;
		pipe.writer.begin(chunkKinds.broadcast, held.serial(next), held.frame(next), held.length(next));
		return true;
	}
}
